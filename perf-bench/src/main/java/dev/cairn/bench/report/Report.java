package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints figures as they come, and keeps them for the verdicts and the file. Confined to one thread. */
public final class Report {
    private final PrintStream out;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<String, LoadOutcome> loads = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> figures = new LinkedHashMap<>();

    /** Prints there. */
    public Report(PrintStream out) {
        this.out = out;
    }

    /** One thread's figures. */
    public void add(Outcome outcome) {
        outcomes.put(outcome.contest(), outcome);
        Tables.of(outcome).print(out);
    }

    /** Many threads' figures. */
    public void add(LoadOutcome outcome) {
        loads.put(outcome.contest(), outcome);
        Tables.of(outcome).print(out);
    }

    /** A figure by itself. */
    public void figure(String what, String whose, double value) {
        figures.computeIfAbsent(what, key -> new LinkedHashMap<>()).put(whose, value);
        out.printf("%n%s: %s %.0f%n", what, whose, value);
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
