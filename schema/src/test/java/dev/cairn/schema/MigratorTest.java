package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FixtureExtension.class)
class MigratorTest {

    @Test
    void migrate_onNothing_appliesAllInOrder(Fixture app) {
        app.up("002_b", "CREATE TABLE b (id INTEGER PRIMARY KEY)")
                .up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY)");

        Report report = app.migrator().migrate();

        assertThat(report.steps()).extracting(Report.Step::migration).containsExactly("001_a", "002_b");
        assertThat(app.texts("SELECT migration_name FROM migration_history ORDER BY id"))
                .containsExactly("001_a", "002_b");
        assertThat(app.migrator().migrate().isEmpty()).isTrue();
    }

    @Test
    void migrate_statementFails_leavesOnlyItsFailedRow(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY);\nINSERT INTO a VALUES (1)")
                .migrate();
        app.up("002_b", "CREATE TABLE b (id INTEGER);\n\nINSERT INTO nowhere VALUES (1);");

        MigrationException refusal = app.refused(Kind.STATEMENT_FAILED, app.migrator()::migrate);

        assertThat(refusal.field("migration")).contains("002_b");
        assertThat(refusal.field("line")).contains("3");
        assertThat(refusal.field("problem")).contains("no such table: nowhere");
        assertThat(app.texts("SELECT migration_name || ' ' || status FROM migration_history"))
                .containsExactly("001_a success", "002_b failed");
    }
}
