package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking changes nothing, and tells all that is known. */
@ExtendWith(FixtureExtension.class)
class StatusTest {

    private static List<String> beside(Fixture app) throws IOException {
        try (Stream<Path> files = Files.list(DurableFiles.directoryOf(app.file()))) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private static Fixture given(Fixture app) {
        return app.up("001_a", "-- version: 2.1.0\n-- description: The first\nCREATE TABLE a (id INTEGER)");
    }

    @Test
    void status_noDatabase_makesNone(Fixture app) throws IOException {
        Status status = given(app).migrator().status();

        assertThat(status.current()).isEmpty();
        assertThat(status.latest()).contains("001_a");
        assertThat(status.pending()).containsExactly(new Status.Pending("001_a", "2.1.0", "The first"));
        assertThat(status.problems()).isEmpty();
        assertThat(app.migrator().plan(Target.end()).steps()).hasSize(1);
        assertThat(beside(app)).containsExactly("migrations");
    }

    @Test
    void status_emptyFile_isReadAsEmpty(Fixture app) throws IOException {
        Files.createFile(app.file());

        assertThat(given(app).migrator().status().pending()).hasSize(1);
        assertThat(Files.size(app.file())).isZero();
        assertThat(app.migrate().migrator().status().current()).contains("001_a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void looking_leavesNothingBehind(String mode, Fixture app) throws IOException {
        given(app).migrate().sql("PRAGMA journal_mode = " + mode);
        FileTime written = Files.getLastModifiedTime(app.file());

        app.migrator().status();
        app.migrator().plan(Target.end());
        app.migrator().planRollback(Target.to(1));
        app.migrator().drift();
        app.migrator().restorePoints();

        assertThat(beside(app)).containsExactly("app.db", "migrations");
        assertThat(Files.getLastModifiedTime(app.file())).isEqualTo(written);
    }

    @Test
    void status_applied_tellsWhenByWhomAndWhat(Fixture app) {
        Instant then = Instant.parse("2026-05-06T07:08:09.123Z");
        given(app)
                .at()
                .as("ada")
                .clock(Clock.fixed(then, ZoneOffset.UTC))
                .build()
                .migrate();
        app.up("002_b", "CREATE TABLE b (id)");

        Status status = app.migrator().status();

        assertThat(status.current()).contains("001_a");
        assertThat(status.latest()).contains("002_b");
        assertThat(status.applied()).singleElement().satisfies(applied -> {
            assertThat(applied.migration()).isEqualTo("001_a");
            assertThat(applied.version()).isEqualTo("2.1.0");
            assertThat(applied.at()).isEqualTo(then);
            assertThat(applied.by()).isEqualTo("ada");
            assertThat(applied.checksum()).hasSize(64);
            assertThat(applied.took().isNegative()).isFalse();
            assertThat(applied.consent()).isEmpty();
        });
        assertThat(status.pending()).extracting(Status.Pending::migration).containsExactly("002_b");
    }

    @Test
    void status_whileOthersWrite_doesNotWait(Fixture app) throws SQLException {
        given(app).migrate();
        try (Sqlite writer = Sqlite.open(app.file())) {
            writer.execute("BEGIN IMMEDIATE");
            writer.execute("INSERT INTO a VALUES (1)");

            assertThat(app.migrator().status().current()).contains("001_a");
            assertThat(app.migrator().drift().isClean()).isTrue();
        }
    }

    @Test
    void plan_tellsWhatEachWouldDo(Fixture app) {
        given(app).up("002_b", "-- destructive: not needed\nDROP TABLE a; SELECT 1");

        assertThat(app.migrator().plan(Target.end()).steps())
                .containsExactly(
                        new Plan.Step("001_a", "The first", 1, 1, false, Optional.empty()),
                        new Plan.Step("002_b", "", 1, 2, false, Optional.of("not needed")));
        assertThat(app.migrator().plan(Target.to(1)).steps()).hasSize(1);
        assertThat(app.at().stepwise(true).build().plan(Target.end()).steps())
                .extracting(Plan.Step::transaction)
                .containsExactly(1, 2);
        app.migrate();
        assertThat(app.migrator().plan(Target.end()).isEmpty()).isTrue();
    }

    /** Where nothing may be written, not even root can make the -shm file that WAL mode wants. */
    @Tag("tools")
    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void status_readOnlyVolume_isRead(String mode, Fixture app) throws Exception {
        Path volume = Files.createDirectory(app.file().resolveSibling("volume"));
        Path file = volume.resolve("app.db");
        Commands.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", volume.toString());
        try {
            Migrator migrator = Migrator.of(file, given(app).migrations());
            migrator.migrate();
            try (Sqlite db = Sqlite.open(file)) {
                db.execute("PRAGMA journal_mode = " + mode);
            }
            Commands.run("mount", "-o", "remount,ro", volume.toString());

            assertThat(migrator.status().current()).contains("001_a");
            assertThat(migrator.plan(Target.end()).isEmpty()).isTrue();
            assertThat(migrator.drift().isClean()).isTrue();
            assertThat(migrator.restorePoints()).isEmpty();
        } finally {
            Commands.run("umount", volume.toString());
        }
    }
}
