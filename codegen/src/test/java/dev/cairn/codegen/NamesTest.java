package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
    /** https://www.sqlite.org/lang_keywords.html */
    private static final String KEYWORDS = """
            ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE
            CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME
            CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE
            EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP
            GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN
            KEY LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER
            OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX
            RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN
            TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH
            WITHOUT TRUE FALSE ROWID""";

    static Stream<String> keywords() {
        return Stream.of(KEYWORDS.split("\\s+"));
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, ClientId, clientId, CLIENT_ID",
        "ClientID, ClientId, clientId, CLIENT_ID",
        "HTTPServer2Name, HttpServer2Name, httpServer2Name, HTTP_SERVER2_NAME",
        "with-dash, WithDash, withDash, WITH_DASH",
        "_lead, Lead, lead, LEAD",
        "class, Class, class_, CLASS",
        "2nd, _2nd, _2nd, _2ND",
        "'', Unnamed, unnamed, UNNAMED",
        "title, Title, title, TITLE"
    })
    void forms_name_areThoseOfJava(String name, String type, String member, String constant) {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            assertThat(List.of(Names.type(name), Names.member(name), Names.constant(name)))
                    .containsExactly(type, member, constant);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"Größe, Grosse", "naïve_été, NaiveEte", "用户, U7528U6237", "!, Unnamed"})
    void className_beyondAscii_isSpelledInAscii(String name, String className) {
        assertThat(Names.className(name)).isEqualTo(className);
    }

    @ParameterizedTest
    @MethodSource("keywords")
    void sql_keyword_canNameTableAndColumn(String keyword) throws Exception {
        String name = Names.sql(keyword.toLowerCase(Locale.ROOT));
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"" + keyword + "\" (id INTEGER PRIMARY KEY, \"" + keyword + "\" TEXT)");
            statement.execute("INSERT INTO " + name + " (" + name + ") VALUES ('a')");
            statement.execute("UPDATE " + name + " SET " + name + " = 'b' WHERE " + name + " = 'a'");
            try (var rows = statement.executeQuery("SELECT " + name + ", " + name + "||'' FROM " + name + " WHERE "
                    + name + " = 'b' ORDER BY " + name)) {
                assertThat(rows.getString(1)).isEqualTo("b");
                assertThat(rows.getString(2)).isEqualTo("b");
            }
        }
    }

    @Test
    void literal_anyText_isAsciiOnOneLine() {
        assertThat(Names.literal("a\"b\\u\n\tß€")).isEqualTo("\"a\\\"b\\\\u\\n\\u0009\\u00df\\u20ac\"");
    }

    @Test
    void doc_whatEndsACommentOrTag_isHarmless() {
        assertThat(Names.doc("a*/b{@c}\\u <d>")).isEqualTo("a* /b&#123;&#64;c&#125;&#92;u <d>");
    }
}
