package dev.cairn.bench.report;

import dev.cairn.bench.peer.PeerKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A chart of lines over a few labels, with a scale of powers of ten. Not thread-safe. */
final class Lines {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 220;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 24;

    private final String title;
    private final List<String> labels;
    private final Map<String, List<Double>> lines = new LinkedHashMap<>();

    Lines(String title, List<String> labels) {
        this.title = title;
        this.labels = labels;
    }

    void add(String name, List<Double> values) {
        if (!values.isEmpty() && values.stream().allMatch(value -> value > 0)) {
            lines.put(name, values);
        }
    }

    String draw(DoubleFunction<String> text) {
        DoubleSummaryStatistics all =
                lines.values().stream().flatMap(List::stream).collect(Collectors.summarizingDouble(value -> value));
        double[] marks = marks(all.getMin(), all.getMax());
        double least = Math.log10(marks[0]);
        double span = Math.log10(marks[marks.length - 1]) - least;
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        for (double mark : marks) {
            if (span <= 1.5 || isPowerOfTen(mark)) {
                double y = y(Math.log10(mark), least, span);
                svg.line(LEFT, y, WIDTH - RIGHT, y, "grid");
                svg.text(LEFT - 6, y + 4, "end", "", text.apply(mark));
            }
        }
        for (int i = 0; i < labels.size(); i++) {
            svg.text(x(i), HEIGHT - 6, "middle", "", labels.get(i));
        }
        // The last one drawn lies on top.
        lines.keySet().stream()
                .sorted(Comparator.comparing(PeerKind.CAIRN.title()::equals))
                .forEach(name -> line(svg, name, lines.getOrDefault(name, List.of()), least, span, text));
        return svg.toString();
    }

    /** 1, 2 and 5 times powers of ten, from below the least value to above the greatest. */
    private static double[] marks(double least, double most) {
        double[] all = DoubleStream.iterate(1e-3, power -> power < 1e10, power -> power * 10)
                .flatMap(power -> DoubleStream.of(power, 2 * power, 5 * power))
                .toArray();
        int first = 0;
        while (all[first + 1] <= least) {
            first++;
        }
        int last = first + 1;
        while (all[last] < most) {
            last++;
        }
        return Arrays.copyOfRange(all, first, last + 1);
    }

    private static boolean isPowerOfTen(double mark) {
        return Math.abs(Math.log10(mark) - Math.rint(Math.log10(mark))) < 1e-6;
    }

    private void line(
            Svg svg, String name, List<Double> values, double least, double span, DoubleFunction<String> text) {
        double[] points = new double[2 * values.size()];
        for (int i = 0; i < values.size(); i++) {
            points[2 * i] = x(i);
            points[2 * i + 1] = y(Math.log10(values.get(i)), least, span);
        }
        String colour = Charts.colour(name);
        svg.path(points, "stroke " + colour + (name.equals(PeerKind.CAIRN.title()) ? " thick" : ""));
        for (int i = 0; i < values.size(); i++) {
            svg.dot(
                    points[2 * i],
                    points[2 * i + 1],
                    "fill " + colour,
                    name + ", " + labels.get(i) + ": " + text.apply(values.get(i)));
        }
    }

    private double x(int index) {
        int gaps = Math.max(1, labels.size() - 1);
        double inset = 16;
        return LEFT + inset + index * (WIDTH - LEFT - RIGHT - 2 * inset) / gaps;
    }

    private static double y(double log, double least, double span) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (log - least) / span);
    }
}
