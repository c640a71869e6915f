package dev.cairn.bench.report;

import static dev.cairn.bench.peer.PeerKind.CAIRN;
import static dev.cairn.bench.peer.PeerKind.FORMATTER;
import static dev.cairn.bench.peer.PeerKind.HIBERNATE;
import static dev.cairn.bench.peer.PeerKind.JDBI;
import static dev.cairn.bench.peer.PeerKind.JOOQ;
import static dev.cairn.bench.peer.PeerKind.MYBATIS;
import static dev.cairn.bench.peer.PeerKind.POOLED;
import static dev.cairn.bench.peer.PeerKind.RAW;
import static dev.cairn.bench.peer.PeerKind.SPRING;
import static dev.cairn.bench.peer.PeerKind.STATELESS;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.workload.ColdStart;
import dev.cairn.bench.workload.Memory;
import dev.cairn.bench.workload.Scaling;
import dev.cairn.bench.workload.Suite;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Cairn is meant to cost, and whether it does. Goals whose workload was not run are left out. */
public final class Goals {
    private final Report report;
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * One goal.
     *
     * @param goal in words
     * @param wanted bound
     * @param measured figure
     * @param met or not
     */
    record Verdict(String goal, String wanted, String measured, String met) {}

    private Goals(Report report) {
        this.report = report;
    }

