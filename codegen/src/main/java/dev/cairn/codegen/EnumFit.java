package dev.cairn.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether an enum has the texts that its column takes, as far as a DEFAULT and a CHECK of the form {@code CHECK (column
 * IN ('a', 'b'))} say: else rows that are right could not be read.
 */
record EnumFit(String column, String name, List<String> texts) {
    private static final String TEXT = "'(?:[^']|'')*'";
    private static final Pattern LITERAL = Pattern.compile(TEXT);
    private static final String LISTED = "(?i)\\bCHECK ?\\( ?[\"`\\[]?%s[\"`\\]]? IN ?\\((%s)\\) ?\\)";
    private static final String LIST = " ?" + TEXT + "(?: ?, ?" + TEXT + ")* ?";

    /**
     * Refuses one that does not fit.
     *
     * @param value the expression of the default
     * @param sql the statement that made the table
     */
    void require(Optional<String> value, String sql) {
        value.filter(LITERAL.asMatchPredicate())
                .map(EnumFit::unquoted)
                .ifPresent(text -> refuse("lacks its default", List.of(text)));
        String own = column.substring(column.indexOf('.') + 1);
        Matcher check =
                Pattern.compile(LISTED.formatted(Pattern.quote(own), LIST)).matcher(new SqlText(sql).plain());
        if (check.find()) {
            List<String> taken = LITERAL.matcher(check.group(1))
                    .results()
                    .map(literal -> unquoted(literal.group()))
                    .toList();
            refuse("lacks what its CHECK allows", taken);
        }
    }

    private static String unquoted(String literal) {
        return literal.substring(1, literal.length() - 1).replace("''", "'");
    }

    /** It may have more texts than this column takes: several columns can share it. */
    private void refuse(String how, List<String> needed) {
        List<String> missing = new ArrayList<>(needed);
        missing.removeAll(texts);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the property enum." + column + ": " + name + " " + how + ": " + String.join(", ", missing));
        }
    }
}
