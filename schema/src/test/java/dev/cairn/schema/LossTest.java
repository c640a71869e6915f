package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever takes rows, values, triggers or indexes away is refused and counted, unless somebody answers for it. */
@ExtendWith(FixtureExtension.class)
class LossTest {
    static final String CHANGE = "002_change";

    /** Three people, two of them with a nickname, and five letters of theirs. */
    @BeforeEach
    void people(Fixture app) {
        app.up("001_people", """
                CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT);
                CREATE TABLE letter (
                    id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person (id) ON DELETE CASCADE, text TEXT);
                CREATE INDEX idx_letter_person ON letter (person_id);
                CREATE TABLE seen (person_id INTEGER, PRIMARY KEY (person_id)) WITHOUT ROWID;
                CREATE TRIGGER person_seen AFTER INSERT ON person BEGIN INSERT INTO seen VALUES (new.id); END;
                CREATE TABLE vacant (id INTEGER PRIMARY KEY);
                """).migrate();
        app.sql(
                "INSERT INTO person VALUES (1, 'Ada', 'A'), (2, 'Bob', NULL), (3, 'Eve', 'E')",
                "INSERT INTO letter VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, 3, 'd'), (5, NULL, 'e')");
    }

    /** Has this script refused as a migration for loss, and says what it would have lost. */
    static String lost(Fixture app, String script) {
        app.up(CHANGE, script);
        MigrationException refusal = app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate);
        assertThat(refusal)
                .hasMessageContainingAll(
                        "would lose data that it does not declare",
                        CHANGE,
                        refusal.field("lost").orElseThrow());
        return refusal.field("lost").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE letter                                                  | 5 rows with table letter
            DROP TABLE seen                                                    | 3 rows with table seen
            DELETE FROM letter                                                 | 5 rows of letter
            DELETE FROM letter WHERE id > 3                                    | 2 rows of letter
            DELETE FROM seen WHERE person_id = 2                               | 1 rows of seen
            WITH old AS (SELECT 3 AS x) DELETE FROM letter WHERE id IN old     | 1 rows of letter
            UPDATE OR REPLACE letter SET id = 1 WHERE id = 2                   | 1 rows of letter
            REPLACE INTO letter SELECT 1, 1, 'z' UNION SELECT 2, 1, 'y'        |
            ALTER TABLE person DROP COLUMN nick                                | 2 values with column person.nick
            ALTER TABLE person DROP COLUMN name                                | 3 values with column person.name
            CREATE TRIGGER x AFTER UPDATE ON person BEGIN DELETE FROM letter WHERE person_id = old.id; END; \
            UPDATE person SET nick = 'x' WHERE id = 1                          | 2 rows of letter
            """)
    void migrate_somethingGoes_isRefusedWithItsCount(String script, String lost, Fixture app) {
        if (lost == null) {
            app.up(CHANGE, script).migrate();
        } else {
            assertThat(lost(app, script)).isEqualTo(lost);
        }
    }

    @Test
    void migrate_foreignKeysOn_countsCascadedDeletes(Fixture app) {
        assertThat(lost(app, "-- foreign-keys: on\nDELETE FROM person WHERE id = 1"))
                .isEqualTo("2 rows of letter; 1 rows of person");
        assertThat(lost(app, "-- foreign-keys: on\nDROP TABLE person"))
                .isEqualTo("4 rows of letter; 3 rows with table person");
    }

    @Test
    void migrate_rebuildCopiesFewer_isRefusedWithItsCount(Fixture app) {
        assertThat(lost(app, """
                CREATE TABLE letter_new (id INTEGER PRIMARY KEY, person_id INTEGER, text TEXT NOT NULL);
                INSERT INTO letter_new SELECT l.* FROM letter l JOIN person p ON p.id = l.person_id;
                DROP TABLE letter;
                ALTER TABLE letter_new RENAME TO letter;
                CREATE INDEX idx_letter_person ON letter (person_id);
                """)).isEqualTo("1 rows of letter");
    }

    @Test
    void migrate_rebuildForgetsTriggerOrIndex_isRefusedByName(Fixture app) {
        app.sql("CREATE INDEX idx_person_name ON person (name)");

        assertThat(lost(app, """
                CREATE TABLE person_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT);
                INSERT INTO person_new SELECT * FROM person;
                DROP TABLE person;
                ALTER TABLE person_new RENAME TO person;
                """)).isEqualTo("index idx_person_name; trigger person_seen");
    }

    @Test
    void migrate_viewMadeAnew_mustKeepItsTriggers(Fixture app) {
        app.sql(
                "CREATE VIEW names AS SELECT name FROM person",
                "CREATE TRIGGER names_insert INSTEAD OF INSERT ON names BEGIN SELECT 1; END");

        assertThat(lost(app, "DROP VIEW names; CREATE VIEW names AS SELECT name, nick FROM person"))
                .isEqualTo("trigger names_insert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP INDEX idx_letter_person",
                "DROP INDEX IF EXISTS main.\"IDX_letter_person\"",
                "DROP TRIGGER person_seen",
                "DROP TABLE vacant",
                "CREATE VIEW v AS SELECT 1 AS one; DROP VIEW v",
                "DROP TRIGGER person_seen; DROP INDEX idx_letter_person; CREATE INDEX other ON letter (text)",
                "INSERT INTO person VALUES (9, 'New', NULL); DELETE FROM person WHERE id = 9",
                "UPDATE person SET nick = NULL",
                "CREATE TABLE t AS SELECT * FROM person; DELETE FROM t; DROP TABLE t",
                "CREATE TEMP TABLE person AS SELECT * FROM letter; DELETE FROM temp.person; DROP TABLE temp.person",
            })
    void migrate_nothingCommittedGoes_isNotLoss(String script, Fixture app) {
        app.up(CHANGE, script);

        assertThat(app.migrator().migrate().steps().get(0).losses()).isEmpty();
    }

    @Test
    void migrate_declared_passesAndReports(Fixture app) {
        app.up(
                CHANGE,
                "-- destructive: letters were never read\nDROP TABLE letter; ALTER TABLE person DROP COLUMN nick");

        Report report = app.migrator().migrate();

        assertThat(report.steps().get(0).losses())
                .containsExactlyInAnyOrder(
                        new Loss(Loss.Type.TABLE, "letter", 5), new Loss(Loss.Type.COLUMN, "person.nick", 2));
        assertThat(app.texts("SELECT consent FROM migration_history WHERE migration_name = '002_change'"))
                .containsExactly("");
    }

    @Test
    void migrate_consented_passesReportsAndIsNoted(Fixture app) {
        app.up(CHANGE, "DELETE FROM letter WHERE id = 5").up("003_harmless", "CREATE TABLE x (id INTEGER)");

        Report report = app.at().allowDestructive(true).build().migrate();

        assertThat(report.steps().get(0).losses()).containsExactly(new Loss(Loss.Type.ROWS, "letter", 1));
        assertThat(app.texts("SELECT migration_name || ':' || consent FROM migration_history WHERE id > 1"))
                .containsExactly("002_change:destructive", "003_harmless:");
        assertThat(app.migrator().status().applied().get(1).consent()).isEqualTo("destructive");
    }

    @Test
    void migrate_onEmptyTables_asksNothing(Fixture app) {
        app.sql("DELETE FROM letter", "DELETE FROM person", "DELETE FROM seen");
        app.up(CHANGE, """
                DROP TABLE letter;
                ALTER TABLE person DROP COLUMN nick;
                CREATE TABLE seen_new (person_id INTEGER);
                DROP TABLE seen;
                """);

        Report report = app.migrator().migrate();

        assertThat(report.steps().get(0).losses()).isEmpty();
        assertThat(report.restorePoint()).isEmpty();
    }

    @Test
    void migrate_rowsOfTheSameRun_areNobodysLoss(Fixture app) {
        app.up(CHANGE, "CREATE TABLE stage AS SELECT * FROM letter")
                .up("003_use", "UPDATE letter SET text = (SELECT upper(s.text) FROM stage s WHERE s.id = letter.id)")
                .up("004_clear", "DELETE FROM stage WHERE id > 2; ALTER TABLE stage DROP COLUMN text")
                .up("005_drop", "DROP TABLE stage");

        assertThat(app.migrator().migrate().steps())
                .allSatisfy(step -> assertThat(step.losses()).isEmpty());
    }

    @Test
    void migrate_secondOfRunLoses_namesThatOneAndUndoesBoth(Fixture app) {
        app.up("002_fine", "INSERT INTO person VALUES (4, 'New', NULL)").up("003_bad", "DELETE FROM letter");

        MigrationException refusal = app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate);

        assertThat(refusal.field("migration")).contains("003_bad");
        assertThat(refusal.field("lost")).contains("5 rows of letter");
    }

    @Test
    void migrate_declaredOneLosesMoreThanAnother_eachIsCountedOnce(Fixture app) {
        app.up(CHANGE, "-- destructive: half of them\nDELETE FROM letter WHERE id > 3")
                .up("003_rest", "-- destructive: the rest\nDELETE FROM letter");

        assertThat(app.migrator().migrate().steps())
                .extracting(step -> step.losses().toString())
                .containsExactly("[2 rows of letter]", "[3 rows of letter]");
    }

    @Test
    void migrate_codeDeletesRows_isRefusedUnlessItSaysSo(Fixture app) {
        CodeMigration code = new TestCode(CHANGE, TestCode.sql("DELETE FROM letter WHERE id = 1"));

        MigrationException refusal = app.refused(
                Kind.UNDECLARED_LOSS, Migrator.of(app.file(), app.migrations().with(code))::migrate);

        assertThat(refusal.field("lost")).contains("1 rows of letter");
    }

    /** Generated columns hold nothing of their own; a plain column that becomes one loses what it held. */
    @Test
    void migrate_generatedColumnGoes_isNotLossButPlainOneReplacedByItIs(Fixture app) {
        app.sql(
                "CREATE TABLE box (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, "
                        + "area INTEGER AS (w * h), twice INTEGER AS (w * 2) STORED)",
                "INSERT INTO box (w, h) VALUES (2, 3), (4, NULL)");

        assertThat(lost(app, """
                CREATE TABLE box_new (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER AS (w + 1));
                INSERT INTO box_new (id, w) SELECT id, w FROM box;
                DROP TABLE box;
                ALTER TABLE box_new RENAME TO box;
                """)).isEqualTo("1 values with column box.h");
        app.up(CHANGE, "ALTER TABLE box DROP COLUMN area").migrate();
    }

    @Test
    void migrate_columnDroppedAndAddedAgain_losesItsValues(Fixture app) {
        assertThat(lost(app, "ALTER TABLE person DROP COLUMN nick; ALTER TABLE person ADD COLUMN nick INTEGER"))
                .isEqualTo("2 values with column person.nick");
    }

    /** The new table may stand on the very page of the old one, and neither DROP nor CREATE counts as a change. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE letter; CREATE TABLE letter (id INTEGER PRIMARY KEY, person_id INTEGER, text TEXT);             CREATE INDEX idx_letter_person ON letter (person_id)                             | 5 rows of letter
            DROP TABLE seen; CREATE TABLE seen (person_id INTEGER, PRIMARY KEY (person_id)) WITHOUT ROWID                                                                                              | 3 rows of seen
            CREATE TEMP TABLE x AS SELECT * FROM seen; DROP TABLE seen;             CREATE TABLE seen AS SELECT * FROM x WHERE person_id > 1                         | 1 rows of seen
            DROP TABLE seen; CREATE TABLE other (person_id INTEGER)                          | 3 rows with table seen
            """)
    void migrate_tableMadeAnew_losesItsRows(String script, String lost, Fixture app) {
        assertThat(lost(app, script)).isEqualTo(lost);
    }

    /** A temporary table hides a real one of its name from every statement that does not say main. */
    @Test
    void migrate_temporaryTableOfTheSameName_hidesNothing(Fixture app) {
        assertThat(lost(app, "CREATE TEMP TABLE seen AS SELECT * FROM main.seen; DELETE FROM main.seen"))
                .isEqualTo("3 rows of seen");
        assertThat(
                        lost(
                                app,
                                "CREATE TEMP TABLE person AS SELECT * FROM main.person; ALTER TABLE main.person DROP COLUMN nick"))
                .isEqualTo("2 values with column person.nick");
    }

    /** SQLite folds the case of ASCII letters alone: these are two tables, and two columns. */
    @Test
    void migrate_namesDifferInCaseBeyondAscii_areToldApart(Fixture app) {
        app.sql("CREATE TABLE \"É\" (\"Ä\", \"ä\")", "CREATE TABLE \"é\" (x)");
        app.sql("INSERT INTO \"É\" VALUES (1, 2)", "INSERT INTO \"é\" VALUES (1), (2)");

        assertThat(lost(app, "DROP TABLE \"É\"")).isEqualTo("1 rows with table É");
        assertThat(lost(app, "DROP TABLE \"é\"")).isEqualTo("2 rows with table é");
        assertThat(lost(app, "ALTER TABLE \"É\" DROP COLUMN \"Ä\"")).isEqualTo("1 values with column É.Ä");
    }
}
