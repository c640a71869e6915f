package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No migration leaves a row that refers to nothing, unless it did before. */
@ExtendWith(FixtureExtension.class)
class DanglingReferenceTest {
    private static final String CHANGE = "002_change";

    /** Two parents with a code, and three children of the first. */
    private static Fixture given(Fixture app) {
        app.up("001_tables", """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT);
                CREATE UNIQUE INDEX parent_code ON parent (code);
                CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent, note TEXT);
                CREATE TABLE coded (id INTEGER PRIMARY KEY, code TEXT REFERENCES parent (code));
                """).migrate();
        return app.sql(
                "INSERT INTO parent VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO child (id, parent_id) VALUES (10, 1), (11, 1), (12, NULL)",
                "INSERT INTO coded VALUES (20, 'b')");
    }

    private static MigrationException dangling(Fixture app, String script) {
        app.up(CHANGE, script);
        MigrationException refusal = app.refused(Kind.DANGLING_REFERENCE, app.migrator()::migrate);
        assertThat(refusal).hasMessageContaining("Foreign keys would point at nothing");
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM parent WHERE id = 1                                    | child | parent_id | 2 | 10 11
            UPDATE child SET parent_id = 7 WHERE id = 10                       | child | parent_id | 1 | 10
            INSERT INTO child VALUES (13, 8, ''), (14, 9, '')                  | child | parent_id | 2 | 13 14
            UPDATE parent SET code = 'c' WHERE id = 2                          | coded | code      | 1 | 20
            DROP TABLE parent                                                  | child | parent_id | 2 | 10 11
            ALTER TABLE child ADD COLUMN other INTEGER DEFAULT 9 REFERENCES parent | child | other | 3 | 10 11 12
            PRAGMA legacy_alter_table = ON; ALTER TABLE parent RENAME TO p     | child | parent_id | 2 | 10 11
            CREATE TEMP TABLE child (id); UPDATE main.child SET parent_id = 7 WHERE id = 10 | child | parent_id | 1 | 10
            """)
    void migrate_leavesRowsPointingAtNothing_namesTableKeyAndParent(
            String script, String table, String key, String rows, String rowids, Fixture app) {
        given(app);

        MigrationException refusal = dangling(app, "-- destructive: on purpose\n" + script);

        assertThat(refusal.fields())
                .containsEntry("table", table)
                .containsEntry("key", key)
                .containsEntry("parent", "parent")
                .containsEntry("rows", rows)
                .containsEntry("rowids", rowids);
    }

    @Test
    void migrate_rebuildLosesParent_isRefused(Fixture app) {
        given(app);

        MigrationException refusal = dangling(app, """
                -- destructive: the first one is not wanted
                CREATE TABLE parent_new (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
                INSERT INTO parent_new SELECT * FROM parent WHERE id > 1;
                DROP TABLE parent;
                ALTER TABLE parent_new RENAME TO parent;
                """);

        assertThat(refusal.fields()).containsEntry("table", "child").containsEntry("rows", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                CREATE TABLE parent_new (id INTEGER PRIMARY KEY, code TEXT);
                INSERT INTO parent_new SELECT * FROM parent;
                DROP INDEX parent_code;
                DROP TABLE parent;
                ALTER TABLE parent_new RENAME TO parent;
                """,
                "DROP INDEX parent_code",
                "DROP INDEX parent_code; CREATE UNIQUE INDEX parent_code ON parent (code) WHERE id > 0",
            })
    void migrate_parentLosesItsUniqueKey_isRefusedWithTheHint(String script, Fixture app) {
        given(app);

        MigrationException refusal = dangling(app, script);

        assertThat(refusal.fields())
                .containsEntry("table", "coded")
                .containsEntry("key", "code")
                .containsEntry("parent", "parent");
        assertThat(refusal.hint()).contains("PRIMARY KEY or UNIQUE in the parent");
    }

