package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole copies from before each change, and the way back to them. */
@ExtendWith(FixtureExtension.class)
class RestorePointTest {

    /** A table whose rowids have gaps and no column shows them, and one keyed otherwise. */
    @BeforeEach
    void rows(Fixture app) {
        app.up("001_a", """
                CREATE TABLE a (x TEXT);
                CREATE TABLE k (id TEXT PRIMARY KEY) WITHOUT ROWID;
                CREATE INDEX a_x ON a (x);
                """).migrate();
        app.sql("INSERT INTO a VALUES ('one'), ('two'), ('three')", "DELETE FROM a WHERE x = 'two'");
        app.sql("INSERT INTO a (rowid, x) VALUES (70, 'seventy')", "INSERT INTO k VALUES ('key')");
    }

    private static RestorePoint take(Fixture app, int number) {
        return app.up("%03d_step".formatted(number), "CREATE TABLE step%d (id INTEGER)".formatted(number))
                .migrator()
                .migrate()
                .restorePoint()
                .orElseThrow();
    }

    private static List<String> rowids(Fixture app) {
        return app.texts("SELECT rowid || x FROM a ORDER BY rowid");
    }

    @Test
    void migrate_holdsRows_keepsAWholeCopy(Fixture app) throws SQLException {
        List<String> before = app.dump();

        RestorePoint point = take(app, 2);

        assertThat(point.current()).isEqualTo("001_a");
        assertThat(point.size()).isEqualTo(point.file().toFile().length()).isPositive();
        try (Sqlite copy = Sqlite.immutable(point.file())) {
            assertThat(copy.texts("PRAGMA integrity_check")).containsExactly("ok");
            assertThat(copy.texts("SELECT rowid || x FROM a ORDER BY rowid"))
                    .containsExactly("1one", "3three", "70seventy");
        }
        assertThat(Fixture.dump(point.file())).isEqualTo(before);
        assertThat(app.migrator().restorePoints()).containsExactly(point);
    }

    @Test
    void migrate_noRowsOrNotWanted_keepsNone(Fixture app) {
        app.sql("DELETE FROM a", "DELETE FROM k")
                .up("002_b", "CREATE TABLE b (id)")
                .migrate();
        app.sql("INSERT INTO b VALUES (1)").up("003_c", "CREATE TABLE c (id)");
        app.at().restorePoint(false).build().migrate();
        app.migrate();

        assertThat(app.migrator().restorePoints()).isEmpty();
    }

    @Test
    void migrate_again_keepsTheLastThree(Fixture app) {
        List<RestorePoint> taken =
                Stream.of(2, 3, 4, 5).map(number -> take(app, number)).toList();

        assertThat(app.migrator().restorePoints()).containsExactly(taken.get(3), taken.get(2), taken.get(1));
    }

    @Test
    void migrate_sameMoment_givesEachANameOfItsOwn(Fixture app) {
        Clock still = Clock.fixed(Instant.parse("2030-01-02T03:04:05.678Z"), ZoneOffset.UTC);
        for (int number = 2; number < 4; number++) {
            app.up("%03d_step".formatted(number), "CREATE TABLE step%d (id)".formatted(number));
            app.at().clock(still).build().migrate();
        }

        assertThat(app.migrator().restorePoints())
                .extracting(RestorePoint::id)
                .containsExactly("20300102T030405679Z", "20300102T030405678Z");
        assertThat(app.migrator().restorePoints().get(1).taken()).isEqualTo(still.instant());
    }

