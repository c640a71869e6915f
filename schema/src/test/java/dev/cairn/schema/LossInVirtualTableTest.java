package dev.cairn.schema;

import static dev.cairn.schema.LossTest.CHANGE;
import static dev.cairn.schema.LossTest.lost;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search and area indexes hold rows of their own, or those of another table. */
@ExtendWith(FixtureExtension.class)
class LossInVirtualTableTest {

    private static void given(Fixture app, String... statements) {
        app.up("001_one", "CREATE TABLE one (id INTEGER)").migrate();
        app.sql(statements);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE VIRTUAL TABLE v USING fts5(a, b)                             | INSERT INTO v VALUES ('a', 'b'), ('c', 'd')
            CREATE VIRTUAL TABLE v USING fts5(a, content='')                    | INSERT INTO v (rowid, a) VALUES (1, 'b'), (2, 'd')
            CREATE VIRTUAL TABLE v USING fts5(a, content="", contentless_delete=1) | INSERT INTO v (rowid, a) VALUES (1, 'b'), (2, 'd')
            CREATE VIRTUAL TABLE v USING fts5(content)                          | INSERT INTO v VALUES ('b'), ('d')
            CREATE VIRTUAL TABLE v USING fts4(a)                                | INSERT INTO v VALUES ('b'), ('d')
            CREATE VIRTUAL TABLE v USING rtree(id, x0, x1)                      | INSERT INTO v VALUES (1, 0, 1), (2, 3, 4)
            """)
    void migrate_virtualTableHoldsTheOnlyRows_isRefusedToGo(String create, String insert, Fixture app) {
        given(app, create, insert);

        assertThat(lost(app, "DROP TABLE v")).isEqualTo("2 rows with table v");
        assertThat(lost(app, "ALTER TABLE v RENAME TO w; DROP TABLE w")).isEqualTo("2 rows with table v");
        assertThat(lost(app, "DROP TABLE v; " + create)).isEqualTo("2 rows of v");
        app.up(CHANGE, "ALTER TABLE v RENAME TO w").migrate();
        assertThat(app.migrator().status().current()).contains(CHANGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE VIRTUAL TABLE v USING fts5(a, content='', contentless_delete=1)  | DELETE FROM v WHERE rowid = 1
            CREATE VIRTUAL TABLE v USING fts5(a, content='')                    | INSERT INTO v (v, rowid, a) VALUES ('delete', 1, 'b')
            CREATE VIRTUAL TABLE v USING fts5(a)                                | DELETE FROM v WHERE a MATCH 'b'
            """)
    void migrate_rowOfSearchTableGoes_isCounted(String create, String delete, Fixture app) {
        given(app, create, "INSERT INTO v (rowid, a) VALUES (1, 'b'), (2, 'd')");

        assertThat(lost(app, delete)).isEqualTo("1 rows of v");
    }

    /** It can be made again from the rows that it stands for; those are watched themselves. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE v",
                "INSERT INTO v(v) VALUES ('delete-all')",
                "DROP TABLE v; CREATE VIRTUAL TABLE v USING fts5(title, content=post); INSERT INTO v(v) VALUES ('rebuild')"
            })
    void migrate_searchTableOverAnother_isNotLoss(String script, Fixture app) {
        given(
                app,
                "CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT)",
                "INSERT INTO post VALUES (1, 'b'), (2, 'd')",
                "CREATE VIRTUAL TABLE v USING fts5(title, content='post', content_rowid='id')",
                "INSERT INTO v(v) VALUES ('rebuild')");

        app.up(CHANGE, script).migrate();

        assertThat(app.number("SELECT count(*) FROM post")).isEqualTo(2);
    }

    /** SQLite takes a table for a shadow by its name alone; here it is somebody's own. */
    @Test
    void migrate_contentOfSearchTableIsNamedLikeItsShadow_isWatched(Fixture app) {
        given(
                app,
                "CREATE TABLE post_content (id INTEGER PRIMARY KEY, title TEXT)",
                "INSERT INTO post_content VALUES (1, 'b'), (2, 'd')",
                "CREATE VIRTUAL TABLE post USING fts5(title, content='post_content', content_rowid='id')");

        assertThat(lost(app, "DELETE FROM post_content WHERE id = 1")).isEqualTo("1 rows of post_content");
        assertThat(lost(app, "DROP TABLE post; DROP TABLE post_content")).isEqualTo("2 rows with table post_content");
    }

    @Test
    void migrate_contentlessWithoutSizes_cannotBeCountedAndStopsNothing(Fixture app) {
        given(
                app,
                "CREATE VIRTUAL TABLE v USING fts5(a, content='', columnsize=0)",
                "INSERT INTO v (rowid, a) VALUES (1, 'b')",
                "INSERT INTO one VALUES (1), (2)");

        assertThat(lost(app, "DELETE FROM one")).isEqualTo("2 rows of one");
    }

    @Test
    void migrate_emptySearchTable_asksNothing(Fixture app) {
        given(app, "CREATE VIRTUAL TABLE v USING fts5(a)");

        assertThat(app.up(CHANGE, "DROP TABLE v").migrator().migrate().restorePoint())
                .isEmpty();
    }
}
