package dev.cairn.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns are as wide as they have to be; all but the first and last stand to the right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    List<List<String>> rows() {
        return rows;
    }

    void print(PrintStream out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                String gap = " ".repeat(widths[i] - cell.length());
                boolean left = i == 0 || i == columns - 1;
                line.append(i == 0 ? "" : "  ").append(left ? cell + gap : gap + cell);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