    /** The verdicts on what was measured. */
    public static Goals of(Report report) {
        Goals goals = new Goals(report);
        goals.reads();
        goals.faster();
        goals.writes();
        goals.concurrency();
        goals.scaling();
        goals.startAndMemory();
        return goals;
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    private void reads() {
        atMost("point read, 18 columns, vs raw", Suite.POINT, RAW.title(), 0.60);
        atMost("point read by unique key vs raw", Suite.USERNAME, RAW.title(), 0.60);
        atMost("point read, five dates, vs raw with a formatter", Suite.DATES, FORMATTER.title(), 0.50);
        atMost("100 rows vs raw", Suite.HUNDRED, RAW.title(), 0.70);
        atMost("stream of all rows vs raw", Suite.STREAM, RAW.title(), 0.60);
        Outcome point = report.outcome(Suite.POINT);
        if (point != null) {
            double bytes = point.spread(CAIRN.title(), Sample::bytes).median();
            verdict("allocation of a point read", "<= 1,536 B", number("%,.0f B", bytes), bytes <= 1_536);
        }
        atLeastTimes("dynamic query vs plain jOOQ", Suite.DYNAMIC, JOOQ, 3.5);
        atMost("dynamic query vs raw", Suite.DYNAMIC, RAW.title(), 1.6);
    }

    private void faster() {
        Map<PeerKind, Double> wanted =
                Map.of(JOOQ, 10.0, MYBATIS, 8.0, HIBERNATE, 6.0, STATELESS, 6.0, JDBI, 5.0, SPRING, 4.5);
        for (PeerKind kind : PeerKind.values()) {
            Double times = wanted.get(kind);
            if (times != null) {
                atLeastTimes("point read vs " + kind.title(), Suite.POINT, kind, times);
            }
        }
    }

    private void writes() {
        atMostByClock("insert in its own transaction, with its key, vs raw", Suite.INSERT, RAW.title(), 1.0);
        atMostByClock("10,000 rows in a transaction vs raw batches of 500", Suite.BATCH, RAW.title(), 0.85);
    }

    private void concurrency() {
        load("10 writers, NORMAL", Suite.WRITERS, 1.3, "write");
        load("10 writers, FULL", Suite.WRITERS_FULL, 4, "write");
        load("90/10 mix", Suite.MIX, 1.7, "");
    }

    private void load(String goal, String contest, double times, String latency) {
        LoadOutcome outcome = report.load(contest);
        if (outcome == null || !outcome.lines().containsKey(CAIRN.title())) {
            return;
        }
        double ratio = outcome.ratio(CAIRN.title(), POOLED.title()).median();
        verdict(goal + " vs HikariCP", number(">= %.1fx", times), number("%.2fx", ratio), ratio >= times);
        long failed = outcome.line(CAIRN.title()).failed();
        verdict(goal + ", errors", "0", Long.toString(failed), failed == 0);
        if (!latency.isEmpty()) {
            double tail = outcome.line(CAIRN.title()).micros(latency, 99.9)
                    / outcome.line(POOLED.title()).micros(latency, 99.9);
            verdict(goal + ", p99.9 vs HikariCP", "<= 0.10", Tables.ratio(tail), tail <= 0.1);
            double longest = outcome.line(CAIRN.title()).micros(latency, 100)
                    / outcome.line(POOLED.title()).micros(latency, 100);
            verdict(goal + ", longest wait vs HikariCP", "<= 1.00", Tables.ratio(longest), longest <= 1);
        }
    }

    /** Within 15 % of the ratio at 100,000. */
    private void scaling() {
        for (String workload : List.of(Suite.POINT, Suite.FINDER, Suite.PAGE)) {
            Outcome base = report.outcome(Scaling.name(workload, 100_000));
            for (int size : List.of(10_000, 1_000_000)) {
                Outcome other = report.outcome(Scaling.name(workload, size));
                if (base != null && other != null) {
                    double drift = ratio(other, RAW.title()) / ratio(base, RAW.title());
                    verdict(
                            number("%s, ratio at %,d to that at 100,000", workload, size),
                            "0.85 to 1.15",
                            Tables.ratio(drift),
                            drift >= 0.85 && drift <= 1.15);
                }
            }
        }
    }

    private void startAndMemory() {
        atMostByClock("cold start vs jOOQ + HikariCP", ColdStart.NAME, JOOQ.title(), 0.5);
        Double kept = report.figure(Memory.NAME, CAIRN.title());
        if (kept != null) {
            verdict("heap kept by a stream of all rows, in 24 MiB", "<= 64 KiB", number("%.0f KiB", kept), kept <= 64);
        }
    }

    /** Reads are done wholly by the calling thread, whose processor time nothing else on the machine adds to. */
    private static double ratio(Outcome outcome, String base) {
        return outcome.ratio(CAIRN.title(), base, Sample::cpuNanos).median();
    }

    private void atMost(String goal, String contest, String base, double most) {
        Outcome outcome = report.outcome(contest);
        if (outcome != null && outcome.names().contains(base)) {
            atMost(goal, ratio(outcome, base), most);
        }
    }

    /** What waits for the disk or for other processes is judged by the clock. */
    private void atMostByClock(String goal, String contest, String base, double most) {
        Outcome outcome = report.outcome(contest);
        if (outcome != null && outcome.names().contains(base)) {
            atMost(goal, outcome.ratio(CAIRN.title(), base, Sample::wallNanos).median(), most);
        }
    }

    private void atMost(String goal, double ratio, double most) {
        verdict(goal, number("<= %.2f", most), Tables.ratio(ratio), ratio <= most);
    }

    private void atLeastTimes(String goal, String contest, PeerKind kind, double least) {
        Outcome outcome = report.outcome(contest);
        if (outcome != null && outcome.names().contains(kind.title())) {
            double times = 1 / ratio(outcome, kind.title());
            verdict(goal, number(">= %.1fx faster", least), number("%.1fx", times), times >= least);
        }
    }

    private void verdict(String goal, String wanted, String measured, boolean met) {
        verdicts.add(new Verdict(goal, wanted, measured, met ? "met" : "NOT MET"));
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** As a table. */
    public void print(PrintStream out) {
        Table table = new Table().row("goal", "wanted", "measured", "");
        verdicts.forEach(verdict -> table.row(verdict.goal, verdict.wanted, verdict.measured, verdict.met));
        table.print(out);
    }
}
