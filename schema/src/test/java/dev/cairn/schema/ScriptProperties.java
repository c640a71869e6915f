package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Scripts put together of statements that SQLite accepts, with the worst between them. */
class ScriptProperties {
    private static final List<String> BETWEEN = List.of(
            " ",
            "\t",
            "\f",
            "\n",
            "\r\n",
            " \r\n\n  ",
            " \uFEFF",
            "/* ; */",
            "/* it's; \"odd\n`[ */",
            "/**/",
            "/*/ ; END; */",
            "-- ; it's \"odd\n",
            "-- BEGIN /* [;\r\n",
            "--\n");

    /** A script, and what it was made of. */
    record Assembled(String text, List<Expected> statements) {}

    record Expected(String sql, int line) {}

    @Property
    void parse_assembledScript_isSplitIntoWhatItWasMadeOf(@ForAll("scripts") Assembled script) {
        assertThat(split(script.text()))
                .extracting(s -> new Expected(s.sql(), s.line()))
                .isEqualTo(script.statements());
    }

    @Property(tries = 300)
    void parse_assembledScript_doesWhatSqliteMakesOfTheWholeText(@ForAll("scripts") Assembled script)
            throws SQLException {
        try (Sqlite split = database();
                Sqlite whole = database()) {
            for (Statement statement : split(script.text())) {
                split.execute(statement.sql());
            }
            // The driver hands an update to sqlite3_exec, which finds the ends of the statements by itself.
            try (var update = whole.connection().createStatement()) {
                update.executeUpdate(Migration.lines(script.text()));
            }

            assertThat(Content.of(split)).isEqualTo(Content.of(whole));
        }
    }

    @Property
    void parse_anyText_isUnreadableOrSplitForGood(@ForAll("texts") String text) {
        Throwable refusal = catchThrowable(() -> split(text));
        if (refusal != null) {
            assertThat(refusal)
                    .isInstanceOfSatisfying(
                            MigrationException.class, r -> assertThat(r.kind()).isEqualTo(Kind.UNREADABLE_SCRIPT));
            return;
        }
        List<String> statements = split(text).stream().map(Statement::sql).toList();
        String again = String.join(";", statements);
        assertThat(split(again)).extracting(Statement::sql).isEqualTo(statements);
    }

    private static List<Statement> split(String text) {
        return Script.parse("001_a.sql", Migration.lines(text)).statements();
    }

    private static Sqlite database() throws SQLException {
        Sqlite db = Sqlite.inMemory();
        db.execute("CREATE TABLE log (a TEXT, b TEXT)");
        return db;
    }

    @Provide
    Arbitrary<String> texts() {
        Stream<String> parts = Stream.concat(
                BETWEEN.stream(),
                Stream.of(
                        "CREATE ",
                        "TEMP ",
                        "TRIGGER ",
                        "BEGIN ",
                        ";",
                        "END",
                        "'",
                        "\"",
                        "`",
                        "[",
                        "]",
                        "x",
                        "*/",
                        "-"));
        return Arbitraries.of(parts.toList()).list().ofMaxSize(30).map(p -> String.join("", p));
    }

    @Provide
    Arbitrary<Assembled> scripts() {
        Arbitrary<List<String>> gaps = between().list().ofMaxSize(3);
        Arbitrary<String> ends = Combinators.combine(gaps, Arbitraries.of(";", ";;", "; ;"), gaps)
                .as((before, end, after) -> String.join("", before) + end + String.join("", after));
        Arbitrary<List<String>> statements = Arbitraries.frequencyOf(
                        Tuple.of(4, insert()), Tuple.of(2, table()), Tuple.of(3, trigger()))
                .flatMap(ScriptProperties::spaced)
                .list()
                .ofMaxSize(6);
        return statements.flatMap(list -> Combinators.combine(
                        gaps, ends.list().ofSize(list.size()), Arbitraries.of(true, false))
                .as((first, between, closed) -> assemble(String.join("", first), list, between, closed)));
    }

