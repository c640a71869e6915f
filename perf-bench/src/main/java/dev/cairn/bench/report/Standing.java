package dev.cairn.bench.report;

import static dev.cairn.bench.peer.PeerKind.CAIRN;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Spread;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.workload.ColdStart;
import dev.cairn.bench.workload.Suite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Whether Cairn is ahead of every library, contest by contest: by time, by operations a second, or where those are set,
 * by the 99th percentile of what callers waited. Where the middle half of the rounds has both, neither is ahead. Raw
 * JDBC is a limit and not a library.
 */
final class Standing {
    private static final Set<String> LIBRARIES = EnumSet.range(PeerKind.POOLED, PeerKind.JOOQ).stream()
            .map(PeerKind::title)
            .collect(Collectors.toSet());
    private static final String OPENING =
            ": to look at migrations and schema is part of it, and three connections where others open one";
    private static final Map<String, String> REASONS = Map.of(Suite.OPENING, OPENING, ColdStart.NAME, OPENING);

    private final List<Verdict> verdicts = new ArrayList<>();

    private Standing() {}

    static List<Verdict> of(Report report) {
        Standing standing = new Standing();
        for (Outcome outcome : report.outcomes().values()) {
            standing.add(
                    outcome.contest(),
                    outcome.names(),
                    name -> outcome.spread(name, Judged.figure(outcome)).median(),
                    rival -> Judged.ratio(outcome, rival, CAIRN.title()));
        }
        for (LoadOutcome load : report.loads().values()) {
            standing.add(
                    load.contest(),
                    load.lines().keySet(),
                    name -> load.open()
                            ? load.tail(name).median()
                            : 1 / load.perSecond(name).median(),
                    rival -> load.open() ? load.tailRatio(rival, CAIRN.title()) : load.ratio(CAIRN.title(), rival));
        }
        return standing.verdicts;
    }

    /**
     * By a figure that is better when it is less.
     *
     * @param times how many times as good as another Cairn is
     */
    private void add(
            String contest, Collection<String> names, ToDoubleFunction<String> figure, Function<String, Spread> times) {
        if (names.contains(CAIRN.title())) {
            names.stream()
                    .filter(LIBRARIES::contains)
                    .min(Comparator.comparingDouble(figure))
                    .ifPresent(rival -> add(contest, rival, times.apply(rival)));
        }
    }

    private void add(String contest, String rival, Spread times) {
        verdicts.add(new Verdict(
                contest, rival, String.format(Locale.ROOT, "%.2fx", times.median()), verdict(contest, rival, times)));
    }

    private static String verdict(String contest, String rival, Spread times) {
        if (times.low() >= 1) {
            return "ahead of all";
        }
        return times.high() >= 1 ? "level with " + rival : "BEHIND " + rival + REASONS.getOrDefault(contest, "");
    }
}
