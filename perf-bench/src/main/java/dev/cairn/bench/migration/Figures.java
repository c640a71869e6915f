package dev.cairn.bench.migration;

import dev.cairn.bench.report.Report;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of measured figures, beside what plain JDBC takes for the same in the same run. */
final class Figures {
    private final String title;
    private final List<String[]> rows = new ArrayList<>();
    private final Map<String, Double> millis = new LinkedHashMap<>();

    Figures(String title) {
        this.title = title;
    }

    /** One line; a baseline of zero is none. */
    void add(String what, double millis, double baselineMillis, String note) {
        boolean alone = baselineMillis == 0;
        this.millis.put(what, millis);
        rows.add(new String[] {
            what,
            millis(millis),
            alone ? "" : millis(baselineMillis),
            alone ? "" : String.format(Locale.ROOT, "%.2f", millis / baselineMillis),
            note
        });
    }

    /** One line of plain JDBC alone, to see what a part of the others costs. */
    void baseline(String what, double millis) {
        rows.add(new String[] {what, "", millis(millis), "", ""});
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f ms" : "%,.0f ms", value);
    }

    /** What was printed, for the verdicts and files of the run. */
    void keepIn(Report report) {
        millis.forEach((what, value) -> report.keep(MigrationBenchmark.NAME, title + ": " + what, value));
    }

    void print(PrintStream out) {
        out.println();
        List<String[]> all =
                new ArrayList<>(List.<String[]>of(new String[] {title, "Cairn", "plain JDBC", "ratio", ""}));
        all.addAll(rows);
        int width = all.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        for (String[] row : all) {
            Object[] cells = Arrays.copyOf(row, row.length, Object[].class);
            out.println(String.format(Locale.ROOT, "%-" + width + "s %12s %12s %7s  %s", cells)
                    .stripTrailing());
        }
    }
}
