package dev.cairn.console;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines and aligned columns for people to read. */
final class Page {
    private static final String GAP = "  ";

    private final PrintWriter writer;
    private final Style style;

    Page(PrintWriter writer, Style style) {
        this.writer = writer;
        this.style = style;
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
                .map(cells.andThen(row -> row.stream().map(Style::harmless).toList()))
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

    private static String row(List<String> cells, int[] widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            row.append(cells.get(i));
            row.append(" ".repeat(widths[i] - cells.get(i).length())).append(GAP);
        }
        return row.toString().stripTrailing();
    }
}
