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
import dev.cairn.bench.harness.Spread;
import dev.cairn.bench.peer.CLimit;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.workload.ColdStart;
import dev.cairn.bench.workload.Memory;
import dev.cairn.bench.workload.Narrow;
import dev.cairn.bench.workload.Scaling;
import dev.cairn.bench.workload.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Cairn is meant to cost, and whether it does. Goals whose workload was not run are left out. */
final class Goals {
    private final Report report;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Goals(Report report) {
        this.report = report;
    }

    /** The verdicts on what was measured. */
    static List<Verdict> of(Report report) {
        Goals goals = new Goals(report);
        goals.reads();
        goals.faster();
        goals.writes();
        goals.concurrency();
        goals.scaling();
        goals.startAndMemory();
        return goals.verdicts;
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
        limit();
        atLeastTimes("dynamic query vs plain jOOQ", Suite.DYNAMIC, JOOQ, 3.5, "");
        atMost("dynamic query vs raw", Suite.DYNAMIC, RAW.title(), 1.6);
    }

    /** Where there is a C compiler and SQLite's header; elsewhere the row says that there is not. */
    private void limit() {
        Outcome outcome = report.outcome(Suite.LIMIT);
        if (outcome == null || !outcome.names().contains(CAIRN.title())) {
            return;
        }
        if (outcome.names().contains(CLimit.TITLE)) {
            atMost("point read vs a C program", Suite.LIMIT, CLimit.TITLE, 1.5);
        } else {
            verdicts.add(new Verdict("point read vs a C program", "<= 1.50", "", "no C compiler, or no sqlite3.h"));
        }
    }

    private void faster() {
        Map<PeerKind, Double> wanted =
                Map.of(JOOQ, 10.0, MYBATIS, 8.0, HIBERNATE, 6.0, STATELESS, 6.0, JDBI, 5.0, SPRING, 4.5);
        for (PeerKind kind : PeerKind.values()) {
            Double times = wanted.get(kind);
            if (times != null) {
                atLeastTimes("point read vs " + kind.title(), Suite.POINT, kind, times, inC(kind, times));
            }
        }
    }

    /** On a machine where calls from Java into C cost little, a C program may be no more times as fast than that. */
    private String inC(PeerKind kind, double least) {
        Outcome point = report.outcome(Suite.POINT);
        Outcome limit = report.outcome(Suite.LIMIT);
        if (point == null || limit == null) {
            return "";
        }
        boolean known = point.names().containsAll(List.of(RAW.title(), kind.title()))
                && limit.names().containsAll(List.of(RAW.title(), CLimit.TITLE));
        if (!known) {
            return "";
        }
        double times = Judged.ratio(point, kind.title(), RAW.title()).median()
                / Judged.ratio(limit, CLimit.TITLE, RAW.title()).median();
        return times < least ? number(": a C program is %.1fx", times) : "";
    }

    private void writes() {
        atMost("insert in its own transaction, with its key, vs raw", Suite.INSERT, RAW.title(), 1.0);
        atMost("10,000 rows in a transaction vs raw batches of 500", Suite.BATCH, RAW.title(), 0.85);
        atMost("narrow table, a row, vs the driver's defaults", Suite.NARROW, Narrow.DEFAULTS, 0.2);
        atMost("narrow table, a row, vs raw batches of 500", Suite.NARROW, RAW.title(), 0.65);
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
        for (String workload : Scaling.workloads()) {
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
        atMost("cold start vs jOOQ + HikariCP", ColdStart.NAME, JOOQ.title(), 0.5);
        Double kept = report.figure(Memory.NAME, CAIRN.title());
        if (kept != null) {
            verdict("heap kept by a stream of all rows, in 24 MiB", "<= 64 KiB", number("%.0f KiB", kept), kept <= 64);
        }
    }

    private static double ratio(Outcome outcome, String base) {
        return Judged.ratio(outcome, CAIRN.title(), base).median();
    }

    private void atMost(String goal, String contest, String base, double most) {
        Outcome outcome = report.outcome(contest);
        if (outcome != null && outcome.names().contains(base)) {
            Spread ratio = Judged.ratio(outcome, CAIRN.title(), base);
            verdict(
                    goal,
                    number("<= %.2f", most),
                    Tables.ratio(ratio.median()) + " (" + Tables.quartiles(ratio) + ")",
                    ratio.median() <= most);
        }
    }

    /** @param why it is missed, where that is known */
    private void atLeastTimes(String goal, String contest, PeerKind kind, double least, String why) {
        Outcome outcome = report.outcome(contest);
        if (outcome != null && outcome.names().contains(kind.title())) {
            double times = 1 / ratio(outcome, kind.title());
            verdicts.add(new Verdict(
                    goal,
                    number(">= %.1fx faster", least),
                    number("%.1fx", times),
                    times >= least ? Verdict.MET : Verdict.NOT_MET + why));
        }
    }

    private void verdict(String goal, String wanted, String measured, boolean met) {
        verdicts.add(Verdict.of(goal, wanted, measured, met));
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
