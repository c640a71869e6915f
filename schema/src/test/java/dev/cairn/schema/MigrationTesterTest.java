package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users' tests rely on. */
@ExtendWith(FixtureExtension.class)
class MigrationTesterTest {

    private static MigrationTester tester(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)").down("001_a", "DROP TABLE a");
        app.up("002_b", "ALTER TABLE a ADD COLUMN y TEXT DEFAULT 'new'").down("002_b", "ALTER TABLE a DROP COLUMN y");
        return MigrationTester.of(app.migrations());
    }

    @Test
    void goTo_insert_applyTheRest_andBack(Fixture app) {
        try (MigrationTester db = tester(app)) {
            db.migrateTo(1).execute("INSERT INTO a VALUES (1, 'one')", "INSERT INTO a VALUES (2, NULL)");
            MigrationTester.Snapshot before = db.snapshot();

            db.migrate();
            assertThat(db.rows("SELECT id, x AS text, y FROM a WHERE id = 1"))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("id", 1)
                            .containsEntry("text", "one")
                            .containsEntry("y", "new"));
            assertThatThrownBy(() -> db.assertSameSchemaAs(before))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(
                            "the database is not as it was: different table a has instead, or besides, y");

            db.rollbackTo(1).assertSameAs(before).migrate().downAndUp(1);
        }
    }

    @Test
    void rollback_undoesTheFirstToo(Fixture app) {
        try (MigrationTester db = tester(app)) {
            MigrationTester.Snapshot nothing = db.migrateTo(1).rollback().snapshot();

            db.migrate().execute("INSERT INTO a VALUES (1, 'one', 'two')");
            db.rollback().assertSameAs(nothing);
        }
    }

    @Test
    void assertSameAs_valueChanged_fails(Fixture app) {
        try (MigrationTester db = tester(app)) {
            db.migrate().execute("INSERT INTO a VALUES (1, 'one', '')");
            MigrationTester.Snapshot before = db.snapshot();

            db.execute("UPDATE a SET x = 'two'").assertSameSchemaAs(before);
            assertThatThrownBy(() -> db.assertSameAs(before)).hasMessageContaining("a: 1 rows, some with other values");
            db.execute("UPDATE a SET x = 'one'").assertSameAs(before);
            db.execute("DELETE FROM a");
            assertThatThrownBy(() -> db.assertSameAs(before)).hasMessageContaining("a: 1 rows became 0");
        }
    }

    /** Values of another type or beyond a NUL are other values, and the order of rows is nothing. */
    @Test
    void assertSameAs_looksAtTypesAndBytes(Fixture app) {
        String[][] pairs = {
            {"'1'", "1"},
            {"1", "1.0"},
            {"x'31'", "'1'"},
            {"NULL", "''"},
            {"'a' || char(0) || 'b'", "'a' || char(0) || 'c'"}
        };
        app.up("001_a", "CREATE TABLE a (v)");
        for (String[] pair : pairs) {
            try (MigrationTester db = MigrationTester.of(app.migrations())) {
                db.migrate().execute("INSERT INTO a VALUES (" + pair[0] + "), ('z')");
                MigrationTester.Snapshot before = db.snapshot();
                db.execute("DELETE FROM a", "INSERT INTO a VALUES ('z'), (" + pair[0] + ")")
                        .assertSameAs(before);
                db.execute("DELETE FROM a", "INSERT INTO a VALUES (" + pair[1] + "), ('z')");
                assertThatThrownBy(() -> db.assertSameAs(before)).as(pair[1]).isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void downAndUp_downForgets_fails(Fixture app) {
        app.up("001_a", "CREATE TABLE IF NOT EXISTS a (id); CREATE INDEX IF NOT EXISTS i ON a (id)")
                .down("001_a", "DROP INDEX i");
        app.up("000_zero", "CREATE TABLE zero (id)");
        try (MigrationTester db = MigrationTester.of(app.migrations())) {
            db.migrate().downAndUp(0);
        }
        app.down("001_a", "CREATE TABLE rest (id)");
        try (MigrationTester db = MigrationTester.of(app.migrations())) {
            db.migrate();
            assertThatThrownBy(() -> db.downAndUp(0)).hasMessageContaining("extra table rest");
        }
    }

    @Test
    void execute_enforcesForeignKeys(Fixture app) {
        app.up("001_a", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p)");
        try (MigrationTester db = MigrationTester.of(app.migrations())) {
            db.migrate();

            assertThatThrownBy(() -> db.execute("INSERT INTO c VALUES (1)")).hasMessageContaining("FOREIGN KEY");
        }
    }

    @Test
    void close_removesTheDatabase(Fixture app) {
        MigrationTester db = tester(app);
        Path file = db.migrate().file();
        assertThat(file).exists();

        db.close();

        assertThat(file.getParent()).doesNotExist();
    }
}
