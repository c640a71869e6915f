package dev.cairn.bench.report;

import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.harness.Spread;
import dev.cairn.bench.workload.ColdStart;
import dev.cairn.bench.workload.Suite;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Which time counts. Reads are done wholly by the calling thread, whose processor time nothing else on the machine adds
 * to, and so is what a library adds to each row of a narrow table; what waits for the disk or for other processes is
 * judged by the clock, and so is JMH, which has nothing else.
 */
final class Judged {
    private static final Set<String> BY_CLOCK =
            Set.of(Suite.INSERT, Suite.UPDATE, Suite.UPSERT, Suite.BATCH, ColdStart.NAME, Suite.OPENING);

    private Judged() {}

    static boolean byClock(Outcome outcome) {
        return BY_CLOCK.contains(outcome.contest())
                || Double.isNaN(
                        outcome.samples().values().iterator().next().get(0).cpuNanos());
    }

    static ToDoubleFunction<Sample> figure(Outcome outcome) {
        return byClock(outcome) ? Sample::wallNanos : Sample::cpuNanos;
    }

    /** One contestant's times divided by another's. */
    static Spread ratio(Outcome outcome, String name, String base) {
        return outcome.ratio(name, base, figure(outcome));
    }
}
