package dev.cairn.bench.gate;

import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.report.Report;
import dev.cairn.bench.workload.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Compares a run with a baseline, by the time of the calling thread's processor: what the disk lets wait is no change
 * of the code. Workloads that were not run are passed over.
 */
public final class Gate {
    private Gate() {}

    /**
     * A workload that costs too much.
     *
     * @param workload by its short name
     * @param ratio to raw JDBC now
     * @param limit of the baseline
     */
    public record Breach(String workload, double ratio, Baseline.Limit limit) {
        /** Which, and by how much. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.3f of raw JDBC instead of %.3f, %+.0f %% where %.0f %% are tolerated",
                    workload,
                    ratio,
                    limit.ratio(),
                    100 * (ratio / limit.ratio() - 1),
                    100 * limit.tolerance());
        }
    }

    /** What is past its tolerance. */
    public static List<Breach> check(Report report, Baseline baseline) {
        List<Breach> breaches = new ArrayList<>();
        baseline.limits().forEach((workload, limit) -> {
            OptionalDouble ratio = ratio(report, workload);
            if (ratio.isPresent() && ratio.getAsDouble() > limit.most()) {
                breaches.add(new Breach(workload, ratio.getAsDouble(), limit));
            }
        });
        return breaches;
    }

    static OptionalDouble ratio(Report report, String workload) {
        Outcome outcome = report.outcome(Suite.title(workload));
        if (outcome == null || !outcome.names().contains(PeerKind.RAW.title())) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(outcome.ratio(PeerKind.CAIRN.title(), PeerKind.RAW.title(), Sample::cpuNanos)
                .median());
    }
}
