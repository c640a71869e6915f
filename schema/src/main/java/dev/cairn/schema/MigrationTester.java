package dev.cairn.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away database for tests of migrations: go to one, insert rows, go on, go back, compare. Works with any test
 * framework; a comparison that fails is an {@link AssertionError}. Not thread-safe.
 */
public final class MigrationTester implements AutoCloseable {
    private final Migrations migrations;
    private final Path folder;

    private MigrationTester(Migrations migrations, Path folder) {
        this.migrations = migrations;
        this.folder = folder;
    }

    /** Schema and rows at one moment. Immutable. */
    public static final class Snapshot {
        private final Content content;

        private Snapshot(Content content) {
            this.content = content;
        }
    }

    /** A new database with nothing applied, in a temporary folder that {@link #close()} removes. */
    public static MigrationTester of(Migrations migrations) {
        try {
            return new MigrationTester(migrations, Files.createTempDirectory("cairn-migration-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database file. */
    public Path file() {
        return folder.resolve("test.db");
    }

    /** Applies all pending migrations, under the same rules as a live database. */
    public MigrationTester migrate() {
        migrator(false).migrate();
        return this;
    }

    /** Applies the pending migrations up to this number, under the same rules as a live database. */
    public MigrationTester migrateTo(long number) {
        migrator(false).migrate(Target.to(number));
        return this;
    }

    /** Rolls back everything above this number, whatever is lost. */
    public MigrationTester rollbackTo(long number) {
        migrator(true).rollback(Target.to(number));
        return this;
    }

    /** Rolls back everything, whatever is lost. */
    public MigrationTester rollback() {
        migrator(true).rollback(Target.end());
        return this;
    }

    /** Runs statements one by one, each in a transaction of its own, with foreign keys enforced. */
    public MigrationTester execute(String... statements) {
        return with(db -> {
            db.execute("PRAGMA foreign_keys = ON");
            for (String statement : statements) {
                db.execute(statement);
            }
            return this;
        });
    }

    /** The rows of a query, each as its columns by name. */
    public List<Map<String, @Nullable Object>> rows(String query) {
        return with(db -> db.rows(query, MigrationTester::row));
    }

    private static Map<String, @Nullable Object> row(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnLabel(i), row.getObject(i));
        }
        return values;
    }

    /** Schema and rows as they are. */
    public Snapshot snapshot() {
        return with(db -> new Snapshot(Content.of(db)));
    }

    /** Fails unless schema and rows are as they were then. */
    public MigrationTester assertSameAs(Snapshot earlier) {
        Content now = snapshot().content;
        List<String> differences = new ArrayList<>(earlier.content.schemaDifferences(now));
        differences.addAll(earlier.content.rowDifferences(now, false));
        return require(differences);
    }

    /** Fails unless the schema is as it was then; rows may differ. */
    public MigrationTester assertSameSchemaAs(Snapshot earlier) {
        return require(earlier.content.schemaDifferences(snapshot().content));
    }

    private MigrationTester require(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new AssertionError("the database is not as it was: " + String.join("; ", differences));
        }
        return this;
    }

    /** Undoes all above a number, applies it again, and fails unless the schema is then as it was before. */
    public MigrationTester downAndUp(long number) {
        Snapshot before = snapshot();
        rollbackTo(number);
        migrate();
        return assertSameSchemaAs(before);
    }

    private Migrator migrator(boolean consent) {
        return Migrator.at(file(), migrations)
                .restorePoint(false)
                .allowDestructive(consent)
                .build();
    }

    private <T> T with(DatabaseCall<T> call) {
        try (Sqlite db = Sqlite.create(file())) {
            return call.on(db);
        } catch (SQLException e) {
            throw Failures.of(file(), e);
        }
    }

    /** Something to do with the open file. */
    @FunctionalInterface
    private interface DatabaseCall<T> {
        T on(Sqlite db) throws SQLException;
    }

    /** Removes the database. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
