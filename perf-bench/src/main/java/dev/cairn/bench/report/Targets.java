package dev.cairn.bench.report;

import static dev.cairn.bench.peer.PeerKind.CAIRN;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.migration.MigrationBenchmark;
import dev.cairn.bench.peer.Typical;
import dev.cairn.bench.workload.ColdStart;
import dev.cairn.bench.workload.ManyThreads;
import dev.cairn.bench.workload.Recovery;
import dev.cairn.bench.workload.Start;
import dev.cairn.bench.workload.TargetFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The targets of the bundled systems. Those whose workload was not run are left out. */
final class Targets {
    private final Report report;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Targets(Report report) {
        this.report = report;
    }

    /** The verdicts on what was measured. */
    static List<Verdict> of(Report report) {
        Targets targets = new Targets(report);
        targets.latencies();
        targets.speedUps();
        targets.sizes();
        targets.operations();
        targets.process();
        return targets.verdicts;
    }

    private void latencies() {
        LoadOutcome all = report.load(Start.ALL);
        if (all != null) {
            double slowest = slowest(all, CAIRN.title(), Typical.values());
            atMost("query, p99 of the slowest typical one", "5 ms", 5, slowest, "ms");
            double hive = slowest(all, CAIRN.title(), Typical.CONVERSATION);
            atMost("query of hive, p99", "3 ms", 3, hive, "ms");
            double before = slowest(all, Start.START, Typical.values());
            atLeast("queries 2 times as fast (10 to 5 ms), p99", 2, before / slowest);
            double hiveBefore = slowest(all, Start.START, Typical.CONVERSATION);
            atLeast("hive, 35 to 3 ms, p99", 35 / 3.0, hiveBefore / hive);
        }
        LoadOutcome connections = report.load(TargetFigures.CONNECTIONS);
        if (connections != null) {
            double cairn = p99(connections, CAIRN.title(), "connection");
            atMost("connection, p99", "2 ms", 2, cairn, "ms");
            double opened = connections.line(TargetFigures.OPENED).micros("connection", 50);
            double kept = connections.line(CAIRN.title()).micros("connection", 50);
            atLeast("connections 2.5 times as fast (5 to 2 ms)", 2.5, opened / kept);
        }
    }

    private static double slowest(LoadOutcome outcome, String name, Typical... queries) {
        double slowest = 0;
        for (Typical query : queries) {
            double millis = p99(outcome, name, query.title());
            slowest = Double.isNaN(millis) ? slowest : Math.max(slowest, millis);
        }
        return slowest;
    }

    private static double p99(LoadOutcome outcome, String name, String kind) {
        return outcome.line(name).micros(kind, 99) / 1e3;
    }

    /** By the geometric mean over the typical queries. */
    private void speedUps() {
        List<Outcome> outcomes = Start.queries().stream()
                .map(query -> report.outcome(Start.name(query)))
                .filter(Objects::nonNull)
                .toList();
        if (outcomes.isEmpty()) {
            return;
        }
        atLeast("5 to 10 times from indexes", 5, mean(outcomes, Start.START, Start.INDEXED));
        atLeast("5 times from pooling and kept statements", 5, mean(outcomes, Start.INDEXED, CAIRN.title()));
        atLeast("10 times overall over the start", 10, mean(outcomes, Start.START, CAIRN.title()));
        Outcome hive = report.outcome(Start.name(Typical.CONVERSATION));
        if (hive != null) {
            atLeast("hive, 15 to 22 times", 15, mean(List.of(hive), Start.START, CAIRN.title()));
        }
    }

    private static double mean(Collection<Outcome> outcomes, String slow, String fast) {
        double product = outcomes.stream()
                .mapToDouble(
                        outcome -> outcome.ratio(slow, fast, Sample::wallNanos).median())
                .reduce(1, (a, b) -> a * b);
        return Math.pow(product, 1.0 / outcomes.size());
    }

