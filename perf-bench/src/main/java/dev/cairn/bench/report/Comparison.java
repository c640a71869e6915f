package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Spread;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Two runs side by side, by ratios, so that they may be of different machines. */
public final class Comparison {
    private final Report before;
    private final Report after;

    /** Of two runs. */
    public Comparison(Report before, Report after) {
        this.before = before;
        this.after = after;
    }

    /** Prints what both have. A star stands where the quartiles do not touch. */
    public void print(PrintStream out) {
        out.println(before.date() + ": " + before.describeMachine());
        out.println(after.date() + ": " + after.describeMachine());
        Table times = new Table().row("time, ratio to the first", "before", "after", "change", "");
        after.outcomes().forEach((contest, outcome) -> {
            Outcome old = before.outcome(contest);
            if (old != null) {
                outcome.names().stream().skip(1).filter(old.names()::contains).forEach(name -> {
                    String label = contest + ", " + name;
                    add(times, label, ratio(old, name), ratio(outcome, name));
                });
            }
        });
        times.print(out);
        Table rates = new Table().row("operations a second, ratio to the base", "before", "after", "change", "");
        after.loads().forEach((contest, load) -> {
            LoadOutcome old = before.load(contest);
            if (old != null) {
                load.lines().keySet().stream()
                        .filter(old.lines()::containsKey)
                        .filter(name -> !name.equals(load.base()))
                        .forEach(name -> add(
                                rates,
                                contest + ", " + name,
                                old.ratio(name, old.base()),
                                load.ratio(name, old.base())));
            }
        });
        rates.print(out);
        verdicts("goal", Goals.of(before), Goals.of(after)).print(out);
        verdicts("target", Targets.of(before), Targets.of(after)).print(out);
    }

    private static Spread ratio(Outcome outcome, String name) {
        return Judged.ratio(outcome, name, outcome.names().get(0));
    }

    private static void add(Table table, String label, Spread before, Spread after) {
        boolean apart = before.high() < after.low() || after.high() < before.low();
        double change = 100 * (after.median() / before.median() - 1);
        table.row(
                label,
                Tables.ratio(before.median()),
                Tables.ratio(after.median()),
                String.format(Locale.ROOT, "%+.0f %%", change),
                apart ? "*" : "");
    }

    /** Only those that changed. */
    private static Table verdicts(String title, List<Verdict> before, List<Verdict> after) {
        Map<String, Verdict> old = before.stream().collect(Collectors.toMap(Verdict::what, one -> one, (a, b) -> a));
        Table table = new Table().row(title + " with another verdict", "before", "after", "");
        for (Verdict now : after) {
            Verdict then = old.get(now.what());
            if (then != null && then.isMissed() != now.isMissed()) {
                table.row(now.what(), then.measured(), now.measured(), then.verdict() + " -> " + now.verdict());
            }
        }
        return table;
    }
}
