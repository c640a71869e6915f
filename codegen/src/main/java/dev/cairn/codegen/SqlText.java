package dev.cairn.codegen;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a CREATE statement, of which SQLite keeps every space and comment. Immutable. */
final class SqlText {
    private static final Pattern PARTS = Pattern.compile(
            "(?<quoted>'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\])|(?<space>(?:\\s|--[^\\n]*|/\\*.*?(?:\\*/|$))+)|(?<word>\\w+)|.",
            Pattern.DOTALL);

    private final String sql;

    SqlText(String sql) {
        this.sql = sql;
    }

    /** On one line and without comments; what stands in quotes is as it was. */
    String plain() {
        StringBuilder plain = new StringBuilder();
        Matcher part = PARTS.matcher(sql);
        while (part.find()) {
            plain.append(part.group("space") == null ? part.group() : " ");
        }
        return plain.toString().strip();
    }

    /** What follows a WHERE that stands in no parentheses: the predicate of a partial index. */
    Optional<String> predicate() {
        Matcher part = PARTS.matcher(sql);
        int depth = 0;
        while (part.find()) {
            String text = part.group();
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            if (depth == 0 && text.toUpperCase(Locale.ROOT).equals("WHERE")) {
                return Optional.of(new SqlText(sql.substring(part.end())).plain());
            }
        }
        return Optional.empty();
    }
}