    private void sizes() {
        figure(TargetFigures.COVERAGE, "all")
                .ifPresent(percent -> verdicts.add(Verdict.of(
                        "index coverage of the typical queries",
                        ">= 90 %",
                        number("%.0f %%", percent),
                        percent >= 90)));
        Double records = report.figures().getOrDefault(TargetFigures.RECORDS, Map.of()).values().stream()
                .findFirst()
                .orElse(null);
        if (records != null) {
            verdicts.add(Verdict.of(
                    "100k+ records, which all of this is measured on",
                    ">= 100,000",
                    number("%,.0f", records),
                    records >= 100_000));
        }
        users("10+ concurrent users", ManyThreads.name(16));
        users("100+ concurrent users", TargetFigures.HUNDRED_USERS);
    }

    private void users(String target, String contest) {
        LoadOutcome load = report.load(contest);
        if (load != null) {
            LoadOutcome.Line line = load.line(CAIRN.title());
            verdicts.add(Verdict.of(
                    target,
                    "no error, reads p99 < 5 ms",
                    number("%d errors, %.2f ms", line.failed(), line.micros("read", 99) / 1e3),
                    line.failed() == 0 && line.micros("read", 99) < 5_000));
        }
    }

    private void operations() {
        figure(Recovery.NAME, Recovery.TAKE)
                .ifPresent(seconds -> atMost("backup of 100k+ records", "30 s", 30, seconds, "s"));
        figure(Recovery.NAME, Recovery.RESTORE)
                .ifPresent(seconds -> atMost("recovery of 100k+ records", "60 s", 60, seconds, "s"));
        figure(Recovery.NAME, Recovery.COVERAGE)
                .ifPresent(percent -> verdicts.add(
                        Verdict.of("backup coverage", "100 %", number("%.0f %%", percent), percent == 100)));
        Map<String, Double> migrations = report.figures().getOrDefault(MigrationBenchmark.NAME, Map.of());
        migrations.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .ifPresent(most -> atMost("migration, the longest of all measured", "10 s", 10, most / 1e3, "s"));
        figure(MigrationBenchmark.NAME, MigrationBenchmark.FROM_NOTHING + ": hive")
                .ifPresent(hive -> atMost("migration of hive from nothing", "500 ms", 500, hive, "ms"));
    }

    /** As measured: these were asked of a program without a JVM. */
    private void process() {
        Outcome cold = report.outcome(ColdStart.NAME);
        if (cold != null) {
            double millis = cold.spread(CAIRN.title(), Sample::wallNanos).median() / 1e6;
            verdicts.add(new Verdict(
                    "start-up in 50 ms",
                    "50 ms",
                    number("%,.0f ms", millis),
                    millis <= 50
                            ? Verdict.MET
                            : "as measured: a JVM and its classes come first; not of a native program"));
        }
        OptionalDouble resident = figure(TargetFigures.PROCESS, TargetFigures.RESIDENT);
        OptionalDouble heap = figure(TargetFigures.PROCESS, TargetFigures.HEAP);
        if (resident.isPresent() && heap.isPresent()) {
            verdicts.add(new Verdict(
                    "memory of 25 MB",
                    "25 MB",
                    number("%.0f MiB, %.0f of them heap", resident.getAsDouble(), heap.getAsDouble()),
                    resident.getAsDouble() <= 25
                            ? Verdict.MET
                            : "as measured: a JVM's own code, classes and caches of pages are most of it"));
        }
    }

    private OptionalDouble figure(String what, String whose) {
        Double value = report.figure(what, whose);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private void atMost(String target, String wanted, double most, double measured, String unit) {
        String text = number(measured < 10 ? "%.2f %s" : "%,.0f %s", measured, unit);
        verdicts.add(Verdict.of(target, "< " + wanted, text, measured < most));
    }

    private void atLeast(String target, double least, double measured) {
        verdicts.add(Verdict.of(target, number(">= %.1fx", least), number("%.1fx", measured), measured >= least));
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