    private static Assembled assemble(String first, List<String> statements, List<String> ends, boolean closed) {
        StringBuilder text = new StringBuilder(first);
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            int line = 1
                    + (int) Migration.lines("." + text)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            expected.add(new Expected(Migration.lines(statements.get(i)), line));
            boolean last = i == statements.size() - 1;
            text.append(statements.get(i)).append(last && !closed ? "" : ends.get(i));
        }
        return new Assembled(text.toString(), expected);
    }

    private static Arbitrary<String> spaced(List<String> tokens) {
        return between().list().ofSize(tokens.size() - 1).map(spaces -> {
            StringBuilder text = new StringBuilder(tokens.get(0));
            for (int i = 1; i < tokens.size(); i++) {
                text.append(spaces.get(i - 1)).append(tokens.get(i));
            }
            return text.toString();
        });
    }

    private static Arbitrary<String> between() {
        return Arbitraries.of(BETWEEN);
    }

    private static Arbitrary<List<String>> insert() {
        return Combinators.combine(string(), name(), string())
                .as((a, name, b) -> List.of("INSERT", "INTO", "log", "SELECT", a, "AS", name, ",", b));
    }

    private static Arbitrary<List<String>> table() {
        return Combinators.combine(name(), string())
                .as((name, value) -> List.of(
                        "CREATE", "TABLE", "IF", "NOT", "EXISTS", name, "(", "end", "TEXT", "DEFAULT", value, ")"));
    }

    private static Arbitrary<List<String>> trigger() {
        return Combinators.combine(
                        Arbitraries.of("TEMP", "TEMPORARY", ""),
                        name(),
                        string(),
                        body().list().ofMinSize(1).ofMaxSize(3))
                .as((temp, name, value, body) -> {
                    List<String> tokens = new ArrayList<>(List.of("CREATE", temp, "TRIGGER", "IF", "NOT", "EXISTS"));
                    tokens.remove("");
                    tokens.addAll(List.of(name, "AFTER", "INSERT", "ON", "log", "WHEN", "new", ".", "a", "<>", value));
                    tokens.add("BEGIN");
                    body.forEach(tokens::addAll);
                    tokens.add("END");
                    return tokens;
                });
    }

    private static Arbitrary<List<String>> body() {
        Arbitrary<List<String>> update = Combinators.combine(string(), string())
                .as((a, b) -> List.of(
                        "UPDATE", "log", "SET", "b", "=", "CASE", "WHEN", "a", "=", a, "THEN", "CASE", "b", "WHEN", "1",
                        "THEN", b, "END", "ELSE", "b", "END", ";"));
        Arbitrary<List<String>> select = name().map(name ->
                List.of("SELECT", "end", "AS", name, "FROM", "(", "SELECT", "1", "AS", "end", ")", ";"));
        Arbitrary<List<String>> delete = string().map(a -> List.of("DELETE", "FROM", "log", "WHERE", "a", "=", a, ";"));
        return Arbitraries.oneOf(update, select, delete);
    }

    private static Arbitrary<String> string() {
        return hard().map(text -> "'" + text.replace("'", "''") + "'");
    }

    private static Arbitrary<String> name() {
        Arbitrary<String> hard = hard().filter(text -> !text.isEmpty());
        return Arbitraries.oneOf(
                Arbitraries.of("größe", "名前", "a\u00A0b", "end", "\"BEGIN\"", "b$1"),
                hard.map(text -> '"' + text.replace("\"", "\"\"") + '"'),
                hard.map(text -> '`' + text.replace("`", "``") + '`'),
                hard.map(text -> '[' + text.replace("]", "") + "x]"));
    }

    /** Text that would end or begin something, were it not quoted. */
    private static Arbitrary<String> hard() {
        return Arbitraries.of(";", "'", "\"", "`", "[", "]", "--", "/*", "*/", "; END;", "\n", "\r\n", " ", "x", "é")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }
}
