package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells what SQLite's result codes mean (https://www.sqlite.org/rescode.html). SQLite's own words may hold values, so
 * only the names in a constraint's are passed on.
 */
public final class Errors {
    private static final int LONGEST_SQL = 500;
    private static final Pattern CONSTRAINT = Pattern.compile("\\w+ constraint failed: ([^)]*)\\)?");

    private Errors() {}

    /** The error of a statement, without its values. */
    public static DalException translate(SQLException e, String sql) {
        int code = code(e);
        Kind kind = kind(code);
        Matcher names = CONSTRAINT.matcher(String.valueOf(e.getMessage()));
        boolean named = kind != Kind.FOREIGN_KEY && names.find();
        return named
                ? DalException.of(
                        kind, "columns", names.group(1), "code", Integer.toString(code), "sql", shortened(sql))
                : DalException.of(kind, "code", Integer.toString(code), "sql", shortened(sql));
    }

    /** The error of a full-text query: what is wrong with a statement that was prepared already is its search text. */
    static DalException translateSearch(SQLException e, String sql) {
        return code(e) == SQLiteErrorCode.SQLITE_ERROR.code
                ? DalException.of(Kind.BAD_SEARCH, "sql", shortened(sql))
                : translate(e, sql);
    }

    private static int code(SQLException e) {
        return e instanceof SQLiteException s ? s.getResultCode().code : 1;
    }

    private static String shortened(String sql) {
        return sql.length() <= LONGEST_SQL ? sql : sql.substring(0, LONGEST_SQL) + "…";
    }

    private static Kind kind(int code) {
        return switch (code) {
            case 2067, 1555, 2579 -> Kind.UNIQUE;
            case 1299 -> Kind.NOT_NULL;
            case 787 -> Kind.FOREIGN_KEY;
            case 275 -> Kind.CHECK;
            case 3091 -> Kind.BAD_VALUE;
            default ->
                switch (code & 0xff) {
                    case 5, 6 -> Kind.BUSY;
                    case 10, 13 -> Kind.STORAGE;
                    case 20 -> Kind.BAD_VALUE;
                    default -> Kind.FAILED;
                };
        };
    }
}