    @Test
    void migrate_copy_isForItsOwnerAlone(Fixture app) throws IOException {
        RestorePoint point = take(app, 2);

        boolean posix =
                point.file().getFileSystem().supportedFileAttributeViews().contains("posix");
        assertThat(posix ? PosixFilePermissions.toString(Files.getPosixFilePermissions(point.file())) : "rw-------")
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void rollback_toPoint_goesBackExactly(String mode, Fixture app) {
        app.sql("PRAGMA journal_mode = " + mode);
        List<String> before = app.dump();
        List<String> rowids = rowids(app);
        RestorePoint point = take(app, 2);
        app.sql("UPDATE a SET x = 'changed'");

        assertThat(app.migrator().rollback(point)).isEqualTo(point);

        assertThat(app.dump()).isEqualTo(before);
        assertThat(rowids(app)).isEqualTo(rowids);
        assertThat(app.texts("PRAGMA journal_mode")).containsExactly(mode.toLowerCase(java.util.Locale.ROOT));
        assertThat(app.migrator().status().current()).contains("001_a");
        assertThat(app.migrator().migrate().steps()).hasSize(1);
    }

    @Test
    void rollback_toPoint_keepsThePresentAsAnother(Fixture app) {
        RestorePoint point = take(app, 2);
        List<String> present = app.dump();
        app.migrator().rollback(point);

        RestorePoint undo = app.migrator().restorePoints().get(0);
        assertThat(undo.current()).isEqualTo("002_step");
        app.migrator().rollback(undo);

        assertThat(app.dump()).isEqualTo(present);
        assertThat(app.migrator().restorePoints()).hasSize(3);
    }

    @Test
    void rollback_toOldestOfThree_doesNotGiveItUp(Fixture app) {
        take(app, 2);
        take(app, 3);
        take(app, 4);
        RestorePoint oldest = app.migrator().restorePoints().get(2);

        app.migrator().rollback(oldest);

        assertThat(app.migrator().status().current()).contains("001_a");
        assertThat(app.migrator().restorePoints()).contains(oldest);
    }

    @Test
    void rollback_rowsWrittenSince_isRefusedWithoutConsent(Fixture app) {
        app.sql("CREATE VIRTUAL TABLE v USING fts5(x)", "INSERT INTO v VALUES ('old')");
        RestorePoint point = take(app, 2);
        app.sql("INSERT INTO a VALUES ('new')", "INSERT INTO step2 VALUES (1), (2)", "INSERT INTO v VALUES ('new')");

        MigrationException refusal =
                app.refused(Kind.RESTORE_LOSES_ROWS, () -> app.migrator().rollback(point));

        assertThat(refusal)
                .hasMessageStartingWith("Rows written since the restore point would be lost [id=" + point.id());
        assertThat(refusal.field("lost")).contains("1 rows of a; 2 rows with table step2; 1 rows of v");
        app.at().allowDestructive(true).build().rollback(point);
        assertThat(rowids(app)).hasSize(3);
    }

    @Test
    void rollback_toDamagedCopy_isRefused(Fixture app) throws IOException {
        RestorePoint point = take(app, 2);
        try (RandomAccessFile copy = new RandomAccessFile(point.file().toFile(), "rw")) {
            copy.seek(4096);
            copy.write(new byte[4096]);
        }

        MigrationException refusal =
                app.refused(Kind.BAD_RESTORE_POINT, () -> app.migrator().rollback(point));

        assertThat(refusal).hasMessageStartingWith("This restore point cannot be used [id=" + point.id());
    }

    @Test
    void list_fileIsNoDatabase_saysSo(Fixture app) throws IOException {
        RestorePoint point = take(app, 2);
        Files.writeString(point.file(), "no database at all".repeat(100));

        assertThat(app.migrator().restorePoints())
                .extracting(RestorePoint::current)
                .containsExactly("(unreadable)");
        app.refused(Kind.BAD_RESTORE_POINT, () -> app.migrator().rollback(point));
    }

    @Test
    void rollback_toUnknownPoint_isRefused(Fixture app) {
        RestorePoint unknown = new RestorePoint("20200101T000000000Z", Path.of("x"), Instant.EPOCH, 0, "");

        MigrationException refusal =
                app.refused(Kind.BAD_RESTORE_POINT, () -> app.migrator().rollback(unknown));

        assertThat(refusal.field("problem")).contains("there is none of this name");
    }

    /** In WAL mode its reader goes on with what it saw; the next look finds the old state. */
    @Test
    void rollback_readerIsOpen_goesOnBesideIt(Fixture app) throws SQLException {
        RestorePoint point = take(app, 2);
        app.sql("UPDATE a SET x = 'changed'");
        try (Sqlite reader = Sqlite.open(app.file())) {
            reader.execute("BEGIN");
            assertThat(reader.texts("SELECT DISTINCT x FROM a")).containsExactly("changed");

            app.at().lockTimeout(Duration.ofMillis(200)).build().rollback(point);

            assertThat(reader.texts("SELECT DISTINCT x FROM a")).containsExactly("changed");
            reader.execute("COMMIT");
            assertThat(reader.texts("SELECT x FROM a ORDER BY 1")).containsExactly("one", "seventy", "three");
        }
    }

    @Test
    void rollback_readerIsOpenWithRollbackJournal_isBusy(Fixture app) throws SQLException {
        app.sql("PRAGMA journal_mode = DELETE");
        RestorePoint point = take(app, 2);
        try (Sqlite reader = Sqlite.open(app.file())) {
            reader.execute("BEGIN");
            assertThat(reader.number("SELECT count(*) FROM a")).isEqualTo(3);

            app.refused(
                    Kind.BUSY,
                    () -> app.at().lockTimeout(Duration.ofMillis(200)).build().rollback(point));
        }
        app.migrator().rollback(point);
        assertThat(app.migrator().status().current()).contains("001_a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void rollback_writerIsThere_isBusyAfterTheDeadline(String mode, Fixture app) throws SQLException {
        app.sql("PRAGMA journal_mode = " + mode);
        RestorePoint point = take(app, 2);
        try (Sqlite writer = Sqlite.open(app.file())) {
            writer.execute("BEGIN IMMEDIATE");

            app.refused(
                    Kind.BUSY,
                    () -> app.at().lockTimeout(Duration.ofMillis(100)).build().rollback(point));
        }
    }

    /** The clock is asked for the name of the present's copy, after the question of consent: a moment to write in. */
    @Test
    void rollback_somebodyCommitsMeanwhile_isRefused(Fixture app) {
        RestorePoint point = take(app, 2);
        AtomicBoolean written = new AtomicBoolean();
        Clock meanwhile = new Clock() {
            @Override
            public Instant instant() {
                if (written.compareAndSet(false, true)) {
                    app.sql("INSERT INTO a VALUES ('meanwhile')");
                }
                return Instant.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Migrator migrator = app.at().clock(meanwhile).build();

        MigrationException refusal = catchThrowableOfType(MigrationException.class, () -> migrator.rollback(point));

        assertThat(refusal.kind()).isEqualTo(Kind.RESTORE_RACED);
        assertThat(refusal)
                .hasMessageStartingWith("Somebody wrote to the database while the restore point was being applied")
                .hasMessageContaining(refusal.hint());
        assertThat(rowids(app)).contains("71meanwhile");
        assertThat(app.migrator().status().current()).contains("002_step");
    }

    @Test
    void migrate_thatFailsAgainAndAgain_keepsTheCopiesThereAre(Fixture app) {
        RestorePoint good = take(app, 2);

        app.up("003_third", "CREATE TABEL third (id)");
        for (int i = 0; i < 4; i++) {
            app.refused(Kind.STATEMENT_FAILED, app.migrator()::migrate);
        }

        assertThat(app.migrator().restorePoints()).containsExactly(good);
    }
}
