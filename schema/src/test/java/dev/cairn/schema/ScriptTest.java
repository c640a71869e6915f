package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Comment;
import dev.cairn.schema.Script.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @Test
    void parse_severalStatements_splitsThemAtSemicolonsWithTheirLines() {
        Script script = parse("CREATE TABLE a (x);\n\n  INSERT INTO a\nVALUES (1);SELECT 2;");

        assertThat(script.statements())
                .extracting(Statement::sql)
                .containsExactly("CREATE TABLE a (x)", "INSERT INTO a\nVALUES (1)", "SELECT 2");
        assertThat(script.statements()).extracting(Statement::line).containsExactly(1, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO a VALUES ('one; two', 'it''s; fine', ';')",
                "SELECT \"a;b\", `c;d`, [e;f] FROM t",
                "SELECT \"a\"\";b\", `c``;d`, [e\";f] FROM t",
                "SELECT '--', '/*', \"--\", [/*], ';'",
                "SELECT 1 -- one; 'two\n, 2",
                "SELECT 1 /* one; \"two\n -- */, 2",
                "SELECT 1 /*/ still; a comment */, 2",
                "SELECT x'3B', 1e-5, a.b, :name, ?1, $x FROM t",
                "SELECT 3 - -2, 6 / 2 * 4",
                "INSERT INTO a VALUES ('one;\r\ntwo;\r\n')",
                "CREATE TABLE größe (straße TEXT, \"naïve;\" TEXT, 名前 TEXT)",
                "SELECT 1 AS a\u00A0b"
            })
    void parse_semicolonThatEndsNothing_keepsTheStatementWhole(String sql) {
        assertThat(statements("SELECT 0;" + sql + ";SELECT 9")).containsExactly("SELECT 0", sql, "SELECT 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
                "create temp trigger if not exists t after insert on a begin select 1; end",
                "CREATE TEMPORARY TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; UPDATE a SET x = 2; DELETE FROM a; END",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE x WHEN 1 THEN 2 END FROM a; SELECT 3; END",
                """
                CREATE TRIGGER t AFTER INSERT ON a BEGIN
                  SELECT CASE WHEN 1 THEN CASE WHEN 2 THEN 3 END ELSE CASE 4 WHEN 5 THEN 6 END END;
                END""",
                "CREATE TRIGGER t AFTER UPDATE OF end ON a WHEN CASE WHEN new.x THEN 1 END BEGIN SELECT end FROM a; END",
                "CREATE TRIGGER \"t; END;\" AFTER INSERT ON a BEGIN SELECT '; END;', \"end\" FROM a; END",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; -- END;\n SELECT 2 /* ; END; */; END",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;/* last */END",
                "CREATE /* a */ TRIGGER -- b\n t AFTER INSERT ON a BEGIN SELECT 1; END"
            })
    void parse_trigger_endsAtItsOwnEnd(String trigger) {
        assertThat(statements(trigger + ";SELECT 9")).containsExactly(trigger, "SELECT 9");
        assertThat(parse(trigger + " ; ").statements()).singleElement().matches(Statement::isTrigger);
    }

    @Test
    void parse_tableWithColumnsNamedLikeATrigger_isNoTrigger() {
        String sql = "CREATE TABLE \"trigger\" (begin TEXT, \"end\" TEXT);CREATE TABLE trigger_log (x)";

        assertThat(statements(sql)).hasSize(2);
        assertThat(parse(sql).statements()).noneMatch(Statement::isTrigger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT 1;", ";;SELECT 1;;", " ; \n;SELECT 1 ; /* ; */ ; -- ;"})
    void parse_emptyStatementsAroundOne_leavesThatOne(String text) {
        assertThat(statements(text)).containsExactly("SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n\f", ";", ";;\n;", "-- only; this", "/* and; this */", "-- a\n;/* b */;"})
    void parse_nothingToRun_findsNoStatement(String text) {
        assertThat(statements(text)).isEmpty();
    }

    @Test
    void parse_textOfWindows_hasTheSameStatementsAndLines() {
        Script unix = parse("-- a\nSELECT 1,\n 'x\ny';\n\nSELECT 2;\n");
        Script windows = parse(Migration.lines("\uFEFF-- a\r\nSELECT 1,\r\n 'x\r\ny';\r\n\r\nSELECT 2;\r\n"));

        assertThat(windows).isEqualTo(unix);
        assertThat(windows.statements()).extracting(Statement::line).containsExactly(2, 6);
    }

    @Test
    void parse_byteOrderMarkInTheMiddle_isWhiteSpaceAsInSqlite() {
        // What is left of it when files are put together.
        assertThat(statements("SELECT 1;\n\uFEFFCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;"))
                .containsExactly("SELECT 1", "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END");
    }

    @Test
    void parse_noBreakSpace_isPartOfAWordAsInSqlite() {
        Statement statement = parse("SELECT\u00A01").statements().get(0);

        assertThat(statement.tokens()).extracting(Token::text).containsExactly("SELECT\u00A01");
    }

    @Test
    void parse_comments_keepsTheirTextsAndLines() {
        Script script = parse("-- one\n/* two\n three */ SELECT 1 -- four\n;--");

        assertThat(script.comments())
                .containsExactly(
                        new Comment(" one", 1),
                        new Comment(" two\n three ", 2),
                        new Comment(" four", 3),
                        new Comment("", 4));
    }

    @Test
    void parse_lineCommentEndsTheText_isNoError() {
        assertThat(statements("SELECT 1; -- the end; 'really")).containsExactly("SELECT 1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "~SELECT 1;\nSELECT 'abc;\n\n~ | 2 | string",
                "~SELECT 'it''~ | 1 | string",
                "~\n\nSELECT \"abc;~ | 3 | quoted name",
                "~SELECT `abc``;~ | 1 | quoted name",
                "~SELECT\n[abc;~ | 2 | quoted name",
                "~SELECT 1;\n\n\n/* abc;\nSELECT 2;~ | 4 | comment",
                "~SELECT 1 /*/~ | 1 | comment",
                "~SELECT 1;\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n SELECT 1;~ | 2 | trigger",
                "~CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END;~ | 1 | trigger",
                "~CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; \"END\";~ | 1 | trigger"
            })
    void parse_whatNeverEnds_isUnreadableAtItsFirstLine(String text, String line, String what) {
        MigrationException refusal = catchThrowableOfType(MigrationException.class, () -> parse(text));

        assertThat(refusal.kind()).isEqualTo(Kind.UNREADABLE_SCRIPT);
        assertThat(refusal.field("file")).contains("001_a.sql");
        assertThat(refusal.field("line")).contains(line);
        assertThat(refusal.field("problem")).contains("a " + what + " begins here and never ends");
        assertThat(refusal).hasMessageContaining(refusal.hint());
    }

    private static Script parse(String text) {
        return Script.parse("001_a.sql", text);
    }

    private static List<String> statements(String text) {
        return parse(text).statements().stream().map(Statement::sql).toList();
    }
}
