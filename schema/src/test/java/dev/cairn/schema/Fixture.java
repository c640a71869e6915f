package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A folder of migrations and a database file, for one test. */
final class Fixture implements AutoCloseable {
    private final Path folder;
    private final Path file;

    Fixture(Path temporary) {
        this.folder = temporary.resolve("migrations");
        this.file = temporary.resolve("app.db");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that the caller closes: JUnit's extensions don't reach property tests. */
    static Fixture temporary() {
        try {
            return new Fixture(Files.createTempDirectory("cairn-schema-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path file() {
        return file;
    }

    /** Writes {@code NAME.sql}. */
    Fixture up(String name, String sql) {
        return write(name + ".sql", sql);
    }

    /** Writes {@code NAME.down.sql}. */
    Fixture down(String name, String sql) {
        return write(name + ".down.sql", sql);
    }

    Fixture write(String fileName, String text) {
        try {
            Files.writeString(folder.resolve(fileName), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a file out of the folder of migrations. */
    Fixture remove(String fileName) {
        try {
            Files.delete(folder.resolve(fileName));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Migrations migrations() {
        return Migrations.directory(folder);
    }

    Migrator.Builder at() {
        return Migrator.at(file, migrations());
    }

    Migrator migrator() {
        return at().build();
    }

    Fixture migrate() {
        migrator().migrate();
        return this;
    }

    /** Runs statements on the database file as any other program would, with foreign keys enforced. */
    Fixture sql(String... statements) {
        try (Sqlite db = Sqlite.create(file)) {
            db.execute("PRAGMA foreign_keys = ON");
            for (String statement : statements) {
                db.execute(statement);
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query) {
        try (Sqlite db = Sqlite.open(file)) {
            return db.number(query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> texts(String query) {
        try (Sqlite db = Sqlite.open(file)) {
            return db.texts(query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Schema and all rows as text, but for the history: equal dumps are equal databases. */
    List<String> dump() {
        return dump(file);
    }

    /** The same of another file, such as a copy. */
    static List<String> dump(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Sqlite db = Sqlite.open(file)) {
            List<String> dump = new ArrayList<>(
                    db.texts("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema "
                            + "WHERE tbl_name NOT IN ('migration_history', 'sqlite_sequence') ORDER BY 1"));
            for (String table : db.texts(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                            + "AND name NOT IN ('migration_history', 'sqlite_sequence') AND name NOT LIKE 'sqlite_stat%' ORDER BY 1")) {
                String values = String.join(
                        " || ',' || ",
                        db.texts(
                                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_xinfo(?) WHERE hidden <> 1",
                                table));
                db.texts("SELECT " + values + " FROM " + Sqlite.quote(table) + " ORDER BY 1")
                        .forEach(row -> dump.add(table + ": " + row));
            }
            return dump;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that a call is refused in this way, and that schema and rows are what they were. */
    MigrationException refused(Kind kind, ThrowingCallable call) {
        List<String> before = dump();
        MigrationException refusal = catchThrowableOfType(MigrationException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(refusal.hint());
        assertThat(dump()).isEqualTo(before);
        return refusal;
    }

    /** Asserts that the database is whole and every connection to it closed, and removes everything. */
    @Override
    public void close() {
        close(true);
    }

    void close(boolean whole) {
        if (!Files.exists(folder)) {
            return;
        }
        // The last connection to close removes it, so one that is there was left open.
        assertThat(file.resolveSibling(file.getFileName() + "-wal")).doesNotExist();
        if (whole && Files.isRegularFile(file)) {
            assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
        }
        try (Stream<Path> files = Files.walk(DurableFiles.directoryOf(file))) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