    /** {@code child} and {@code parent} of another kind each, a row of before that points at nothing, and one more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id INTEGER PRIMARY KEY                 | id INTEGER PRIMARY KEY, ref INTEGER REFERENCES parent, note | 1, 99, ''       | 2, 98, ''
            id INTEGER PRIMARY KEY                 | id INTEGER PRIMARY KEY, ref INTEGER REFERENCES parent, note | 1, 99, ''       | 2, 99, ''
            id INTEGER PRIMARY KEY                 | id, ref INTEGER REFERENCES gone (id), note                  | 1, 99, ''       | 2, 98, ''
            id TEXT PRIMARY KEY COLLATE NOCASE     | id, ref TEXT REFERENCES parent, note                        | 1, 'X', ''      | 2, 'Y', ''
            a INTEGER, b TEXT, PRIMARY KEY (a, b)  | id, x INTEGER, y TEXT, note, FOREIGN KEY (x, y) REFERENCES parent | 1, 5, 'q', '' | 2, 5, 'r', ''
            a INTEGER, b TEXT, PRIMARY KEY (a, b)  | id, x INTEGER, y TEXT, note, FOREIGN KEY (x, y) REFERENCES parent (a, b) | 1, 5, 'q', '' | 2, 5, 'q', ''
            code TEXT UNIQUE                       | id, ref INTEGER REFERENCES parent (code), note              | 1, 1, ''        | 2, 2, ''
            """)
    void migrate_pointedAtNothingBefore_toleratesThoseAndNoMore(
            String parent, String child, String old, String added, Fixture app) {
        boolean composite = child.contains("FOREIGN KEY");
        app.up(
                        "001_tables",
                        "CREATE TABLE parent (" + parent + "); CREATE TABLE child (" + child + ");"
                                + "CREATE TABLE keyless ("
                                + child.replaceFirst("^id( INTEGER PRIMARY KEY)?", "id INTEGER PRIMARY KEY")
                                + ") WITHOUT ROWID")
                .migrate();
        app.sql(
                "PRAGMA foreign_keys = OFF",
                "INSERT INTO child VALUES (" + old + ")",
                "INSERT INTO keyless VALUES (" + old + ")");
        if (composite) {
            app.sql("INSERT INTO child VALUES (7, NULL, 'none', '')", "INSERT INTO child VALUES (8, 6, NULL, '')");
        }

        app.up(CHANGE, "UPDATE child SET note = 'seen'; UPDATE keyless SET note = 'seen'")
                .migrate();
        app.up(
                        "003_rebuild",
                        "CREATE TABLE n AS SELECT * FROM child; DROP TABLE child; " + "CREATE TABLE child (" + child
                                + "); INSERT INTO child SELECT * FROM n ORDER BY id DESC; DROP TABLE n")
                .migrate();
        for (String table : new String[] {"child", "keyless"}) {
            app.up("004_more", "INSERT INTO " + table + " VALUES (" + added + ")");
            MigrationException refusal = app.refused(Kind.DANGLING_REFERENCE, app.migrator()::migrate);
            assertThat(refusal.fields()).containsEntry("table", table).containsEntry("rows", "1");
            assertThat(refusal.fields().containsKey("rowids")).isEqualTo(table.equals("child"));
        }
    }

    /** Their parent's collation and affinity decide whether a key is found. */
    @Test
    void migrate_keysThatDifferInCaseOrType_areJudgedAsSqliteDoes(Fixture app) {
        app.up("001_tables", """
                CREATE TABLE parent (id TEXT PRIMARY KEY COLLATE NOCASE);
                CREATE TABLE child (id INTEGER PRIMARY KEY, ref REFERENCES parent);
                CREATE TABLE counted (id INTEGER PRIMARY KEY, ref INTEGER REFERENCES parent);
                """).migrate();
        app.sql("INSERT INTO parent VALUES ('abc'), ('7'), ('08')");

        app.up("002_fine", "INSERT INTO child (ref) VALUES ('ABC'), ('aBc'); INSERT INTO counted (ref) VALUES (7)")
                .migrate();
        app.up("003_bad", "INSERT INTO counted (ref) VALUES (8)");

        assertThat(app.refused(Kind.DANGLING_REFERENCE, app.migrator()::migrate).field("rows"))
                .contains("1");
    }

    @Test
    void migrate_keyThatCouldNeverBeChecked_stopsNothing(Fixture app) {
        app.up("001_tables", """
                CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT);
                CREATE TABLE child (id INTEGER PRIMARY KEY, code TEXT REFERENCES parent (code), note);
                """).migrate();
        app.sql("PRAGMA foreign_keys = OFF", "INSERT INTO child (code) VALUES ('x')");

        app.up(CHANGE, "UPDATE child SET note = 'seen'; INSERT INTO parent VALUES (1, 'y')")
                .migrate();

        assertThat(app.texts("SELECT note FROM child")).containsExactly("seen");
    }

    @Test
    void migrate_mendsWhatPointedAtNothing_isWelcome(Fixture app) {
        given(app).sql("PRAGMA foreign_keys = OFF", "UPDATE child SET parent_id = 5");

        app.up(CHANGE, "INSERT INTO parent VALUES (5, 'e')").migrate();

        assertThat(app.texts("SELECT \"table\" FROM pragma_foreign_key_check")).isEmpty();
    }

    @Test
    void migrate_underForeignKeys_failsAtTheStatement(Fixture app) {
        given(app).up(CHANGE, "-- foreign-keys: on\n-- destructive: wanted\nDELETE FROM parent WHERE id = 1");

        MigrationException refusal = app.refused(Kind.STATEMENT_FAILED, app.migrator()::migrate);

        assertThat(refusal.field("problem")).contains("FOREIGN KEY constraint failed");
    }

    @Test
    void migrate_underDeferredForeignKeys_isRefusedBeforeCommit(Fixture app) {
        given(app).up(CHANGE, "-- foreign-keys: on\nPRAGMA defer_foreign_keys = ON; UPDATE child SET parent_id = 4");

        assertThat(app.refused(Kind.DANGLING_REFERENCE, app.migrator()::migrate).field("rows"))
                .contains("3");
    }
}
