package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Up, down and up again on a private copy: the live file is not touched, and nothing is left. */
@ExtendWith(FixtureExtension.class)
class RehearsalTest {

    @BeforeEach
    void rows(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)").migrate();
        app.sql("INSERT INTO a VALUES (1, 'one'), (2, 'two')");
    }

    @AfterEach
    void nothingIsLeft(Fixture app) throws IOException {
        try (Stream<Path> beside = Files.list(app.file().resolveSibling("."))) {
            assertThat(beside.map(p -> p.getFileName().toString())).containsOnly("app.db", "migrations");
        }
    }

    private static Rehearsal rehearse(Fixture app) {
        List<String> before = app.dump();
        Rehearsal rehearsal = app.migrator().rehearse();
        assertThat(app.dump()).isEqualTo(before);
        assertThat(app.migrator().status().current()).contains("001_a");
        return rehearsal;
    }

    @Test
    void rehearse_goodDown_isProven(Fixture app) {
        app.up("002_b", "ALTER TABLE a ADD COLUMN y TEXT").down("002_b", "ALTER TABLE a DROP COLUMN y");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.isProven()).isTrue();
        assertThat(rehearsal.up()).hasSize(1);
        assertThat(rehearsal.down()).hasSize(1);
        assertThat(rehearsal.irreversible()).isEmpty();
        assertThat(rehearsal.took()).isPositive();
    }

    @Test
    void rehearse_nothingPending_isProven(Fixture app) {
        assertThat(rehearse(app).isProven()).isTrue();
        assertThat(rehearse(app).up()).isEmpty();
    }

    @Test
    void rehearse_downForgetsAnObject_isCaught(Fixture app) {
        app.up("002_b", "CREATE TABLE IF NOT EXISTS b (id); CREATE INDEX IF NOT EXISTS a_x ON a (x)")
                .down("002_b", "DROP TABLE b");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.isProven()).isFalse();
        assertThat(rehearsal.schemaDifferences()).containsExactly("extra index a_x");
        assertThat(rehearsal.rowDifferences()).isEmpty();
    }

    @Test
    void rehearse_downChangesValues_isCaught(Fixture app) {
        app.up("002_b", "UPDATE a SET x = upper(x)").down("002_b", "UPDATE a SET x = 'lost' WHERE id = 2");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.isProven()).isFalse();
        assertThat(rehearsal.rowDifferences()).containsExactly("a: 2 rows, some with other values");
    }

    @Test
    void rehearse_downLosesRows_isCaught(Fixture app) {
        app.up("002_b", "UPDATE a SET x = upper(x)")
                .down("002_b", "DELETE FROM a WHERE id = 2; UPDATE a SET x = lower(x)");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.rowDifferences()).contains("a: 2 rows became 1");
        assertThat(rehearsal.isProven()).isFalse();
    }

    @Test
    void rehearse_secondTimeUpMakesAnother_isCaught(Fixture app) {
        app.up("002_b", "CREATE TABLE b AS SELECT * FROM a; DELETE FROM b WHERE x IN (SELECT x FROM seen)")
                .down("002_b", "DROP TABLE b; INSERT INTO seen VALUES ('one')");
        app.sql("CREATE TABLE seen (x)");

        assertThat(rehearse(app).rowDifferences())
                .containsExactly("seen: 0 rows became 1", "b: 2 rows became 1", "seen: 0 rows became 1");
    }

    @Test
    void rehearse_irreversible_isNamedAndWhatIsAboveItUndone(Fixture app) {
        app.up("002_b", "CREATE TABLE b (id)")
                .up("003_c", "CREATE TABLE c (id)")
                .down("003_c", "DROP TABLE c");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.irreversible()).containsExactly("002_b");
        assertThat(rehearsal.down()).extracting(Report.Step::migration).containsExactly("003_c");
        assertThat(rehearsal.isProven()).isTrue();
    }

    @Test
    void rehearse_declaredLoss_mayDifferInRowsButNotInSchema(Fixture app) {
        app.up("002_b", "-- destructive: x is not needed\nALTER TABLE a DROP COLUMN x")
                .down("002_b", "ALTER TABLE a ADD COLUMN x TEXT");

        Rehearsal rehearsal = rehearse(app);

        assertThat(rehearsal.lossDeclared()).isTrue();
        assertThat(rehearsal.up().get(0).losses()).containsExactly(new Loss(Loss.Type.COLUMN, "a.x", 2));
        assertThat(rehearsal.rowDifferences()).containsExactly("a: 2 rows, some with other values");
        assertThat(rehearsal.isProven()).isTrue();
    }

    @Test
    void rehearse_migrationIsRefused_isRefusedAsItWouldBe(Fixture app) {
        app.up("002_b", "DELETE FROM a");

        app.refused(Kind.UNDECLARED_LOSS, app.migrator()::rehearse);
        app.refused(Kind.UNDECLARED_LOSS, () -> app.migrator().dryRun(Target.end()));
    }

    @Test
    void dryRun_reportsWithoutATrace(Fixture app) {
        app.up("002_b", "-- destructive: all of it\nDELETE FROM a").up("003_c", "CREATE TABLE c (id)");
        List<String> before = app.dump();

        Report report = app.migrator().dryRun(Target.to(2));

        assertThat(report.steps()).extracting(s -> s.migration() + s.losses()).containsExactly("002_b[2 rows of a]");
        assertThat(report.restorePoint()).isEmpty();
        assertThat(app.dump()).isEqualTo(before);
        assertThat(app.migrator().status().pending()).hasSize(2);
    }

    @Test
    void dryRun_withoutDatabase_makesNone(Fixture app) throws IOException {
        Files.delete(app.file());

        assertThat(app.migrator().dryRun(Target.end()).steps()).hasSize(1);

        assertThat(app.file()).doesNotExist();
        app.migrate();
    }

    @Test
    void rehearse_besideAFolderOfAnotherName_leavesThatAlone(Fixture app) throws IOException {
        Path other = Files.createDirectory(app.file().resolveSibling(".cairn-scratch-mine"));
        Path left = Files.createDirectory(app.file().resolveSibling(".cairn-scratch-999999999-1"));

        app.migrator().rehearse();

        Files.delete(other);
        assertThat(left).doesNotExist();
    }
}
