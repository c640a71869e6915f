package dev.cairn.schema;

import static dev.cairn.schema.LossTest.CHANGE;
import static dev.cairn.schema.LossTest.lost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are followed through every way of giving a table or column another name. */
@ExtendWith(FixtureExtension.class)
class LossByRenameTest {

    /** {@code a} has three rows with x, {@code b} has two; {@code two words} has one. */
    @BeforeEach
    void tables(Fixture app) {
        app.up("001_tables", """
                CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT);
                CREATE TABLE b (id INTEGER PRIMARY KEY, x TEXT, y TEXT);
                CREATE TABLE "two words" (id INTEGER PRIMARY KEY, "a column" TEXT);
                CREATE INDEX idx_a ON a (x);
                """).migrate();
        app.sql(
                "INSERT INTO a VALUES (1, 'x', 'y'), (2, 'x', NULL), (3, 'x', NULL)",
                "INSERT INTO b VALUES (1, 'x', 'y'), (2, 'x', NULL)",
                "INSERT INTO \"two words\" VALUES (1, 'x')");
    }

    private static final String REBUILD = "INSERT INTO n SELECT id, x, y FROM a; DROP TABLE a; ";
    private static final String NEW = "CREATE TABLE n (id INTEGER PRIMARY KEY, x TEXT, y TEXT); ";
    private static final String INDEX = "CREATE INDEX idx_a ON a (x); ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE a RENAME TO c",
                "ALTER TABLE a RENAME TO t; ALTER TABLE t RENAME TO A",
                "ALTER TABLE a RENAME COLUMN x TO z",
                "ALTER TABLE a RENAME x TO X",
                "ALTER TABLE a RENAME COLUMN x TO z; ALTER TABLE a RENAME TO c",
                "ALTER TABLE a RENAME TO c; ALTER TABLE c RENAME x TO z",
                "ALTER TABLE a RENAME TO c; ALTER TABLE c RENAME TO d; ALTER TABLE D RENAME TO e",
                "ALTER TABLE a RENAME x TO z; ALTER TABLE a RENAME Z TO w; ALTER TABLE a RENAME w TO x",
                "ALTER TABLE a RENAME TO t; ALTER TABLE b RENAME TO a; ALTER TABLE t RENAME TO b",
                "ALTER TABLE a RENAME x TO t; ALTER TABLE a RENAME y TO x; ALTER TABLE a RENAME t TO y",
                "alter table main.a /* as */ rename -- so\n to c",
                "ALTER TABLE \"two words\" RENAME TO [still two]",
                "ALTER TABLE \"two words\" RENAME TO \"with \"\" quote\"",
                "ALTER TABLE `two words` RENAME COLUMN \"a column\" TO 'another column'",
                "ALTER TABLE 'two words' RENAME \"a column\" TO \"to\"; ALTER TABLE [two words] RENAME \"to\" TO z",
                "-- renamed: a to n\n" + NEW + REBUILD + "CREATE INDEX idx_a ON n (x)",
                "-- renamed: a.x to a.z\nCREATE TABLE n (id INTEGER PRIMARY KEY, z TEXT, y TEXT); " + REBUILD
                        + "ALTER TABLE n RENAME TO a; CREATE INDEX idx_a ON a (z)",
                "-- renamed: a to n\n-- renamed: a.x to n.z\nCREATE TABLE n (id INTEGER PRIMARY KEY, z TEXT, y TEXT); "
                        + REBUILD + "CREATE INDEX idx_a ON n (z)",
                "-- renamed: a.x to n.z\n-- renamed: a to n\nCREATE TABLE n (id INTEGER PRIMARY KEY, z TEXT, y TEXT); "
                        + REBUILD + "CREATE INDEX idx_a ON n (z)",
                "-- renamed: \"two words\" to one\nCREATE TABLE one AS SELECT * FROM \"two words\"; DROP TABLE \"two words\"",
                "-- renamed: \"two words\".\"a column\" to \"two words\".col\nCREATE TABLE n AS "
                        + "SELECT id, \"a column\" AS col FROM \"two words\"; DROP TABLE \"two words\"; "
                        + "ALTER TABLE n RENAME TO \"two words\"",
                "-- renamed: a to b\nINSERT INTO b SELECT id + 10, x, y FROM a; DROP TABLE a; DROP INDEX IF EXISTS idx_a",
                NEW + REBUILD + "ALTER TABLE n RENAME TO a; " + INDEX,
                "ALTER TABLE a RENAME TO old; CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT); "
                        + "INSERT INTO a SELECT * FROM old; DROP TABLE old; " + INDEX,
                "CREATE TABLE n AS SELECT * FROM a; DROP TABLE a; ALTER TABLE n RENAME TO a; " + INDEX,
            })
    void migrate_rowsGoOnUnderAnotherName_isNotLoss(String script, Fixture app) {
        app.up(CHANGE, script);

        assertThat(app.migrator().migrate().steps().get(0).losses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ALTER TABLE a RENAME TO c; DROP TABLE c                              | 3 rows with table a
            ALTER TABLE a RENAME TO c; DELETE FROM c WHERE id = 1                | 1 rows of a
            ALTER TABLE a RENAME TO c; DROP TABLE c; CREATE TABLE d (id INTEGER) | 3 rows with table a
            ALTER TABLE a RENAME y TO z; ALTER TABLE a DROP z                    | 1 values with column a.y
            ALTER TABLE a RENAME TO c; ALTER TABLE main.c DROP COLUMN y          | 1 values with column a.y
            ALTER TABLE "two words" RENAME TO c; DROP TABLE c                    | 1 rows with table two words
            ALTER TABLE a RENAME y TO z; ALTER TABLE a ADD y; ALTER TABLE a DROP z | 1 values with column a.y
            """)
    void migrate_renamedThingGoes_isRefusedUnderItsOldName(String script, String lost, Fixture app) {
        assertThat(lost(app, script)).isEqualTo(lost);
    }

    /** The one that took the name must not stand in for the one that had it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE b; ALTER TABLE a RENAME TO b                                  | 2 rows with table b
            ALTER TABLE b RENAME TO c; DROP TABLE c; ALTER TABLE a RENAME TO b       | 2 rows with table b
            ALTER TABLE b RENAME TO c; ALTER TABLE a RENAME TO b; DROP TABLE c       | 2 rows with table b
            DROP TABLE b; ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME TO c       | 2 rows with table b
            DROP TABLE a; ALTER TABLE b RENAME TO a; CREATE TABLE b (id INTEGER)     | 3 rows with table a; index idx_a
            """)
    void migrate_nameIsTakenByAnother_countsTheRowsThatWent(String script, String lost, Fixture app) {
        assertThat(lost(app, script).split("; ")).containsExactlyInAnyOrder(lost.split("; "));
    }

    @Test
    void migrate_rebuildForgetsToCopy_isRefused(Fixture app) {
        assertThat(lost(app, NEW + "DROP TABLE a; ALTER TABLE n RENAME TO a; " + INDEX))
                .isEqualTo("3 rows of a");
        assertThat(lost(
                        app,
                        "CREATE TABLE n AS SELECT * FROM a WHERE 0; DROP TABLE a; ALTER TABLE n RENAME TO a; " + INDEX))
                .isEqualTo("3 rows of a");
        assertThat(lost(
                        app,
                        "ALTER TABLE a RENAME TO old; CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT); "
                                + "DROP TABLE old; INSERT INTO a VALUES (1, 'x', 'y'); " + INDEX))
                .isEqualTo("2 rows of a");
    }

    @Test
    void migrate_rebuildLeavesColumnOut_isRefused(Fixture app) {
        assertThat(lost(
                        app,
                        "CREATE TABLE n (id INTEGER PRIMARY KEY, z TEXT); INSERT INTO n SELECT id, x FROM a; "
                                + "DROP TABLE a; ALTER TABLE n RENAME TO a; CREATE INDEX idx_a ON a (z)"))
                .isEqualTo("3 values with column a.x; 1 values with column a.y");
    }

    @Test
    void migrate_firstRenamesSecondDrops_isRefusedUnderTheOldName(Fixture app) {
        app.up("002_rename", "ALTER TABLE a RENAME TO old").up("003_drop", "DROP TABLE old");

        MigrationException refusal = app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate);

        assertThat(refusal.field("migration")).contains("003_drop");
        assertThat(refusal.field("lost")).contains("3 rows with table a");
    }

    @Test
    void migrate_firstRenamesColumnsSecondDropsThem_isRefusedUnderTheOldName(Fixture app) {
        app.up("002_rename", "ALTER TABLE a RENAME y TO z; ALTER TABLE a RENAME TO c")
                .up("003_drop", "ALTER TABLE c DROP COLUMN z");

        assertThat(app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate).field("lost"))
                .contains("1 values with column a.y");
    }

    /** Nobody can say that the rows of the first are those that the second made: it asks, and loses nothing. */
    @Test
    void migrate_movedAsideInOneAndDroppedInAnother_asks(Fixture app) {
        app.up("002_aside", "ALTER TABLE a RENAME TO old; CREATE TABLE a AS SELECT * FROM old")
                .up("003_drop", "DROP TABLE old");

        assertThat(app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate).field("lost"))
                .contains("3 rows with table a");
    }

    @Test
    void migrate_renameIsDeclaredButNotDone_isRefused(Fixture app) {
        assertThat(lost(app, "-- renamed: a to b\nDROP TABLE a")).contains("3 rows of a");
        assertThat(lost(app, "-- renamed: a to c\nDROP TABLE a")).isEqualTo("3 rows with table a");
        assertThat(lost(app, "-- renamed: a.y to a.z\nALTER TABLE a DROP COLUMN y"))
                .isEqualTo("1 values with column a.y");
    }
}
