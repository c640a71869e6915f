package dev.cairn.bench.report;

import static dev.cairn.bench.peer.PeerKind.CAIRN;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.peer.PeerKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Whether Cairn is ahead of every library, contest by contest: by time, by operations a second, or where those are set,
 * by the 99th percentile of what callers waited. Raw JDBC is a limit and not a library.
 */
final class Standing {
    private static final Set<String> LIBRARIES = EnumSet.range(PeerKind.POOLED, PeerKind.JOOQ).stream()
            .map(PeerKind::title)
            .collect(Collectors.toSet());

    private final List<Verdict> verdicts = new ArrayList<>();

    private Standing() {}

    static List<Verdict> of(Report report) {
        Standing standing = new Standing();
        for (Outcome outcome : report.outcomes().values()) {
            standing.add(
                    outcome.contest(),
                    outcome.names(),
                    name -> outcome.spread(name, Judged.figure(outcome)).median());
        }
        for (LoadOutcome load : report.loads().values()) {
            standing.add(
                    load.contest(),
                    load.lines().keySet(),
                    name -> load.open()
                            ? load.line(name).slowest(99)
                            : 1 / load.perSecond(name).median());
        }
        return standing.verdicts;
    }

    /** By a figure that is better when it is less. */
    private void add(String contest, Collection<String> names, ToDoubleFunction<String> figure) {
        if (names.contains(CAIRN.title())) {
            names.stream()
                    .filter(LIBRARIES::contains)
                    .min(Comparator.comparingDouble(figure))
                    .ifPresent(rival ->
                            add(contest, rival, figure.applyAsDouble(rival) / figure.applyAsDouble(CAIRN.title())));
        }
    }

    private void add(String contest, String rival, double times) {
        verdicts.add(new Verdict(
                contest,
                rival,
                String.format(Locale.ROOT, "%.2fx", times),
                times >= 1 ? "ahead of all" : "BEHIND " + rival));
    }
}
