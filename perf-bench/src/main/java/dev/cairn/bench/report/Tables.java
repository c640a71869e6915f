package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.harness.Spread;
import java.util.List;
import java.util.Locale;

/** Figures as tables. */
final class Tables {
    private Tables() {}

    static Table of(Outcome outcome) {
        Table table = new Table()
                .row(outcome.contest(), "us", "ratio", "quartiles", "us cpu", "ratio cpu", "bytes allocated");
        String base = outcome.names().get(0);
        for (String name : outcome.names()) {
            Spread ratio = outcome.ratio(name, base, Sample::wallNanos);
            Spread cpu = outcome.ratio(name, base, Sample::cpuNanos);
            table.row(
                    name,
                    micros(outcome.spread(name, Sample::wallNanos).median()),
                    ratio(ratio.median()),
                    quartiles(ratio),
                    micros(outcome.spread(name, Sample::cpuNanos).median()),
                    ratio(cpu.median()),
                    String.format(
                            Locale.ROOT,
                            "%,.0f",
                            outcome.spread(name, Sample::bytes).median()));
        }
        return table;
    }

    static Table of(LoadOutcome outcome) {
        Table table = new Table()
                .row(
                        outcome.contest(),
                        "ops/s",
                        "ratio",
                        "quartiles",
                        "kind",
                        "p50 us",
                        "p99",
                        "p99.9",
                        "max",
                        "errors");
        outcome.lines().forEach((name, line) -> {
            Spread ratio = outcome.ratio(name, outcome.base());
            String first = name;
            for (String kind : line.latencies().keySet()) {
                boolean top = first.equals(name);
                table.row(
                        first,
                        top ? whole(outcome.perSecond(name).median()) : "",
                        top ? ratio(ratio.median()) : "",
                        top ? quartiles(ratio) : "",
                        kind,
                        whole(line.micros(kind, 50)),
                        whole(line.micros(kind, 99)),
                        whole(line.micros(kind, 99.9)),
                        whole(line.micros(kind, 100)),
                        top ? errors(line) : "");
                first = "";
            }
        });
        return table;
    }

    static Table of(String title, List<Verdict> verdicts) {
        Table table = new Table().row(title, "wanted", "measured", "");
        verdicts.forEach(one -> table.row(one.what(), one.wanted(), one.measured(), one.verdict()));
        return table;
    }

    private static String errors(LoadOutcome.Line line) {
        return line.failed() == 0 ? "0" : line.failed() + " " + line.errors();
    }

    static String ratio(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
    }

    static String quartiles(Spread spread) {
        return ratio(spread.low()) + " - " + ratio(spread.high());
    }

    /** Short, whatever its size. */
    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }

    private static String micros(double nanos) {
        if (Double.isNaN(nanos)) {
            return "";
        }
        return String.format(Locale.ROOT, nanos < 1e6 ? "%.2f" : "%,.0f", nanos / 1e3);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
