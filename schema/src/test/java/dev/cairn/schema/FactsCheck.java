package dev.cairn.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a database against the facts of a system, JSON that SQLite itself reads. Both become lines of text; every line
 * of the facts must be one of the database, which may have more columns, keys, indexes and tables.
 */
final class FactsCheck {
    private final Sqlite db;
    private final String facts;

    private FactsCheck(Sqlite db, String facts) {
        this.db = db;
        this.facts = facts;
    }

    static List<String> differences(Sqlite db, String facts) throws SQLException {
        FactsCheck check = new FactsCheck(db, facts);
        List<String> differences = new ArrayList<>();
        for (String table : db.texts("SELECT key FROM json_each(?)", facts)) {
            Set<String> lines = check.wanted(table);
            lines.removeAll(check.found(table));
            lines.forEach(line -> differences.add(table + " lacks " + line));
        }
        return differences;
    }

    private Set<String> wanted(String table) throws SQLException {
        Set<String> lines = new LinkedHashSet<>();
        lines.add("autoincrement " + db.number("SELECT json_extract(?, ?)", facts, path(table, "autoincrement")));
        lines.addAll(db.rows("""
                SELECT value->>'name', value->>'type', value->>'notnull', value->>'default', value->>'pk'
                FROM json_each(?, ?)""", row -> column(row, row.getBoolean(3)), facts, path(table, "columns")));
        lines.addAll(db.rows(
                "SELECT value FROM json_each(?, ?)",
                row -> check(Lexer.tokens(row.getString(1))),
                facts,
                path(table, "checks")));
        lines.addAll(db.rows("""
                SELECT lower(value->>'columns'), lower(value->>'table'), lower(value->>'references'), value->>'on_delete'
                FROM json_each(?, ?)""", FactsCheck::foreignKey, facts, path(table, "foreign_keys")));
        lines.addAll(db.rows(
                """
                SELECT value->>'name', value->>'unique', value->>'where',
                    (SELECT group_concat(c.value, char(10)) FROM json_each(f.value, '$.columns') c)
                FROM json_each(?, ?) f""",
                row -> index(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getString(4).lines().map(Lexer::tokens).toList(),
                        row.getString(3) == null ? List.of() : Lexer.tokens(row.getString(3))),
                facts,
                path(table, "indexes")));
        return lines;
    }

    private static String path(String table, String what) {
        return "$." + Sqlite.quote(table) + "." + what;
    }

    private Set<String> found(String table) throws SQLException {
        Set<String> lines = new LinkedHashSet<>();
        String columns = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?)";
        lines.addAll(db.rows(columns, row -> column(row, row.getBoolean(3)), table));
        // A key column may be NOT NULL where the facts don't ask for it.
        lines.addAll(db.rows(columns + " WHERE pk > 0", row -> column(row, false), table));
        lines.addAll(db.rows("""
                SELECT lower(json_group_array("from")), lower("table"), lower(json_group_array("to")), on_delete
                FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id""", FactsCheck::foreignKey, table));
        for (String sql :
                db.texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE", table)) {
            lines.addAll(inText(Lexer.tokens(sql)));
        }
        for (String name : db.texts("SELECT name FROM pragma_index_list(?) WHERE origin <> 'pk'", table)) {
            lines.addAll(indexLines(table, name));
        }
        return lines;
    }

    /** What no PRAGMA tells. */
    private static Set<String> inText(List<Token> table) {
        Set<String> lines = new LinkedHashSet<>();
        lines.add("autoincrement " + (table.stream().anyMatch(t -> t.is("AUTOINCREMENT")) ? 1 : 0));
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i).is("CHECK")) {
                lines.add(check(table.subList(i + 2, closing(table, i + 1))));
            }
        }
        return lines;
    }

    private Set<String> indexLines(String table, String name) throws SQLException {
        boolean unique = db.number("SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ?", table, name) == 1;
        List<String> texts = db.texts("SELECT sql FROM sqlite_schema WHERE name = ? AND sql IS NOT NULL", name);
        if (texts.isEmpty()) {
            List<List<Token>> columns = db.rows(
                    "SELECT name FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno",
                    row -> Lexer.tokens(row.getString(1)),
                    name);
            return Set.of(index(null, unique, columns, List.of()));
        }
        List<Token> tokens = Lexer.tokens(texts.get(0));
        int open = 0;
        while (!tokens.get(open).is("(")) {
            open++;
        }
        int close = closing(tokens, open);
        List<List<Token>> columns = parts(tokens.subList(open + 1, close));
        List<Token> where = tokens.subList(Math.min(close + 2, tokens.size()), tokens.size());
        return Set.of(index(name, unique, columns, where), index(null, unique, columns, where));
    }

    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        int at = open;
        do {
            depth += depth(tokens.get(at));
            at++;
        } while (depth > 0);
        return at - 1;
    }

    private static int depth(Token token) {
        return token.is("(") ? 1 : token.is(")") ? -1 : 0;
    }

    private static List<List<Token>> parts(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depth(tokens.get(i));
            if (depth == 0 && tokens.get(i).is(",")) {
                parts.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        parts.add(tokens.subList(from, tokens.size()));
        return parts;
    }

    private static String column(ResultSet row, boolean notNull) throws SQLException {
        return "column " + row.getString(1) + " " + row.getString(2).toUpperCase(Locale.ROOT)
                + (notNull ? " NOT NULL" : "") + " default " + standard(row.getString(4)) + " key " + row.getInt(5);
    }

    /** A default without the brackets around it and with one kind of quotes. */
    private static @Nullable String standard(@Nullable String value) {
        if (value == null) {
            return null;
        }
        List<Token> tokens = Lexer.tokens(value);
        while (tokens.get(0).is("(") && closing(tokens, 0) == tokens.size() - 1) {
            tokens = tokens.subList(1, tokens.size() - 1);
        }
        boolean quoted = tokens.size() == 1 && tokens.get(0).type() == Token.Type.QUOTED_NAME;
        return quoted ? "'" + tokens.get(0).name() + "'" : Token.normalize(tokens);
    }

    private static String check(List<Token> tokens) {
        return "check " + Token.normalize(tokens);
    }

    private static String foreignKey(ResultSet row) throws SQLException {
        return "foreign key " + row.getString(1) + " to " + row.getString(2) + " " + row.getString(3) + " on delete "
                + row.getString(4);
    }

    private static String index(@Nullable String name, boolean unique, List<List<Token>> columns, List<Token> where) {
        String list = columns.stream()
                .map(c -> Token.normalize(c.stream().filter(t -> !t.is("ASC")).toList()))
                .collect(Collectors.joining(", ", "(", ")"));
        return (unique ? "unique index " : "index ")
                + (name == null ? "" : name + " ")
                + list
                + (where.isEmpty() ? "" : " where " + Token.normalize(where));
    }
}
