package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that somebody else made is adopted. */
@ExtendWith(FixtureExtension.class)
class BaselineTest {

    @BeforeEach
    void twoOfThreeTables(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)")
                .up("002_b", "CREATE TABLE b (id INTEGER PRIMARY KEY)")
                .down("002_b", "DROP TABLE b")
                .up("003_c", "CREATE TABLE c (id INTEGER PRIMARY KEY)");
        app.sql("create table A (ID integer primary key, x text)", "CREATE TABLE b (id INTEGER PRIMARY KEY)");
        app.sql("CREATE TABLE besides (id)", "INSERT INTO a VALUES (1, 'one')");
    }

    @Test
    void baseline_contentIsThere_notesItAndGoesOn(Fixture app) {
        app.refused(Kind.NO_HISTORY, app.migrator()::migrate);

        Status status = app.at().as("ada").build().baseline(2);

        assertThat(status.current()).contains("002_b");
        assertThat(status.applied()).allSatisfy(applied -> {
            assertThat(applied.consent()).isEqualTo("baseline");
            assertThat(applied.by()).isEqualTo("ada");
        });
        assertThat(app.migrator().migrate().steps())
                .extracting(Report.Step::migration)
                .containsExactly("003_c");
        assertThat(app.texts("SELECT x FROM a")).containsExactly("one");
    }

    @Test
    void baseline_beyondWhatIsThere_isRefused(Fixture app) {
        MigrationException refusal =
                app.refused(Kind.BASELINE_DIFFERS, () -> app.migrator().baseline(3));

        assertThat(refusal.field("differences")).contains("missing table c");
        assertThat(app.texts("SELECT name FROM sqlite_schema WHERE name LIKE 'migration%'"))
                .isEmpty();
    }

    @Test
    void baseline_withoutValidation_takesTheOperatorsWord(Fixture app) {
        assertThat(app.at().validation(false).build().baseline(3).pending()).isEmpty();
    }

    @Test
    void rollback_ofAdopted_works(Fixture app) {
        app.migrator().baseline(2);

        app.migrator().rollback(Target.only(2));

        assertThat(app.migrator().status().current()).contains("001_a");
    }

    /** Its rows say nothing about our scripts: they stay, and count for nothing. */
    @Test
    void baseline_historyOfAnotherProgram_keepsItsRows(Fixture app) {
        app.sql("""
                CREATE TABLE migration_history (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    migration_name TEXT NOT NULL UNIQUE,
                    migration_version TEXT NOT NULL,
                    applied_at DATETIME DEFAULT CURRENT_TIMESTAMP,
                    applied_by TEXT NOT NULL,
                    rollback_sql TEXT,
                    status TEXT NOT NULL)""", """
                INSERT INTO migration_history (migration_name, migration_version, applied_at, applied_by, status)
                VALUES ('Create everything', '1', 'some day', 'other', 'success'), ('002_b', '1', NULL, 'other', 'success')
                """);
        app.refused(Kind.NO_HISTORY, app.migrator()::migrate);
        assertThat(app.migrator().status().applied()).isEmpty();

        app.migrator().baseline(2);

        assertThat(app.texts("SELECT migration_name || ' ' || applied_by FROM migration_history ORDER BY 1"))
                .containsExactly("001_a system", "002_b system", "Create everything other");
        assertThat(app.migrator().migrate().steps()).hasSize(1);
        assertThat(app.migrator().status().applied()).hasSize(3);
        assertThat(app.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'idx_migration_%'"))
                .isEqualTo(3);
    }
}
