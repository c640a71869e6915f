package dev.cairn.bench.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was wanted, what was measured, and whether that is enough. Not thread-safe. */
final class Goals {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<Row> rows = new ArrayList<>();
    private final ObjectNode root = JSON.createObjectNode();

    private record Row(String goal, String wanted, String measured, String verdict) {}

    /** A figure that must not be greater. */
    void atMost(String goal, double most, String unit, double measured, String note) {
        verdict(goal, "<= " + number(most, unit), number(measured, unit) + note, measured <= most);
    }

    /** A figure that must not be less. */
    void atLeast(String goal, double least, String unit, double measured, String note) {
        verdict(goal, ">= " + number(least, unit), number(measured, unit) + note, measured >= least);
    }

    /** Whatever is met or not. */
    void verdict(String goal, String wanted, String measured, boolean met) {
        rows.add(new Row(goal, wanted, measured, met ? "met" : "NOT MET" + others()));
    }

    /** Times mean little while others use the processors. */
    private static String others() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load > Runtime.getRuntime().availableProcessors()
                ? String.format(Locale.ROOT, " (load %.1f)", load)
                : "";
    }

    /** A figure to compare others with, or why there is none. */
    void figure(String what, String measured) {
        rows.add(new Row(what, "", measured, ""));
    }

    /** A ratio to {@code cp}, as a figure. */
    void ratio(String what, Series series, String way, String base) {
        figure(what, ratio(series, way, base));
    }

    static String ratio(Series series, String way, String base) {
        return number(series.ratio(way, base), "x") + " (" + number(series.median(way), "ms") + ")";
    }

    private static String number(double value, String unit) {
        String figure = String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
        return unit.equals("x") || unit.equals("%") ? figure + unit : figure + " " + unit;
    }

    /** Keeps all measured times for the file. */
    void raw(String size, Series series) {
        ObjectNode node = root.withObject("/" + size.replace(" ", "_"));
        series.all().forEach((name, values) -> {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        });
    }

    void print(PrintStream out) {
        Row head = new Row("goal", "figure", "measured", "verdict");
        List<Row> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int goal = all.stream().mapToInt(row -> row.goal.length()).max().orElse(0);
        int wanted = all.stream().mapToInt(row -> row.wanted.length()).max().orElse(0);
        int measured = all.stream().mapToInt(row -> row.measured.length()).max().orElse(0);
        String format = "%-" + goal + "s  %" + wanted + "s  %-" + measured + "s  %s";
        out.println();
        for (Row row : all) {
            out.println(String.format(Locale.ROOT, format, row.goal, row.wanted, row.measured, row.verdict)
                    .stripTrailing());
        }
    }

    void write(Path file) throws IOException {
        ArrayNode goals = root.putArray("goals");
        for (Row row : rows) {
            goals.addObject()
                    .put("goal", row.goal)
                    .put("figure", row.wanted)
                    .put("measured", row.measured)
                    .put("verdict", row.verdict);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, JSON.writeValueAsBytes(root));
    }
}
