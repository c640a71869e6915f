package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** The migrations of one schema, in the order of their numbers. Immutable. */
public final class Migrations implements Iterable<Migration> {
    private final String origin;
    private final NavigableMap<Long, Migration> byNumber;

    private Migrations(String origin, Collection<Migration> migrations) {
        this(origin, migrations, true);
    }

    private Migrations(String origin, Collection<Migration> migrations, boolean whole) {
        this.origin = origin;
        this.byNumber = new TreeMap<>();
        for (Migration migration : migrations) {
            Migration other = byNumber.putIfAbsent(migration.number(), migration);
            if (other != null) {
                throw MigrationException.of(Kind.DUPLICATE_NUMBER)
                        .with("first", other.up().location())
                        .with("second", migration.up().location())
                        .build();
            }
        }
        if (whole) {
            byNumber.values().forEach(this::checkDependencies);
        }
    }

    /** The files {@code NNN_name.sql} of a folder on the class path, such as {@code db/pqs}, also inside a jar. */
    public static Migrations classpath(String folder) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return classpath(folder, context == null ? Migrations.class.getClassLoader() : context);
    }

    /** The files {@code NNN_name.sql} of a folder that this class loader sees. */
    public static Migrations classpath(String folder, ClassLoader loader) {
        return of("classpath:" + folder, MigrationFiles.onClasspath(folder, loader));
    }

    /** The files {@code NNN_name.sql} of a directory; its subdirectories are not read. */
    public static Migrations directory(Path directory) {
        return of(directory.toString(), MigrationFiles.inDirectory(directory));
    }

    private static Migrations of(String origin, List<Migration> migrations) {
        if (migrations.isEmpty()) {
            throw MigrationException.of(Kind.NO_MIGRATIONS)
                    .with("source", origin)
                    .build();
        }
        return new Migrations(origin, migrations);
    }

    /** These migrations and those, as one schema. */
    public Migrations with(CodeMigration... code) {
        Stream<Migration> added = Stream.of(code).map(Migration::code);
        return new Migrations(origin, Stream.concat(stream(), added).toList());
    }

    /** Those up to a number, as a schema of its own: what an older program knew. */
    public Migrations upTo(long number) {
        return new Migrations(origin, byNumber.headMap(number, true).values());
    }

    /** The migration with this number, {@code 7}, {@code 007} or {@code 007_name}. */
    public Migration get(String id) {
        try {
            Migration found = byNumber.get(Migration.parseNumber(id));
            boolean otherName =
                    found != null && Migration.isName(id) && !found.name().equals(id);
            if (found != null && !otherName) {
                return found;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number that nobody has.
        }
        throw MigrationException.of(Kind.UNKNOWN_MIGRATION)
                .with("migration", id)
                .with("source", origin)
                .build();
    }

    /** The migration with the highest number, if there is any. */
    public Optional<Migration> latest() {
        return byNumber.isEmpty()
                ? Optional.empty()
                : Optional.of(byNumber.lastEntry().getValue());
    }

    /** Where they come from, for messages. */
    public String origin() {
        return origin;
    }

    /** How many there are. */
    public int size() {
        return byNumber.size();
    }

    /** All of them, in order. */
    public Stream<Migration> stream() {
        return byNumber.values().stream();
    }

    @Override
    public Iterator<Migration> iterator() {
        return List.copyOf(byNumber.values()).iterator();
    }

    /** What could be better about them: see {@link Finding}. */
    public List<Finding> lint() {
        return Lint.of(this);
    }

    /**
     * Applies all of them to an empty private database, and writes the history that a migrated file would have: for
     * code generation, tests and databases in memory.
     */
    public void applyTo(Connection emptyPrivate) {
        requireSound();
        try {
            new Execution(new Sqlite(emptyPrivate.unwrap(SQLiteConnection.class)), Settings.safe()).build(this);
        } catch (SQLException e) {
            throw Failures.of(Path.of(":memory:"), e);
        }
    }

    /** Refuses statements that no migration may hold. */
    void requireSound() {
        stream().flatMap(m -> m.violations().stream()).findFirst().ifPresent(v -> {
            throw v;
        });
    }

    @Nullable
    Migration find(long number) {
        return byNumber.get(number);
    }

    /** Those with these numbers; the rest of their dependencies is nobody's concern. */
    Migrations only(Set<Long> numbers) {
        return new Migrations(
                origin, stream().filter(m -> numbers.contains(m.number())).toList(), false);
    }

    private void checkDependencies(Migration migration) {
        for (long needed : migration.depends()) {
            if (needed >= migration.number() || !byNumber.containsKey(needed)) {
                throw MigrationException.of(Kind.BAD_DEPENDENCY)
                        .with("migration", migration.name())
                        .with("depends", needed)
                        .with("problem", needed >= migration.number() ? "not lower" : "not in " + origin)
                        .build();
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Migrations that && checksums().equals(that.checksums());
    }

    @Override
    public int hashCode() {
        return Objects.hash(checksums());
    }

    @Override
    public String toString() {
        return size() + " migrations of " + origin;
    }

    private Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        byNumber.values().forEach(m -> checksums.put(m.name(), m.checksum()));
        return checksums;
    }
}
