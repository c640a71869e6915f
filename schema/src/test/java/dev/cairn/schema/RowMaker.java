package dev.cairn.schema;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills every table of a database with rows that its schema accepts: parents first, the values that a CHECK names, no
 * value twice in a column that may be unique, and now and then a NULL. The same schema always gets the same rows.
 */
final class RowMaker {
    private static final Pattern RANGE = Pattern.compile("(\\w+) between (\\d+) and \\d+");

    private final Sqlite db;

    private record Column(int position, String name, String type, boolean required) {}

    private record Reference(String parent, String column) {}

    private RowMaker(Sqlite db) {
        this.db = db;
    }

    static void fill(Path file, int rows) {
        try (Sqlite db = Sqlite.open(file)) {
            fill(db, rows);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void fill(Sqlite db, int rows) throws SQLException {
        db.execute("PRAGMA foreign_keys = ON");
        RowMaker maker = new RowMaker(db);
        for (String table : maker.parentsFirst()) {
            for (int row = 1; row <= rows; row++) {
                db.execute(maker.insert(table, row));
            }
        }
    }

    private List<String> parentsFirst() throws SQLException {
        List<String> left = db.texts("""
                SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'migration_history' ORDER BY name""");
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = next(left);
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private String next(List<String> left) throws SQLException {
        for (String table : left) {
            List<String> parents = db.texts("SELECT \"table\" FROM pragma_foreign_key_list(?)", table);
            if (parents.stream().noneMatch(left::contains)) {
                return table;
            }
        }
        throw new IllegalStateException("these tables need each other: " + left);
    }

    private String insert(String table, int row) throws SQLException {
        List<Column> columns = db.rows(
                "SELECT cid, name, type, \"notnull\" OR pk > 0 FROM pragma_table_xinfo(?) WHERE hidden = 0",
                r -> new Column(r.getInt(1), r.getString(2), r.getString(3), r.getBoolean(4)),
                table);
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            values.add(value(table, column, row));
        }
        String names = columns.stream().map(c -> Sqlite.quote(c.name())).collect(Collectors.joining(", "));
        return "INSERT INTO " + Sqlite.quote(table) + " (" + names + ") VALUES (" + String.join(", ", values) + ")";
    }

    private String value(String table, Column column, int row) throws SQLException {
        if (!column.required() && (row + column.position()) % 4 == 0) {
            return "NULL";
        }
        Reference reference = reference(table, column);
        if (reference != null) {
            return "(SELECT " + Sqlite.quote(reference.column()) + " FROM " + Sqlite.quote(reference.parent())
                    + " ORDER BY rowid LIMIT 1 OFFSET " + (row - 1) + ")";
        }
        String checked = checked(table, column, row);
        return checked == null ? free(column, row) : checked;
    }

    private @Nullable Reference reference(String table, Column column) throws SQLException {
        List<Reference> found = db.rows("""
                SELECT "table", coalesce("to", (SELECT name FROM pragma_table_info("table") WHERE pk = 1))
                FROM pragma_foreign_key_list(?) WHERE "from" = ?""", r -> new Reference(r.getString(1), r.getString(2)), table, column.name());
        return found.isEmpty() ? null : found.get(0);
    }

    /** Out of {@code column IN ('a', 'b')} or {@code column BETWEEN 1 AND 9}. */
    private @Nullable String checked(String table, Column column, int row) throws SQLException {
        List<Token> tokens = Lexer.tokens(
                db.texts("SELECT sql FROM sqlite_schema WHERE name = ?", table).get(0));
        String name = column.name().toLowerCase(Locale.ROOT);
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).name().equalsIgnoreCase(name) && tokens.get(i + 1).is("IN")) {
                List<String> values = tokens.stream()
                        .skip(i + 3L)
                        .takeWhile(t -> !t.is(")"))
                        .filter(t -> !t.is(","))
                        .map(Token::text)
                        .toList();
                return values.get((row - 1) % values.size());
            }
        }
        Matcher range = RANGE.matcher(Token.normalize(tokens));
        while (range.find()) {
            if (range.group(1).equals(name)) {
                return Long.toString(Long.parseLong(range.group(2)) + row);
            }
        }
        return null;
    }

    private static String free(Column column, int row) {
        String type = column.type().toUpperCase(Locale.ROOT);
        int number = column.position() * 100 + row;
        if (type.startsWith("INT")) {
            return Integer.toString(number);
        }
        if (type.startsWith("BOOL")) {
            return Integer.toString(row % 2);
        }
        if (type.startsWith("REAL")) {
            return number + ".25";
        }
        if (type.startsWith("BLOB")) {
            return String.format(Locale.ROOT, "x'%032x'", number);
        }
        if (type.startsWith("DATETIME")) {
            return String.format(Locale.ROOT, "'2026-01-%02d 12:00:00'", row);
        }
        return type.equals("JSON") ? "'{\"row\": " + row + "}'" : "'it''s " + column.name() + "; ü " + row + "'";
    }
}
