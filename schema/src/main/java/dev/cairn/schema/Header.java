package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the comments above the first statement of a script say about it. */
final class Header {
    private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z][A-Za-z-]*)\\s*:(.*)", Pattern.DOTALL);
    private static final Set<String> KEYS =
            Set.of("description", "version", "depends", "destructive", "renamed", "foreign-keys");
    private static final String NAME = "(?:\"([^\"]+)\"|([^\\s.\"]+))";
    private static final Pattern RENAMED =
            Pattern.compile(NAME + "(?:\\." + NAME + ")?\\s+to\\s+" + NAME + "(?:\\." + NAME + ")?");

    /** A table, or a column of one, that goes on under another name. */
    record Rename(
            String table,
            @Nullable String column,
            String newTable,
            @Nullable String newColumn) {}

    private final String location;
    private final SortedSet<Long> depends = new TreeSet<>();
    private final List<Rename> renames = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private String description = "";
    private String version = "1.0.0";
    private @Nullable String destructive;
    private boolean foreignKeys;

    private Header(String location) {
        this.location = location;
    }

    static Header of(String location, Script script) {
        Header header = new Header(location);
        int body = script.statements().isEmpty()
                ? Integer.MAX_VALUE
                : script.statements().get(0).line();
        for (Comment comment : script.comments()) {
            Matcher entry = ENTRY.matcher(comment.text());
            if (entry.matches() && KEYS.contains(entry.group(1).toLowerCase(Locale.ROOT))) {
                if (comment.line() >= body) {
                    throw header.wrong(comment, "it stands below the first statement, where it has no effect");
                }
                header.read(
                        comment,
                        entry.group(1).toLowerCase(Locale.ROOT),
                        entry.group(2).strip());
            }
        }
        return header;
    }

    private void read(Comment comment, String key, String value) {
        boolean repeated = !seen.add(key) && !key.equals("depends") && !key.equals("renamed");
        if (repeated) {
            throw wrong(comment, "it stands twice");
        }
        if (value.isEmpty()) {
            throw wrong(comment, "it has no value");
        }
        if (value.contains("\n")) {
            throw wrong(comment, "its value is more than one line");
        }
        Consumer<String> reader = switch (key) {
            case "description" -> v -> description = v;
            case "version" -> v -> version = v;
            case "destructive" -> v -> destructive = v;
            case "depends" -> v -> readDepends(comment, v);
            case "renamed" -> v -> readRenamed(comment, v);
            default -> v -> readForeignKeys(comment, v);
        };
        reader.accept(value);
    }

    private void readDepends(Comment comment, String value) {
        for (String part : value.split(",", -1)) {
            try {
                depends.add(Migration.parseNumber(part.strip()));
            } catch (NumberFormatException e) {
                throw wrong(comment, "it wants numbers, such as 001, 003");
            }
        }
    }

    private void readRenamed(Comment comment, String value) {
        Matcher m = RENAMED.matcher(value);
        if (!m.matches() || (name(m, 3) == null) != (name(m, 7) == null)) {
            throw wrong(comment, "it wants \"table.column to table.column\" or \"table to table\"");
        }
        renames.add(new Rename(required(m, 1), name(m, 3), required(m, 5), name(m, 7)));
    }

    private static @Nullable String name(Matcher m, int group) {
        return m.group(group) == null ? m.group(group + 1) : m.group(group);
    }

    private static String required(Matcher m, int group) {
        return Optional.ofNullable(name(m, group)).orElseThrow();
    }

    private void readForeignKeys(Comment comment, String value) {
        if (!value.equalsIgnoreCase("on") && !value.equalsIgnoreCase("off")) {
            throw wrong(comment, "it wants on or off");
        }
        foreignKeys = value.equalsIgnoreCase("on");
    }

    private MigrationException wrong(Comment comment, String problem) {
        return MigrationException.of(Kind.BAD_HEADER)
                .with("file", location)
                .with("line", comment.line())
                .with("header", comment.text())
                .with("problem", problem)
                .build();
    }

    String description() {
        return description;
    }

    String version() {
        return version;
    }

    SortedSet<Long> depends() {
        return depends;
    }

    @Nullable
    String destructive() {
        return destructive;
    }

    List<Rename> renames() {
        return renames;
    }

    boolean foreignKeys() {
        return foreignKeys;
    }
}
