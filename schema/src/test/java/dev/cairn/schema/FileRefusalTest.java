package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the file, its place, its users or SQLite itself. */
@ExtendWith(FixtureExtension.class)
class FileRefusalTest {
    private static final int PAGE = 4096;

    /** A table with rows and an index, and a migration to come. */
    private static Fixture given(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT); CREATE INDEX a_x ON a (x)");
        app.down("001_a", "DROP TABLE a").migrate();
        app.sql("INSERT INTO a (x) VALUES ('one'), ('two')");
        return app.up("002_b", "CREATE TABLE b (id INTEGER PRIMARY KEY)");
    }

    /** For a file that cannot be compared: its bytes must be what they were. */
    private static MigrationException refusedOnFile(Fixture app, Kind kind, ThrowingCallable call) throws IOException {
        byte[] before = Files.readAllBytes(app.file());
        MigrationException refusal = catchThrowableOfType(MigrationException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        assertThat(refusal).hasMessageContaining(refusal.hint());
        assertThat(Files.readAllBytes(app.file())).isEqualTo(before);
        return refusal;
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(bytes);
        }
    }

    @Test
    void change_aRestoreIsUnfinished_isRefusedByEveryName(Fixture app) throws IOException {
        given(app);
        Path journal = Files.createDirectory(
                        app.file().resolveSibling(app.file().getFileName() + "-restore"))
                .resolve("journal.json");
        Files.writeString(journal, "{}");
        Path link = Files.createSymbolicLink(app.file().resolveSibling("link.db"), app.file());
        for (Path name : List.of(app.file(), link)) {
            Migrator migrator = Migrator.at(name, app.migrations()).build();
            refusedOnFile(app, Kind.RESTORING, migrator::migrate);
            refusedOnFile(app, Kind.RESTORING, () -> migrator.rollback(Target.steps(1)));
            refusedOnFile(app, Kind.RESTORING, () -> migrator.baseline(1));
            assertThat(migrator.status().pending()).hasSize(1);
        }
        Files.delete(journal);
        assertThat(app.migrator().migrate().steps()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.7.0", "3.8.11.1", "3.45.3", "3.51.2", "3.52.0"})
    void check_versionThatLosesData_isRefused(String version) {
        assertThatThrownBy(() -> EngineGuard.check(version))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSAFE_ENGINE))
                .hasMessageStartingWith("This SQLite has a known bug that loses data in WAL mode [version=" + version)
                .hasMessageContaining(Kind.UNSAFE_ENGINE.hint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.23", "3.51.3", "3.51.10", "3.52.1", "3.53.0", "3.54.1", "4.0", "3.51.3.1"})
    void check_soundVersion_passes(String version) {
        EngineGuard.check(version);
    }

    @Test
    void everythingButMigrate_withoutFile_isRefusedAndMakesNone(Fixture app) {
        Migrator nowhere = app.up("001_a", "CREATE TABLE a (id)").migrator();

        for (ThrowingCallable call :
                new ThrowingCallable[] {() -> nowhere.rollback(Target.end()), nowhere::drift, () -> nowhere.baseline(1)
                }) {
            assertThat(app.refused(Kind.NO_DATABASE, call)).hasMessageStartingWith("There is no database at this path");
        }
        assertThat(nowhere.restorePoints()).isEmpty();
        assertThat(nowhere.status().pending()).hasSize(1);
        assertThat(nowhere.plan(Target.end()).steps()).hasSize(1);
        assertThat(app.file()).doesNotExist();
    }

    @Test
    void migrate_directoryStandsThere_isRefused(Fixture app) throws IOException {
        Files.createDirectory(app.up("001_a", "CREATE TABLE a (id)").file());
        Migrator migrator = app.migrator();

        assertThatThrownBy(migrator::migrate)
                .hasMessageStartingWith("The database file cannot be used")
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNUSABLE_FILE));
        assertThat(app.file()).isEmptyDirectory();
    }

    @Test
    void migrate_folderIsMissing_isRefused(Fixture app) {
        Path nowhere = app.file().resolveSibling("none").resolve("app.db");
        Migrations migrations = app.up("001_a", "CREATE TABLE a (id)").migrations();

        app.refused(Kind.UNUSABLE_FILE, Migrator.of(nowhere, migrations)::migrate);
        app.refused(Kind.STORAGE, Migrator.of(nowhere, migrations)::rehearse);
    }

    @Tag("damages-file")
    @Test
    void migrate_fileIsNoDatabase_isRefused(Fixture app) throws IOException {
        app.up("001_a", "CREATE TABLE a (id)");
        Files.writeString(app.file(), "This is a letter, not a database.\n".repeat(200));

        MigrationException refusal = refusedOnFile(app, Kind.UNUSABLE_FILE, app.migrator()::migrate);

        assertThat(refusal.fields()).containsEntry("code", "SQLITE_NOTADB").containsKey("database");
        refusedOnFile(app, Kind.UNUSABLE_FILE, app.migrator()::status);
    }

    /** Its header asks for a newer SQLite to write it, which stops root too. */
    @Tag("damages-file")
    @Test
    void migrate_fileIsReadOnly_isRefusedAndCanBeRead(Fixture app) throws IOException {
        given(app);
        overwrite(app.file(), 18, new byte[] {3});

        refusedOnFile(app, Kind.UNUSABLE_FILE, app.migrator()::migrate);

        assertThat(app.migrator().status().pending()).hasSize(1);
    }

    @Tag("damages-file")
    @ParameterizedTest
    @CsvSource({"a_x, 4000", "a, 0"})
    void migrate_fileIsDamaged_isRefused(String object, int offset, Fixture app) throws IOException {
        given(app);
        long page = app.number("SELECT rootpage FROM sqlite_schema WHERE name = '" + object + "'");
        overwrite(app.file(), (page - 1) * PAGE + offset, new byte[PAGE - offset]);

        MigrationException refusal = refusedOnFile(app, Kind.DAMAGED, app.migrator()::migrate);

        assertThat(refusal).hasMessageStartingWith("The database is damaged");
        assertThat(app.migrator().restorePoints()).isEmpty();
    }

    @Test
    void migrate_leavesWhatFailsTheCheck_isRefused(Fixture app) {
        app.up("001_v", "CREATE VIRTUAL TABLE v USING fts5(x)").migrate().sql("INSERT INTO v VALUES ('one')");
        app.up("002_bad", "UPDATE v_content SET c0 = 'two'");

        MigrationException refusal = app.refused(Kind.DAMAGED_BY_MIGRATION, app.migrator()::migrate);

        assertThat(refusal).hasMessageStartingWith("The database failed its check after the migration");
        assertThat(refusal.fields()).containsEntry("check", "integrity_check").containsKey("verdict");
        app.at().validation(false).build().migrate();
        app.sql("UPDATE v_content SET c0 = 'one'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void change_otherHoldsTheLock_isBusyAfterTheDeadline(String mode, Fixture app) throws SQLException {
        given(app).sql("PRAGMA journal_mode = " + mode);
        Migrator migrator = app.at().lockTimeout(Duration.ofMillis(120)).build();
        try (Sqlite other = Sqlite.open(app.file())) {
            other.execute("BEGIN IMMEDIATE");

            MigrationException refusal = app.refused(Kind.BUSY, migrator::migrate);

            assertThat(refusal)
                    .hasMessageStartingWith("The database stayed locked until the deadline [waitedMillis=120]");
            assertThat(refusal.kind().retryable()).isTrue();
            app.refused(Kind.BUSY, () -> migrator.rollback(Target.end()));
            other.execute("ROLLBACK");
        }
        assertThat(migrator.migrate().steps()).hasSize(1);
    }

    @Test
    void migrate_interruptedWhileItWaits_stopsAndStaysInterrupted(Fixture app) throws SQLException {
        given(app);
        try (Sqlite other = Sqlite.open(app.file())) {
            other.execute("BEGIN IMMEDIATE");
            Thread.currentThread().interrupt();

            MigrationException refusal = app.refused(Kind.INTERRUPTED, app.migrator()::migrate);

            assertThat(refusal).hasMessageStartingWith("Interrupted while waiting for the database");
            assertThat(Thread.interrupted()).isTrue();
            other.execute("ROLLBACK");
        }
    }

    @Test
    void migrate_restorePointCannotBeMade_isRefused(Fixture app) throws IOException {
        given(app);
        Path inTheWay = app.file().resolveSibling(app.file().getFileName() + ".restore-point-1.tmp");
        Files.createDirectories(inTheWay.resolve("full"));

        MigrationException refusal = app.refused(Kind.RESTORE_POINT_FAILED, app.migrator()::migrate);

        assertThat(refusal).hasMessageStartingWith("The restore point could not be made");
        assertThat(refusal.fields()).containsKeys("directory", "problem");
        app.at().restorePoint(false).build().migrate();
    }

    /** A volume of its own that has room for little: the database grows until it is full. */
    @Tag("tools")
    @Test
    void migrate_diskIsFull_isRefused(Fixture app) throws IOException, InterruptedException {
        Path volume = Files.createDirectory(app.file().resolveSibling("volume"));
        Commands.run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", volume.toString());
        try {
            Path file = volume.resolve("app.db");
            Migrator.of(file, app.up("001_a", "CREATE TABLE a (x)").migrations())
                    .migrate();
            app.up(
                    "002_big",
                    "INSERT INTO a WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) "
                            + "SELECT randomblob(100000) FROM n");
            Migrator migrator = Migrator.of(file, app.migrations());

            MigrationException refusal = app.refused(Kind.STORAGE, migrator::migrate);

            assertThat(refusal).hasMessageStartingWith("The disk is full or failed");
            assertThat(migrator.status().current()).contains("001_a");
            assertThat(migrator.drift().isClean()).isTrue();
        } finally {
            Commands.run("umount", volume.toString());
        }
    }
}
