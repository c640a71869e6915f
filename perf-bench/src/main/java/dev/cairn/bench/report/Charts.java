package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Spread;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.workload.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The drawings of the page. Cairn stands out, raw JDBC is grey, every other has a colour of its own everywhere. */
final class Charts {
    private static final int WIDTH = 360;
    private static final int ROW = 22;
    private static final int LABELS = 162;
    private static final int VALUES = 92;
    private static final int BARS = WIDTH - LABELS - VALUES;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private Charts() {}

    /** A class of the style sheet that sets a colour. */
    static String colour(String name) {
        for (PeerKind kind : PeerKind.values()) {
            if (kind.title().equals(name)) {
                return kind.name().toLowerCase(Locale.ROOT);
            }
        }
        return name.equals(Start.START) ? "start" : "other";
    }

    /** Medians as bars, quartiles as lines over their ends, 1 where the first stands. */
    static String times(Outcome outcome) {
        String base = outcome.names().get(0);
        return bars(
                outcome.contest(),
                outcome.names(),
                name -> Judged.ratio(outcome, name, base),
                name -> micros(outcome.spread(name, Judged.figure(outcome)).median() / 1e3));
    }

    /** The same of operations a second. */
    static String rates(LoadOutcome load) {
        return bars(
                load.contest(),
                List.copyOf(load.lines().keySet()),
                name -> load.ratio(name, load.base()),
                name -> perSecond(load.perSecond(name).median()));
    }

    private static String bars(
            String title, List<String> names, Function<String, Spread> length, Function<String, String> value) {
        double most = names.stream()
                .mapToDouble(name -> length.apply(name).high())
                .max()
                .orElse(1);
        double unit = BARS / Math.max(1, most);
        int height = names.size() * ROW;
        Svg svg = new Svg(WIDTH, height + 4, title);
        svg.line(LABELS + unit, 0, LABELS + unit, height, "base");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Spread spread = length.apply(name);
            int y = i * ROW;
            double middle = y + ROW / 2.0;
            String weight = name.equals(PeerKind.CAIRN.title()) ? "strong" : "";
            svg.text(LABELS - 6, middle + 4, "end", weight, shortened(name));
            svg.bar(LABELS, y + 4, spread.median() * unit, ROW - 8, "fill " + colour(name));
            svg.line(LABELS + spread.low() * unit, middle, LABELS + spread.high() * unit, middle, "spread");
            svg.line(LABELS + spread.low() * unit, middle - 3, LABELS + spread.low() * unit, middle + 3, "spread");
            svg.line(LABELS + spread.high() * unit, middle - 3, LABELS + spread.high() * unit, middle + 3, "spread");
            svg.text(WIDTH, middle + 4, "end", weight, Tables.ratio(spread.median()) + " · " + value.apply(name));
        }
        return svg.toString();
    }

    private static String shortened(String name) {
        return name.length() <= 26 ? name : name.substring(0, 25) + "…";
    }

    private static String micros(double micros) {
        return micros < 1e3
                ? withUnit(micros, "µs")
                : micros < 1e6 ? withUnit(micros / 1e3, "ms") : withUnit(micros / 1e6, "s");
    }

    private static String perSecond(double value) {
        return value < 1e3 ? String.format(Locale.ROOT, "%.0f/s", value) : withUnit(value / 1e3, "k/s");
    }

    private static String withUnit(double value, String unit) {
        boolean whole = value >= 100 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f %s" : "%.1f %s", value, unit);
    }

    /** How long callers waited for one kind of operation, by percentile. */
    static String percentiles(LoadOutcome load, String kind) {
        Lines lines = new Lines(load.contest() + ", " + kind, List.of("p50", "p90", "p99", "p99.9", "p99.99", "max"));
        load.lines().forEach((name, line) -> {
            List<Double> values = new ArrayList<>();
            for (double percentile : PERCENTILES) {
                values.add(line.micros(kind, percentile));
            }
            lines.add(name, values);
        });
        return lines.draw(Charts::micros);
    }

    /** One line a library, a point for each contest. */
    static String rates(String title, List<String> labels, List<LoadOutcome> loads) {
        Lines lines = new Lines(title, labels);
        for (String name : loads.get(0).lines().keySet()) {
            lines.add(
                    name,
                    loads.stream().map(load -> load.perSecond(name).median()).toList());
        }
        return lines.draw(Charts::perSecond);
    }

    /** One line a library, a point for each size. */
    static String scaling(String title, Map<String, Outcome> bySize) {
        Lines lines = new Lines(title, List.copyOf(bySize.keySet()));
        List<Outcome> outcomes = List.copyOf(bySize.values());
        for (String name : outcomes.get(0).names()) {
            lines.add(
                    name,
                    outcomes.stream()
                            .map(outcome ->
                                    outcome.spread(name, Judged.figure(outcome)).median() / 1e3)
                            .toList());
        }
        return lines.draw(Charts::micros);
    }
}
