package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All figures of one run: printed as they come, kept for verdicts, gates and files. Confined to one thread. */
public final class Report {
    private final Instant date;
    private final Map<String, String> machine;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<String, LoadOutcome> loads = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    private @Nullable PrintStream out;

    /** Of a run at that time on that machine. */
    Report(Instant date, Map<String, String> machine) {
        this.date = date;
        this.machine = machine;
    }

    /** Of a run that begins now, on this machine, and prints there. */
    public static Report printing(PrintStream out) {
        Report report = new Report(Instant.now().truncatedTo(ChronoUnit.SECONDS), Machine.facts());
        report.out = out;
        return report;
    }

    /** One thread's figures, instead of those of the same contest before. */
    public void add(Outcome outcome) {
        outcomes.put(outcome.contest(), outcome);
        print(Tables.of(outcome));
    }

    /** Many threads' figures. */
    public void add(LoadOutcome outcome) {
        loads.put(outcome.contest(), outcome);
        print(Tables.of(outcome));
    }

    /** A figure by itself. */
    public void figure(String what, String whose, double value) {
        keep(what, whose, value);
        if (out != null) {
            out.printf("%n%s: %s %s%n", what, whose, Tables.number(value));
        }
    }

    /** A figure that was printed already. */
    public void keep(String what, String whose, double value) {
        figures.computeIfAbsent(what, key -> new LinkedHashMap<>()).put(whose, value);
    }

    private void print(Table table) {
        if (out != null) {
            table.print(out);
        }
    }

    /** When the run began. */
    public Instant date() {
        return date;
    }

    /** What it ran on. */
    Map<String, String> machine() {
        return machine;
    }

    /** What it ran on, in one line. */
    public String describeMachine() {
        return machine.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", "));
    }

    /** One thread's figures by the name of the contest, if it has been run. */
    public @Nullable Outcome outcome(String contest) {
        return outcomes.get(contest);
    }

    /** Many threads' figures by the name of the contest, if it has been run. */
    public @Nullable LoadOutcome load(String contest) {
        return loads.get(contest);
    }

    /** A figure by itself, if it is there. */
    public @Nullable Double figure(String what, String whose) {
        return figures.getOrDefault(what, Map.of()).get(whose);
    }

    Map<String, Outcome> outcomes() {
        return outcomes;
    }

    Map<String, LoadOutcome> loads() {
        return loads;
    }

    Map<String, Map<String, Double>> figures() {
        return figures;
    }
}
