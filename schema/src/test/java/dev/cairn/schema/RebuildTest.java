package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A table made anew keeps what hangs on it, or is refused with the name of what is in its way. */
@ExtendWith(FixtureExtension.class)
class RebuildTest {
    private static final String CHILD = """
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
            CREATE TABLE grandchild (id INTEGER PRIMARY KEY, child_id INTEGER REFERENCES child (id) ON DELETE CASCADE);
            CREATE INDEX idx_child ON child (parent_id);
            """;
    private static final String FAMILY = """
            CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
            """ + CHILD;
    private static final String ROWS = """
            INSERT INTO parent (id, name) VALUES (1, 'a'), (2, 'b');
            INSERT INTO child VALUES (10, 1), (11, 1), (12, 2);
            INSERT INTO grandchild VALUES (100, 10), (101, 12);
            """;
    private static final String TWELVE_STEPS = """
            CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT, age INTEGER DEFAULT 0);
            INSERT INTO parent_new (id, name) SELECT id, name FROM parent;
            DROP TABLE parent;
            ALTER TABLE parent_new RENAME TO parent;
            """;

    /** How it was, its rows, and the rebuild. */
    record Way(String title, String schema, String rows, String rebuild) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("twelve steps", FAMILY, ROWS, TWELVE_STEPS),
                new Way("with index and trigger", FAMILY + """
                        CREATE INDEX idx_parent ON parent (name);
                        CREATE TRIGGER parent_gone AFTER DELETE ON parent BEGIN DELETE FROM child; END;
                        """, ROWS, TWELVE_STEPS + """
                        CREATE INDEX idx_parent ON parent (name);
                        CREATE TRIGGER parent_gone AFTER DELETE ON parent BEGIN DELETE FROM child; END;
                        """),
                new Way("through a temporary table", FAMILY, ROWS, """
                        CREATE TEMP TABLE kept AS SELECT * FROM parent;
                        DROP TABLE parent;
                        CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                        INSERT INTO parent SELECT * FROM kept;
                        """),
                new Way("moved aside first", FAMILY, ROWS, """
                        PRAGMA legacy_alter_table = ON;
                        ALTER TABLE parent RENAME TO parent_old;
                        CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                        INSERT INTO parent SELECT * FROM parent_old;
                        DROP TABLE parent_old;
                        """),
                new Way("parent and child at once", FAMILY, ROWS, """
                        CREATE TABLE child_new (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent_new (id));
                        CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT);
                        INSERT INTO child_new SELECT * FROM child;
                        INSERT INTO parent_new SELECT * FROM parent;
                        DROP TABLE parent;
                        DROP TABLE child;
                        ALTER TABLE parent_new RENAME TO parent;
                        ALTER TABLE child_new RENAME TO child;
                        CREATE INDEX idx_child ON child (parent_id);
                        """),
                new Way(
                        "itself its parent",
                        "CREATE TABLE child (id INTEGER PRIMARY KEY, up INTEGER REFERENCES child (id) ON DELETE CASCADE)",
                        "INSERT INTO child VALUES (1, NULL), (2, 1), (3, 2)",
                        """
                        CREATE TABLE child_new (
                            id INTEGER PRIMARY KEY, up INTEGER REFERENCES child_new (id) ON DELETE CASCADE);
                        INSERT INTO child_new SELECT id, up FROM child ORDER BY id DESC;
                        DROP TABLE child;
                        ALTER TABLE child_new RENAME TO child;
                        """),
                new Way(
                        "without rowid",
                        "CREATE TABLE parent (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;" + CHILD,
                        ROWS,
                        TWELVE_STEPS
                                .replace("id INTEGER PRIMARY KEY", "id TEXT PRIMARY KEY")
                                .replace("DEFAULT 0)", "DEFAULT 0) WITHOUT ROWID")),
                new Way("two columns for a key", """
                        CREATE TABLE parent (a TEXT, b INTEGER, PRIMARY KEY (b, a));
                        CREATE TABLE child (id INTEGER PRIMARY KEY, x TEXT, y INTEGER,
                            FOREIGN KEY (y, x) REFERENCES parent ON DELETE CASCADE);
                        """, """
                        INSERT INTO parent VALUES ('p', 1), ('q', 2);
                        INSERT INTO child VALUES (1, 'p', 1), (2, 'q', 2), (3, 'none', NULL);
                        """, """
                        CREATE TABLE parent_new (a TEXT, b INTEGER, c, PRIMARY KEY (b, a)) WITHOUT ROWID;
                        INSERT INTO parent_new SELECT a, b, 0 FROM parent;
                        DROP TABLE parent;
                        ALTER TABLE parent_new RENAME TO parent;
                        """),
                new Way(
                        "deferred",
                        FAMILY.replace("CASCADE)", "CASCADE DEFERRABLE INITIALLY DEFERRED)"),
                        ROWS,
                        TWELVE_STEPS),
                new Way(
                        "a view on it",
                        FAMILY + "CREATE VIEW names AS SELECT name FROM parent",
                        ROWS,
                        "DROP VIEW names;" + TWELVE_STEPS + "CREATE VIEW names AS SELECT name FROM parent"));
    }

    private static void given(Fixture app, String schema, String rows) {
        app.up("001_tables", schema).migrate();
        Script.parse("rows", rows).statements().forEach(s -> app.sql(s.sql()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void migrate_rebuild_keepsChildrenAndTheirKeys(Way way, Fixture app) {
        given(app, way.schema(), way.rows());
        List<String> children = children(app);

        app.up("002_rebuild", way.rebuild()).migrate();

        assertThat(children(app)).isEqualTo(children).isNotEmpty();
        assertThat(app.texts("SELECT \"table\" FROM pragma_foreign_key_check")).isEmpty();
        assertThat(app.texts("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('child')"))
                .doesNotContain("parent_old", "parent_new", "child_new");
    }

    private static List<String> children(Fixture app) {
        return app.dump().stream()
                .filter(row -> row.matches("(grand)?child: .*"))
                .toList();
    }

    @Test
    void migrate_rebuildUnderForeignKeys_isRefusedForItsCascade(Fixture app) {
        given(app, FAMILY, ROWS);
        app.up("002_rebuild", "-- foreign-keys: on\n" + TWELVE_STEPS);

        MigrationException refusal = app.refused(Kind.UNDECLARED_LOSS, app.migrator()::migrate);

        assertThat(refusal.field("lost")).contains("3 rows of child; 2 rows of grandchild");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE VIEW names AS SELECT name FROM parent                                               | view names
            CREATE TRIGGER copied AFTER INSERT ON child BEGIN UPDATE parent SET name = 'x'; END | trigger copied
            """)
    void migrate_rebuildOfWhatAnotherNames_isRefusedNamingIt(String other, String name, Fixture app) {
        given(app, FAMILY, ROWS);
        app.sql(other);
        app.up("002_rebuild", TWELVE_STEPS);

        MigrationException refusal = app.refused(Kind.STATEMENT_FAILED, app.migrator()::migrate);

        assertThat(refusal.hint()).contains("The " + name + " names the table").contains("create it again after");
        assertThat(refusal.field("sql")).contains("ALTER TABLE parent_new RENAME TO parent");
        String drop = "DROP " + name + ";\n";
        app.up("002_rebuild", drop + TWELVE_STEPS + other).migrate();
        assertThat(app.number("SELECT count(*) FROM child")).isEqualTo(3);
    }

    /** Since 3.26 a rename takes the children along, as SQLite's documentation warns. */
    @Test
    void migrate_movedAsideWithoutLegacyRename_isRefused(Fixture app) {
        given(app, FAMILY, ROWS);
        app.up("002_rebuild", """
                ALTER TABLE parent RENAME TO parent_old;
                CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
                INSERT INTO parent SELECT * FROM parent_old;
                DROP TABLE parent_old;
                """);

        MigrationException refusal = app.refused(Kind.DANGLING_REFERENCE, app.migrator()::migrate);

        assertThat(refusal.fields()).containsEntry("table", "child").containsEntry("parent", "parent_old");
    }
}
