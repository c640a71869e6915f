package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.MigrationException.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way back, by number, by steps or by one. */
@ExtendWith(FixtureExtension.class)
class RollbackTest {

    /** 002 and 004 need 001, nothing needs 003. */
    @BeforeEach
    void four(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY)").down("001_a", "DROP TABLE a");
        app.up("002_b", "-- depends: 001\nCREATE TABLE b (id INTEGER PRIMARY KEY)")
                .down("002_b", "DROP TABLE b");
        app.up("003_c", "CREATE TABLE c (id INTEGER PRIMARY KEY)").down("003_c", "DROP TABLE c");
        app.up("004_d", "-- depends: 001\nCREATE TABLE d (id INTEGER PRIMARY KEY)")
                .down("004_d", "DROP TABLE d");
        app.migrate();
    }

    private static List<String> names(Report report) {
        return report.steps().stream().map(Report.Step::migration).toList();
    }

    private static List<String> tables(Fixture app) {
        return app.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND length(name) = 1 ORDER BY 1");
    }

    @Test
    void rollback_toNumber_undoesAllAboveLastFirst(Fixture app) {
        assertThat(names(app.migrator().rollback(Target.to(2)))).containsExactly("004_d", "003_c");
        assertThat(tables(app)).containsExactly("a", "b");
        assertThat(app.migrator().rollback(Target.to(2)).isEmpty()).isTrue();
    }

    @Test
    void rollback_steps_undoesSoManyLastAppliedFirst(Fixture app) {
        assertThat(names(app.migrator().rollback(Target.steps(3)))).containsExactly("004_d", "003_c", "002_b");
        assertThat(tables(app)).containsExactly("a");
    }

    @Test
    void rollback_stepsAfterOutOfOrder_goesByTimeNotNumber(Fixture app) {
        app.migrator().rollback(Target.only(3));
        app.at().allowOutOfOrder(true).build().migrate();

        assertThat(names(app.migrator().rollback(Target.steps(2)))).containsExactly("003_c", "004_d");
    }

    @Test
    void rollback_one_undoesThatAlone(Fixture app) {
        assertThat(names(app.migrator().rollback(Target.only(3)))).containsExactly("003_c");
        assertThat(tables(app)).containsExactly("a", "b", "d");
    }

    @Test
    void rollback_all_leavesTheHistory(Fixture app) {
        assertThat(names(app.migrator().rollback(Target.end()))).containsExactly("004_d", "003_c", "002_b", "001_a");
        assertThat(tables(app)).isEmpty();
        assertThat(app.migrator().status().rolledBack()).hasSize(4);
    }

    @Test
    void rollback_othersDependOnIt_isRefusedNamingThem(Fixture app) {
        MigrationException refusal =
                app.refused(Kind.NEEDED, () -> app.migrator().rollback(Target.only(1)));

        assertThat(refusal)
                .hasMessageStartingWith(
                        "Applied migrations depend on this one [migration=001_a, neededBy=002_b, 004_d]");
        app.refused(Kind.NEEDED, () -> app.migrator().planRollback(Target.only(1)));
    }

    /** What a migration that is unknown here depends on, nobody can say. */
    @Test
    void rollback_oneBelowAnUnknownMigration_isRefused(Fixture app) {
        Migrator older = Migrator.of(app.file(), app.migrations().upTo(3));

        MigrationException refusal = app.refused(Kind.NEEDED, () -> older.rollback(Target.only(3)));

        assertThat(refusal.field("neededBy")).contains("004_d");
    }

    @Test
    void rollback_notApplied_isRefused(Fixture app) {
        for (Target target :
                List.of(Target.only(9), Target.to(9), Target.steps(5), Target.steps(0), Target.steps(-1))) {
            MigrationException refusal =
                    app.refused(Kind.NOT_APPLIED, () -> app.migrator().rollback(target));
            assertThat(refusal).hasMessageStartingWith("This migration is not applied");
        }
        app.migrator().rollback(Target.only(3));
        app.refused(Kind.NOT_APPLIED, () -> app.migrator().rollback(Target.only(3)));
    }

    @Test
    void migrate_steps_areForTheWayBack(Fixture app) {
        assertThatThrownBy(() -> app.migrator().migrate(Target.steps(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("roll back");
    }

    @Test
    void rollback_withoutDown_isRefusedAsAWhole(Fixture app) {
        app.up("005_e", "CREATE TABLE e (id)")
                .up("006_f", "CREATE TABLE f (id)")
                .down("006_f", "DROP TABLE f");
        app.migrate();

        MigrationException refusal =
                app.refused(Kind.NO_DOWN, () -> app.migrator().rollback(Target.to(4)));

        assertThat(refusal)
                .hasMessageStartingWith("A migration cannot be rolled back: it has no down [migration=005_e]");
    }

    @Test
    void rollback_downInTheSourceChanged_usesThat(Fixture app) {
        app.down("004_d", "DROP TABLE d; CREATE TABLE z (id)").migrator().rollback(Target.steps(1));

        assertThat(tables(app)).containsExactly("a", "b", "c", "z");
    }

    @Test
    void rollback_olderProgramOnNewerDatabase_usesTheKeptDown(Fixture app) {
        Migrator older = Migrator.of(app.file(), app.migrations().upTo(2));
        app.refused(Kind.NEWER_DATABASE, older::migrate);

        assertThat(names(older.rollback(Target.to(2)))).containsExactly("004_d", "003_c");

        assertThat(older.migrate().isEmpty()).isTrue();
        assertThat(tables(app)).containsExactly("a", "b");
    }

    @Test
    void rollback_downLosesRows_isRefusedWithoutConsent(Fixture app) {
        app.sql("INSERT INTO c VALUES (1), (2)");
        app.down("003_c", "-- destructive: a header gives no consent on the way back\nDROP TABLE c");

        MigrationException refusal =
                app.refused(Kind.LOSSY_DOWN, () -> app.migrator().rollback(Target.only(3)));
        assertThat(refusal)
                .hasMessageStartingWith("Rolling back would lose data [migration=003_c, lost=2 rows with table c]");

        Report report = app.at().allowDestructive(true).build().rollback(Target.only(3));
        assertThat(report.steps().get(0).losses()).containsExactly(new Loss(Loss.Type.TABLE, "c", 2));
        assertThat(report.restorePoint()).isPresent();
    }

    @Test
    void rollback_rowsElsewhere_needNoConsent(Fixture app) {
        app.sql("INSERT INTO a VALUES (1)");

        assertThat(app.migrator().rollback(Target.only(3)).restorePoint()).isPresent();
    }

    @Test
    void rollback_downFails_leavesAllAsItWas(Fixture app) {
        app.down("003_c", "DROP TABLE c;\nDROP TABLE nowhere");

        MigrationException refusal =
                app.refused(Kind.STATEMENT_FAILED, () -> app.migrator().rollback(Target.to(2)));

        assertThat(refusal.fields()).containsEntry("migration", "003_c").containsEntry("line", "2");
        assertThat(app.migrator().status().applied()).hasSize(4);
        assertThat(app.migrator().status().failed()).isEmpty();
    }

    @Test
    void rollback_thenMigrate_isNotedAndAppliesAgain(Fixture app) {
        Instant later = Instant.parse("2030-01-02T03:04:05.678Z");
        app.at().as("ada").clock(Clock.fixed(later, ZoneOffset.UTC)).build().rollback(Target.steps(1));

        assertThat(app.texts("SELECT migration_name || ' ' || status || ' ' || applied_by || ' ' || applied_at "
                        + "FROM migration_history WHERE status <> 'success'"))
                .containsExactly("004_d rolled_back ada 2030-01-02 03:04:05.678");
        Status status = app.migrator().status();
        assertThat(status.current()).contains("003_c");
        assertThat(status.pending()).extracting(Status.Pending::migration).containsExactly("004_d");
        assertThat(status.rolledBack()).extracting(Status.Applied::at).containsExactly(later);

        app.migrate();
        assertThat(app.migrator().status().rolledBack()).isEmpty();
        assertThat(app.number("SELECT count(*) FROM migration_history WHERE migration_name = '004_d'"))
                .isEqualTo(1);
    }

    /** SQLite cannot change the mode inside a transaction, so each change of it begins another. */
    @Test
    void plan_foreignKeyModesDiffer_showsTheTransactions(Fixture app) {
        app.up("005_e", "-- foreign-keys: on\nCREATE TABLE e (id)").up("006_f", "CREATE TABLE f (id)");
        app.down("005_e", "-- foreign-keys: on\nDROP TABLE e").down("006_f", "DROP TABLE f");

        Plan plan = app.migrator().plan(Target.end());
        assertThat(plan.steps()).extracting(Plan.Step::transaction).containsExactly(1, 2);
        assertThat(plan.steps()).extracting(Plan.Step::foreignKeys).containsExactly(true, false);
        app.migrate();

        assertThat(app.migrator().planRollback(Target.to(3)).steps())
                .extracting(Plan.Step::transaction)
                .containsExactly(1, 2, 3);
        assertThat(names(app.migrator().rollback(Target.to(3)))).containsExactly("006_f", "005_e", "004_d");
    }

    @Test
    void migrate_laterTransactionFails_keepsTheEarlierOnes(Fixture app) {
        app.up("005_e", "CREATE TABLE e (id)").up("006_f", "-- foreign-keys: on\nSELECT * FROM nowhere");

        assertThatThrownBy(app.migrator()::migrate).hasMessageContaining("006_f");

        assertThat(app.migrator().status().current()).contains("005_e");
    }

    @Test
    void rollback_stepwise_commitsEach(Fixture app) {
        app.down("002_b", "DROP TABLE nowhere");
        Migrator stepwise = app.at().stepwise(true).build();
        assertThat(stepwise.planRollback(Target.to(1)).steps())
                .extracting(Plan.Step::transaction)
                .containsExactly(1, 2, 3);

        assertThatThrownBy(() -> stepwise.rollback(Target.to(1))).hasMessageContaining("002_b");

        assertThat(tables(app)).containsExactly("a", "b");
        assertThat(app.migrator().status().applied()).hasSize(2);
    }

    @Test
    void migrate_stepwise_commitsEach(Fixture app) {
        app.up("005_e", "CREATE TABLE e (id)")
                .up("006_f", "SELECT * FROM nowhere")
                .up("007_g", "SELECT 1");

        assertThatThrownBy(app.at().stepwise(true).build()::migrate).hasMessageContaining("006_f");

        assertThat(app.migrator().status().current()).contains("005_e");
        assertThat(app.migrator().status().failed()).hasSize(1);
    }
}
