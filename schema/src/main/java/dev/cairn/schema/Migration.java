package dev.cairn.schema;

import dev.cairn.schema.Header.Rename;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One numbered migration: its scripts or code, and what its header says. Immutable. */
public final class Migration {
    private static final Pattern NAME = Pattern.compile("([0-9]{3,18})_([^\\s/\\\\]+)");

    /** A way up or down: SQL, or code. */
    record Way(
            String location,
            @Nullable String text,
            List<Statement> statements,
            CodeMigration.@Nullable Step code,
            @Nullable String destructive,
            List<Rename> renames,
            boolean foreignKeys) {

        static Way sql(String location, String text, Script script, Header header) {
            return new Way(
                    location,
                    text,
                    script.statements(),
                    null,
                    header.destructive(),
                    header.renames(),
                    header.foreignKeys());
        }

        static Way sql(String location, String source) {
            String text = lines(source);
            Script script = Script.parse(location, text);
            // A down may have nothing to undo, and then says so in a comment; an empty file is one that went wrong.
            if (text.isBlank()) {
                throw MigrationException.of(Kind.EMPTY_SCRIPT)
                        .with("file", location)
                        .build();
            }
            return sql(location, text, script, Header.of(location, script));
        }

        /** The statements that no migration may hold. */
        List<MigrationException> violations() {
            return statements.stream()
                    .flatMap(s -> Rules.violation(location, s).stream())
                    .toList();
        }

        static Way code(String location, CodeMigration.Step code, @Nullable String destructive) {
            return new Way(location, null, List.of(), code, destructive, List.of(), false);
        }
    }

    private final long number;
    private final String name;
    private final String version;
    private final String description;
    private final SortedSet<Long> depends;
    private final String checksum;
    private final Way up;
    private final @Nullable Way down;

    private Migration(
            String name,
            String version,
            String description,
            SortedSet<Long> depends,
            String checksum,
            Way up,
            @Nullable Way down) {
        this.number = numberOf(up.location(), name);
        this.name = name;
        this.version = version;
        this.description = description;
        this.depends = Collections.unmodifiableSortedSet(new TreeSet<>(depends));
        this.checksum = checksum;
        this.up = up;
        this.down = down;
    }

    static Migration sql(
            String name, String location, String up, @Nullable String downLocation, @Nullable String down) {
        String text = lines(up);
        Script script = Script.parse(location, text);
        if (script.statements().isEmpty()) {
            throw MigrationException.of(Kind.EMPTY_SCRIPT)
                    .with("file", location)
                    .build();
        }
        Header header = Header.of(location, script);
        return new Migration(
                name,
                header.version(),
                header.description(),
                header.depends(),
                checksumOf(text),
                Way.sql(location, text, script, header),
                down == null || downLocation == null ? null : Way.sql(downLocation, down));
    }

    static Migration code(CodeMigration code) {
        String location = code.getClass().getName();
        return new Migration(
                code.name(),
                code.version(),
                code.description(),
                new TreeSet<>(code.depends()),
                code.checksum(),
                Way.code(location, code::up, code.destructive().orElse(null)),
                code.down().map(step -> Way.code(location, step, null)).orElse(null));
    }

    /** The order in which migrations are applied. */
    public long number() {
        return number;
    }

    /** The whole name, {@code 003_create_templates_table}. */
    public String name() {
        return name;
    }

    /** The version in its header; {@code 1.0.0} unless said otherwise. */
    public String version() {
        return version;
    }

    /** The description in its header; may be empty. */
    public String description() {
        return description;
    }

    /** The numbers of the lower migrations it needs. */
    public SortedSet<Long> depends() {
        return depends;
    }

    /** Why it may lose data, if its header says that it may. */
    public Optional<String> destructive() {
        return Optional.ofNullable(up.destructive());
    }

    /** SHA-256 of the script, the same for any line ending and trailing space; of a code migration its own text. */
    public String checksum() {
        return checksum;
    }

    /** Whether there is a way back. */
    public boolean reversible() {
        return down != null;
    }

    /** Whether it runs with foreign keys enforced, in a transaction apart from those that don't. */
    public boolean foreignKeys() {
        return up.foreignKeys();
    }

    /** Whether it is written in Java. */
    public boolean isCode() {
        return up.code() != null;
    }

    @Override
    public String toString() {
        return name;
    }

    Way up() {
        return up;
    }

    @Nullable
    Way down() {
        return down;
    }

    /** The statements of either way that no migration may hold. */
    List<MigrationException> violations() {
        return Stream.of(up, down)
                .flatMap(Stream::ofNullable)
                .flatMap(w -> w.violations().stream())
                .toList();
    }

    /**
     * Whether code made for the schema before this migration works after it: it only adds tables, plain indexes, views
     * and columns that have a value by themselves.
     */
    boolean isAdditive() {
        return !isCode() && up.statements().stream().allMatch(Rules::isAdditive);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static long numberOf(String location, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw MigrationException.of(Kind.BAD_NAME)
                    .with("file", location)
                    .with("name", name)
                    .build();
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Reads {@code 7}, {@code 007} or {@code 007_name}. */
    static long parseNumber(String id) {
        Matcher matcher = NAME.matcher(id);
        return Long.parseLong(matcher.matches() ? matcher.group(1) : id);
    }

    /** One line ending and no byte order mark, so that a checkout on Windows means the same. */
    static String lines(String text) {
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return unmarked.replace("\r\n", "\n").replace('\r', '\n');
    }

    static String checksumOf(String text) {
        StringBuilder neutral = new StringBuilder(text.length());
        lines(text).lines().forEach(line -> neutral.append(trimmed(line)).append('\n'));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(trimmed(neutral.toString()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without the end that is white space to SQLite; an ideographic space, say, is part of a word. */
    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && " \t\f\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
