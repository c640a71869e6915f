package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.peer.PeerKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A run as tables in Markdown. */
final class Markdown {
    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private Markdown(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        Markdown markdown = new Markdown(report);
        markdown.write();
        return markdown.text.toString();
    }

    private void write() {
        text.append("Measured ").append(report.date()).append(" on ").append(report.describeMachine());
        text.append(
                ".\n\nTime as a multiple of raw JDBC with kept statements, the median of all rounds; less is better.\n");
        List<Outcome> times = report.outcomes().values().stream()
                .filter(outcome -> outcome.names().contains(PeerKind.RAW.title()))
                .toList();
        matrix("", times, Outcome::contest, Outcome::names, Markdown::ratio);
        text.append("\nOperations a second, and the 99.9th percentile of what callers waited.\n");
        matrix(
                "",
                List.copyOf(report.loads().values()),
                LoadOutcome::contest,
                load -> List.copyOf(load.lines().keySet()),
                Markdown::rate);
        verdicts("goal", Goals.of(report));
        verdicts("target of the bundled systems", Targets.of(report));
        verdicts("beside the libraries", Standing.of(report));
    }

    private static String ratio(Outcome outcome, String name) {
        return Tables.ratio(Judged.ratio(outcome, name, PeerKind.RAW.title()).median());
    }

    private static String rate(LoadOutcome load, String name) {
        return String.format(
                Locale.ROOT,
                "%,.0f, %,.1f ms",
                load.perSecond(name).median(),
                load.line(name).slowest(99.9) / 1e3);
    }

    /** A row for each contest, a column for each who takes part in one of them. */
    private <T> void matrix(
            String title,
            List<T> contests,
            Function<T, String> label,
            Function<T, List<String>> names,
            BiFunction<T, String, String> cell) {
        if (contests.isEmpty()) {
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        contests.forEach(contest -> columns.addAll(names.apply(contest)));
        List<String> head = new ArrayList<>(List.of(title));
        head.addAll(columns);
        text.append('\n');
        row(head);
        row(Collections.nCopies(head.size(), "---"));
        for (T contest : contests) {
            List<String> cells = new ArrayList<>(List.of(label.apply(contest)));
            for (String name : columns) {
                cells.add(names.apply(contest).contains(name) ? cell.apply(contest, name) : "");
            }
            row(cells);
        }
    }

    private void verdicts(String title, List<Verdict> verdicts) {
        if (!verdicts.isEmpty()) {
            text.append('\n');
            List<List<String>> rows = Tables.of(title, verdicts).rows();
            row(rows.get(0));
            row(Collections.nCopies(rows.get(0).size(), "---"));
            rows.stream().skip(1).forEach(this::row);
        }
    }

    private void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
