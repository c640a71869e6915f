package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that does not fit the history is refused, and says how to go on. */
@ExtendWith(FixtureExtension.class)
class ValidationTest {
    private static final String FIRST = "001_first";
    private static final String SECOND = "002_second";
    private static final String FOURTH = "004_fourth";

    @BeforeEach
    void two(Fixture app) {
        app.up(FIRST, "CREATE TABLE a (id INTEGER PRIMARY KEY)").up(SECOND, "CREATE TABLE b (id INTEGER PRIMARY KEY)");
        app.migrate().sql("INSERT INTO a VALUES (1)");
    }

    private static MigrationException refused(Fixture app, Kind kind, String text) {
        MigrationException refusal = app.refused(kind, app.migrator()::migrate);
        assertThat(refusal).hasMessageStartingWith(text);
        assertThat(app.migrator().status().problems()).containsExactly(refusal.getMessage());
        assertThat(app.refused(kind, () -> app.migrator().plan(Target.end()))).hasMessage(refusal.getMessage());
        return refusal;
    }

    @Test
    void migrate_appliedScriptEdited_isRefused(Fixture app) {
        app.up(FIRST, "CREATE TABLE a (id INTEGER PRIMARY KEY, more TEXT)");

        MigrationException refusal = refused(app, Kind.EDITED, "A migration was edited after it had been applied");

        assertThat(refusal.fields()).containsEntry("migration", FIRST).containsKeys("file", "applied", "found");
    }

    @Test
    void migrate_editedBeyondMeaning_isNot(Fixture app) {
        app.up(FIRST, "CREATE TABLE a (id INTEGER PRIMARY KEY)   \r\n\r\n");

        assertThat(app.migrator().migrate().isEmpty()).isTrue();
    }

    @Test
    void migrate_appliedScriptGone_isRefused(Fixture app) {
        app.remove(FIRST + ".sql");

        MigrationException refusal = refused(app, Kind.MISSING, "An applied migration is missing from the source");

        assertThat(refusal.fields()).containsEntry("migration", FIRST).containsKey("source");
    }

    @Test
    void migrate_appliedScriptRenamed_isRefused(Fixture app) {
        app.remove(FIRST + ".sql").up("001_other", "CREATE TABLE a (id INTEGER PRIMARY KEY)");

        assertThat(refused(app, Kind.MISSING, "An applied migration is missing from the source")
                        .field("migration"))
                .contains(FIRST);
    }

    @Test
    void migrate_withoutValidation_looksAtNeither(Fixture app) {
        app.remove(FIRST + ".sql").up(SECOND, "CREATE TABLE b (id TEXT)").up("003_third", "CREATE TABLE c (id)");

        assertThat(app.at().validation(false).build().migrate().steps()).hasSize(1);
    }

