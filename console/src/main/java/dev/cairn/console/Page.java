package dev.cairn.console;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines and aligned columns for people to read. */
final class Page {
    private static final String GAP = "  ";
    private static final int LEAST_ROOM = 20;
    private static final Pattern CLAUSE =
            Pattern.compile(" (?=(?:from|where|group by|having|order by|limit) )", Pattern.CASE_INSENSITIVE);

    private final PrintWriter writer;
    private final Style style;
    private final int columns;

    /** Where a line may be as long as it is, {@code columns} is {@link Integer#MAX_VALUE}. */
    Page(PrintWriter writer, Style style, int columns) {
        this.writer = writer;
        this.style = style;
        this.columns = columns;
    }

    Style style() {
        return style;
    }

    Page line(String text) {
        writer.print(text + "\n");
        return this;
    }

    Page line() {
        return line("");
    }

    /** Text that goes on under its beginning where the line ends. */
    Page text(int indent, String text) {
        return line(" ".repeat(indent) + wrapped(text, indent, columns));
    }

    /** SQL, a clause a line where it does not fit in one; each is broken between words if it must be. */
    Page sql(int indent, String sql) {
        boolean fits = indent + sql.length() <= columns;
        Stream.of(fits ? new String[] {sql} : CLAUSE.split(sql)).forEach(clause -> text(indent, clause));
        return this;
    }

    /** A word and what it stands for. */
    Page fact(String name, String value) {
        return line(String.format("%-10s%s", name, value));
    }

    /** The fields and the hint of a refusal. */
    void details(Refusal refusal) {
        refusal.printDetails(writer, style);
    }

    /** A heading over aligned columns; nothing, not even the heading, for no rows. */
    <T> void table(List<String> headings, Collection<T> items, Function<T, List<String>> cells) {
        if (items.isEmpty()) {
            return;
        }
        List<List<String>> rows = items.stream()
                .map(cells.andThen(row -> row.stream().map(Page::oneLine).toList()))
                .toList();
        int[] widths = IntStream.range(0, headings.size())
                .map(i -> Stream.concat(Stream.of(headings), rows.stream())
                        .mapToInt(row -> row.get(i).length())
                        .max()
                        .orElse(0))
                .toArray();
        line(style.bold(row(headings, widths)));
        rows.forEach(row -> line(row(row, widths)));
    }

    /** The last cell goes on under its beginning, if there is room for it. */
    private String row(List<String> cells, int[] widths) {
        int last = widths.length - 1;
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < last; i++) {
            row.append(cells.get(i));
            row.append(" ".repeat(widths[i] - cells.get(i).length())).append(GAP);
        }
        boolean room = columns - row.length() >= LEAST_ROOM;
        row.append(room ? wrapped(cells.get(last), row.length(), columns) : cells.get(last));
        return row.toString().stripTrailing();
    }

    private static String oneLine(String text) {
        return Style.harmless(text).replace('\n', ' ');
    }

    /** Text that begins at a column, broken between words; further lines are indented to where it begins. */
    static String wrapped(String text, int indent, int columns) {
        StringBuilder wrapped = new StringBuilder();
        int column = indent;
        boolean begun = false;
        for (String word : text.split(" ", -1)) {
            int width = Style.width(word);
            if (begun && column + 1 + width > columns) {
                wrapped.append("\n").append(" ".repeat(indent));
                column = indent;
                begun = false;
            }
            String gap = begun ? " " : "";
            wrapped.append(gap).append(word);
            column += gap.length() + width;
            begun = true;
        }
        return wrapped.toString();
    }
}
