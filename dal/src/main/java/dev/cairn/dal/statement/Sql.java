package dev.cairn.dal.statement;

import java.util.Locale;
import java.util.Set;

/** What little of a statement's text the runtime has to know. */
public final class Sql {
    private static final Set<String> TRANSACTION = Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");
    private static final Set<String> SCHEMA = Set.of("CREATE", "ALTER", "DROP");

    private static final int LONGEST = 500;

    private Sql() {}

    /** Whether it begins or ends a transaction or savepoint. */
    static boolean controlsTransaction(String sql) {
        return TRANSACTION.contains(firstWord(sql));
    }

    /** Whether it changes tables, indexes, views or triggers. */
    static boolean changesSchema(String sql) {
        return SCHEMA.contains(firstWord(sql));
    }

    private static String firstWord(String sql) {
        int from = afterBlanks(sql);
        int to = from;
        while (to < sql.length() && isLetter(sql.charAt(to))) {
            to++;
        }
        return sql.substring(from, to).toUpperCase(Locale.ROOT);
    }

    private static int afterBlanks(String sql) {
        int at = 0;
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == ';') {
                at++;
            } else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
                at = afterComment(sql, at);
            } else {
                return at;
            }
        }
        return at;
    }

    private static int afterComment(String sql, int at) {
        String end = sql.charAt(at) == '-' ? "\n" : "*/";
        int found = sql.indexOf(end, at + 2);
        return found < 0 ? sql.length() : found + end.length();
    }

    /** The text with a question mark for every value that is written into it, and without comments. */
    public static String shape(String sql) {
        StringBuilder shape = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
                at = afterComment(sql, at);
                shape.append(' ');
            } else if (c == '\'' || isBlob(sql, at)) {
                at = afterQuoted(sql, c == '\'' ? at : at + 1, '\'');
                shape.append('?');
            } else if (c == '"' || c == '`') {
                int end = afterQuoted(sql, at, c);
                shape.append(sql, at, end);
                at = end;
            } else if (isDigit(c)) {
                at = afterNumber(sql, at);
                shape.append('?');
            } else if (isPartOfName(c)) {
                int end = afterName(sql, at);
                shape.append(sql, at, end);
                at = end;
            } else {
                shape.append(c);
                at++;
            }
        }
        return shape.toString();
    }

    /** The same, cut where it is too long for a line. */
    public static String brief(String sql) {
        String shape = shape(sql);
        return shape.length() <= LONGEST ? shape : shape.substring(0, LONGEST) + "…";
    }

    private static boolean isBlob(String sql, int at) {
        return (sql.charAt(at) == 'x' || sql.charAt(at) == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'';
    }

    private static int afterQuoted(String sql, int from, char quote) {
        int at = from + 1;
        while (at < sql.length()) {
            if (sql.charAt(at) != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return at;
    }

    /** Digits, hexadecimal digits, fraction and exponent; the sign of an exponent too. */
    private static int afterNumber(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean sign = (c == '+' || c == '-') && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E');
            if (!isDigit(c) && !isLetter(c) && c != '.' && c != '_' && !sign) {
                return at;
            }
            at++;
        }
        return at;
    }

    /** The number behind a question mark belongs to the question mark, as those in a name to the name. */
    private static int afterName(String sql, int from) {
        int at = from + 1;
        while (at < sql.length() && (isPartOfName(sql.charAt(at)) || isDigit(sql.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isPartOfName(char c) {
        return isLetter(c) || c == '_' || c == '?' || c == ':' || c == '@' || c == '$' || c >= 0x80;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