    @Test
    void migrate_pendingIsOlderThanApplied_isRefusedUnlessConsented(Fixture app) {
        app.up(FOURTH, "CREATE TABLE d (id)").migrate();
        app.up("003_late", "CREATE TABLE c (id)");

        MigrationException refusal = app.refused(Kind.OUT_OF_ORDER, app.migrator()::migrate);
        assertThat(refusal)
                .hasMessageStartingWith("A pending migration is older than one already applied")
                .hasMessageContaining("migration=003_late, applied=4");

        app.at().allowOutOfOrder(true).build().migrate();

        assertThat(app.texts("SELECT migration_name || ':' || consent FROM migration_history ORDER BY id"))
                .containsExactly(FIRST + ":", SECOND + ":", FOURTH + ":", "003_late:out-of-order");
        assertThat(app.migrator().migrate().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TABLE c (id)                                    | true
            CREATE INDEX i ON a (id); CREATE VIEW v AS SELECT 1    | true
            ALTER TABLE a ADD COLUMN x                             | true
            INSERT INTO a VALUES (2)                               | true
            INSERT OR REPLACE INTO a VALUES (2)                    | false
            INSERT INTO a VALUES (2) ON CONFLICT DO NOTHING        | false
            CREATE UNIQUE INDEX i ON a (id)                        | false
            CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END | false
            UPDATE a SET id = 3                                    | false
            ALTER TABLE a RENAME TO z                              | false
            """)
    void migrate_databaseIsNewer_isRefusedUnlessAdditiveAndAllowed(String newer, boolean additive, Fixture app) {
        app.up("003_newer", newer).migrate();
        app.remove("003_newer.sql");

        MigrationException refusal = refused(app, Kind.NEWER_DATABASE, "The database is newer than these migrations");
        assertThat(refusal.fields())
                .containsEntry("migration", "003_newer")
                .containsEntry("additive", Boolean.toString(additive))
                .containsEntry("latestKnown", SECOND);

        Migrator allowing = app.at().allowNewer(true).build();
        if (additive) {
            assertThat(allowing.migrate().isEmpty()).isTrue();
        } else {
            app.refused(Kind.NEWER_DATABASE, allowing::migrate);
        }
    }

    @Test
    void migrate_codeIsNewer_isNeverAdditive(Fixture app) {
        Migrator.of(app.file(), app.migrations().with(new TestCode("003_code", TestCode.sql("SELECT 1"))))
                .migrate();

        app.refused(Kind.NEWER_DATABASE, app.at().allowNewer(true).build()::migrate);
    }

    @Test
    void migrate_tablesWithoutHistory_isRefused(Fixture app) {
        app.sql("DROP TABLE migration_history");

        refused(app, Kind.NO_HISTORY, "The database holds tables but no migration history");
    }

    @Test
    void baseline_withHistory_isRefused(Fixture app) {
        MigrationException refusal =
                app.refused(Kind.HAS_HISTORY, () -> app.migrator().baseline(1));

        assertThat(refusal).hasMessageStartingWith("The database already has a migration history");
    }

    @Test
    void baseline_contentIsNotThere_isRefused(Fixture app) {
        app.sql("DROP TABLE migration_history", "DROP TABLE b", "DROP TABLE a", "CREATE TABLE a (id TEXT)");

        MigrationException refusal =
                app.refused(Kind.BASELINE_DIFFERS, () -> app.migrator().baseline(2));

        assertThat(refusal)
                .hasMessageStartingWith("The database does not hold what these migrations would have made")
                .hasMessageContainingAll("different table a lacks id integer primary key", "missing table b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "009_none", "002_other", "first", ""})
    void get_unknown_isRefused(String id, Fixture app) {
        MigrationException refusal =
                app.refused(Kind.UNKNOWN_MIGRATION, () -> app.migrations().get(id));

        assertThat(refusal).hasMessageStartingWith("No such migration").hasMessageContaining("migration=" + id);
    }

    @Test
    void migrate_toUnknown_isRefused(Fixture app) {
        app.refused(Kind.UNKNOWN_MIGRATION, () -> app.migrator().migrate(Target.to(9)));
        app.refused(Kind.UNKNOWN_MIGRATION, () -> app.migrator().migrate(Target.only(9)));
        app.refused(Kind.UNKNOWN_MIGRATION, () -> app.migrator().baseline(9));
    }

    @Test
    void migrate_forbiddenStatement_isRefusedBeforeAnything(Fixture app) {
        app.up("003_third", "CREATE TABLE c (id);\nCOMMIT");

        MigrationException refusal =
                app.refused(Kind.FORBIDDEN_STATEMENT, () -> app.migrator().migrate());

        assertThat(refusal)
                .hasMessageStartingWith("A statement cannot be part of a migration")
                .hasMessageContaining("line=2, sql=COMMIT");
    }

    @Test
    void migrate_statementFails_saysWhereAndLeavesOneRow(Fixture app) {
        app.up("003_third", "CREATE TABLE c (id);\n\nINSERT INTO a VALUES (1)");

        MigrationException refusal = app.refused(Kind.STATEMENT_FAILED, app.migrator()::migrate);

        assertThat(refusal).hasMessageStartingWith("A statement failed");
        assertThat(refusal.fields())
                .containsEntry("line", "3")
                .containsEntry("sql", "INSERT INTO a VALUES (1)")
                .containsEntry("code", "SQLITE_CONSTRAINT_PRIMARYKEY")
                .containsEntry("problem", "UNIQUE constraint failed: a.id");
        assertThat(app.migrator().status().failed())
                .extracting(Status.Applied::migration)
                .containsExactly("003_third");
        app.up("003_third", "CREATE TABLE c (id)").migrate();
        assertThat(app.migrator().status().failed()).isEmpty();
    }
}
