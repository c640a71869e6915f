package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells what SQLite's result codes mean (https://www.sqlite.org/rescode.html). SQLite's own words may hold values, so
 * only those of a constraint and those about a name that stands in the statement are passed on, and its exception is
 * nobody's cause.
 */
public final class Errors {
    private static final int LONGEST_SQL = 500;
    // The driver puts SQLite's words in parentheses behind its own.
    private static final Pattern CONSTRAINT =
            Pattern.compile("\\((?:UNIQUE|NOT NULL|CHECK) constraint failed: (.*)\\)", Pattern.DOTALL);
    private static final Pattern DATATYPE =
            Pattern.compile("\\(cannot store \\w+ value in \\w+ column (.*)\\)", Pattern.DOTALL);
    private static final Pattern UNKNOWN = Pattern.compile(
            "\\(((?:no such [a-z ]+|ambiguous column name): ([^ ]+)|near \"([^\"]+)\": syntax error"
                    + "|table ([^ ]+) has no column named ([^ ]+))(?: - .*)?\\)",
            Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("index '(.*)'", Pattern.DOTALL);

    private Errors() {}

    /** The error of a statement, without its values. */
    public static DalException translate(SQLException e, String sql) {
        return translate(e, "", sql);
    }

    /** The error of a statement on a table, without its values. */
    public static DalException translate(SQLException e, String table, String sql) {
        int code = code(e);
        Kind kind = kind(code);
        List<String> fields = new ArrayList<>(rule(kind, table, String.valueOf(e.getMessage())));
        if (kind == Kind.FAILED) {
            fields.addAll(problem(String.valueOf(e.getMessage()), sql));
        }
        fields.addAll(List.of("code", Integer.toString(code)));
        if (!sql.isEmpty()) {
            fields.addAll(List.of("sql", shortened(sql)));
        }
        return DalException.of(kind, fields.toArray(String[]::new));
    }

    /** What is unknown in a statement, if all that SQLite names stands in it, where it has no values any more. */
    private static List<String> problem(String message, String sql) {
        Matcher words = UNKNOWN.matcher(message);
        if (!words.find()) {
            return List.of();
        }
        boolean told = IntStream.rangeClosed(2, words.groupCount())
                .mapToObj(words::group)
                .filter(Objects::nonNull)
                .allMatch(name -> Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)")
                        .matcher(sql)
                        .find());
        return told ? List.of("problem", words.group(1)) : List.of();
    }

    /**
     * Which rule of which table it was. SQLite writes {@code users.email, users.name}, {@code index 'name'} for one
     * over an expression, and of a CHECK its name or expression; all of that is text of the schema.
     */
    private static List<String> rule(Kind kind, String table, String message) {
        Pattern pattern = kind == Kind.BAD_VALUE ? DATATYPE : CONSTRAINT;
        Matcher words = pattern.matcher(kind.isConstraint() ? message : "");
        List<String> known = table.isEmpty() ? List.of() : List.of("table", table);
        if (!words.find()) {
            return known;
        }
        String names = words.group(1);
        Matcher index = INDEX.matcher(names);
        if (kind == Kind.CHECK) {
            return and(known, "constraint", names);
        }
        return index.matches()
                ? and(known, "constraint", index.group(1))
                : List.of("table", tableOf(names, table), "columns", columnsOf(names));
    }

    private static List<String> and(List<String> known, String name, String value) {
        return Stream.concat(known.stream(), Stream.of(name, value)).toList();
    }

    private static String tableOf(String names, String otherwise) {
        int dot = names.indexOf('.');
        return dot < 0 ? otherwise : names.substring(0, dot);
    }

    private static String columnsOf(String names) {
        return names.replaceAll("(^|, )[^.,]*\\.", "$1");
    }

    /** Whether a statement that was prepared already is refused for what a value says, such as a search text. */
    static boolean isSyntax(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_ERROR.code;
    }

    /** SQLite's extended result code; 1 for what the driver says by itself. */
    public static int code(SQLException e) {
        return e instanceof SQLiteException s ? s.getResultCode().code : 1;
    }

    private static String shortened(String sql) {
        return sql.length() <= LONGEST_SQL ? sql : sql.substring(0, LONGEST_SQL) + "…";
    }

    /** What a result code means. */
    public static Kind kind(int code) {
        return switch (code) {
            case 2067, 1555, 2579 -> Kind.UNIQUE;
            case 1299 -> Kind.NOT_NULL;
            case 787 -> Kind.FOREIGN_KEY;
            case 275 -> Kind.CHECK;
            case 1811 -> Kind.RAISED;
            case 3091 -> Kind.BAD_VALUE;
            case 516 -> Kind.ROLLED_BACK;
            default ->
                switch (code & 0xff) {
                    case 5, 6, 15 -> Kind.BUSY;
                    case 8 -> Kind.READ_ONLY;
                    case 9 -> Kind.INTERRUPTED;
                    case 10 -> Kind.STORAGE;
                    case 11, 26 -> Kind.CORRUPT;
                    case 13 -> Kind.DISK_FULL;
                    case 3, 14, 23 -> Kind.CANNOT_OPEN;
                    case 18, 20 -> Kind.BAD_VALUE;
                    default -> Kind.FAILED;
                };
        };
    }
}
