package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database is held against a fresh build of what it has applied. */
@ExtendWith(FixtureExtension.class)
class DriftTest {
    private static final String TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a', CHECK (x <> ''))";

    @BeforeEach
    void schema(Fixture app) {
        app.up("001_t", TABLE + """
                ;
                CREATE TABLE other (id INTEGER, t_id INTEGER REFERENCES t (id));
                CREATE INDEX i ON t (x);
                CREATE VIEW v AS SELECT id FROM t;
                CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
                CREATE VIRTUAL TABLE f USING fts5(x);
                """).migrate();
    }

    private static String drift(Fixture app) {
        return String.join(
                "; ",
                app.migrator().drift().differences().stream()
                        .map(Drift.Difference::toString)
                        .toList());
    }

    @Test
    void drift_justMigrated_isClean(Fixture app) {
        app.sql("INSERT INTO t (x) VALUES ('row')", "ANALYZE");

        assertThat(app.migrator().drift().isClean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            DROP TABLE other                               | missing table other
            DROP INDEX i                                   | missing index i
            DROP VIEW v                                    | missing view v
            DROP TRIGGER g                                 | missing trigger g
            DROP TABLE f                                   | missing table f
            CREATE TABLE extra (id)                        | extra table extra
            CREATE INDEX extra ON other (t_id)             | extra index extra
            CREATE VIEW extra AS SELECT 1                  | extra view extra
            CREATE TRIGGER extra AFTER DELETE ON t BEGIN SELECT 2; END | extra trigger extra
            ALTER TABLE t ADD COLUMN y TEXT                | different table t has instead, or besides, y text
            ALTER TABLE other DROP COLUMN t_id             | different table other lacks t_id integer references t ( id )
            ALTER TABLE other RENAME COLUMN id TO no       | different table other lacks id integer; different table other has instead, or besides, no integer
            """)
    void drift_somethingElse_isNamed(String change, String expected, Fixture app) {
        app.sql(change);

        assertThat(drift(app)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, x BLOB DEFAULT 'a', CHECK (x <> ''))   | lacks x text default 'a'
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'A', CHECK (x <> ''))   | lacks x text default 'a'
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT NOT NULL DEFAULT 'a', CHECK (x <> '')) | lacks x text default 'a'
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a', CHECK (x <> 'b'))  | lacks check ( x < > '' )
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a')                    | lacks check ( x < > '' )
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a', CHECK (x <> '')) STRICT | is ) strict, should be )
            CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a', CHECK (x <> '')) WITHOUT ROWID | is ) without rowid, should be )
            CREATE TABLE t (x TEXT DEFAULT 'a', id INTEGER PRIMARY KEY, CHECK (x <> ''))   | has its columns in another order
            """)
    void drift_tableMadeOtherwise_saysHow(String table, String expected, Fixture app) {
        app.sql("PRAGMA foreign_keys = OFF", "DROP VIEW v", "DROP TABLE t", table);
        app.sql("CREATE INDEX i ON t (x)", "CREATE VIEW v AS SELECT id FROM t");
        app.sql("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END");

        assertThat(drift(app)).startsWith("different table t " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            index i   | CREATE UNIQUE INDEX i ON t (x)
            index i   | CREATE INDEX i ON t (x DESC)
            index i   | CREATE INDEX i ON t (x) WHERE x > 'a'
            index i   | CREATE INDEX i ON t (x COLLATE NOCASE)
            view v    | CREATE VIEW v AS SELECT id, x FROM t
            trigger g | CREATE TRIGGER g BEFORE INSERT ON t BEGIN SELECT 1; END
            trigger g | CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 'one'; END
            """)
    void drift_objectMadeOtherwise_isNamed(String object, String create, Fixture app) {
        app.sql("DROP " + object, create);

        assertThat(drift(app)).startsWith("different " + object + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table T(\"id\" integer primary key , -- the key\n [x] text default 'a', check(x<>''))",
                "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, x TEXT DEFAULT 'a', CHECK (x <> ''))",
            })
    void drift_writtenOtherwise_isClean(String table, Fixture app) {
        app.sql("PRAGMA foreign_keys = OFF", "DROP VIEW v", "DROP TABLE t", table);
        app.sql("CREATE INDEX i ON t (x)", "CREATE VIEW v AS SELECT id FROM t");
        app.sql("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END");

        assertThat(drift(app)).isEmpty();
    }

    @Test
    void drift_pendingMigrations_areNotExpected(Fixture app) {
        app.up("002_p", "CREATE TABLE pending (id)");

        assertThat(app.migrator().drift().isClean()).isTrue();
    }

    @Test
    void drift_afterRebuildAndAddedColumn_isClean(Fixture app) {
        app.up("002_add", "ALTER TABLE other ADD COLUMN y TEXT DEFAULT ''; ALTER TABLE other RENAME COLUMN y TO z")
                .migrate();

        assertThat(drift(app)).isEmpty();
    }
}
