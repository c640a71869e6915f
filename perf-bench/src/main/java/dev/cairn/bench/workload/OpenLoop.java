package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Arrivals;
import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.util.Set;

/**
 * What callers wait who come at their own time, the same for all: half as many a second as JDBC over HikariCP gets done
 * in a closed loop here, and bursts of writes.
 */
public final class OpenLoop {
    /** Readers and writers at a steady rate. */
    public static final String STEADY = "open loop, 16 threads, 9 reads to a write";
    /** Writers at once. */
    public static final String BURSTS = "bursts of 50 writes, synchronous NORMAL";
    /** The same, each commit on the disk. */
    public static final String BURSTS_FULL = "bursts of 50 writes, synchronous FULL";

    private static final int THREADS = 16;
    private static final int BURST = 50;
    private static final int EVERY_MILLIS = 200;

    private OpenLoop() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.copy("open-loop");
        double rate = half(stage, target);
        try (Loads loads = new Loads(target, stage.kinds())) {
            run(stage, loads.mix(STEADY, THREADS).arriving(Arrivals.evenly(rate)));
            run(stage, loads.writers(BURSTS, THREADS).arriving(Arrivals.inBursts(BURST, EVERY_MILLIS)));
        }
        try (Loads loads = new Loads(target.durably(), stage.kinds())) {
            run(stage, loads.writers(BURSTS_FULL, THREADS).arriving(Arrivals.inBursts(BURST, EVERY_MILLIS)));
        }
    }

    private static void run(Stage stage, LoadContest contest) throws Exception {
        stage.report().add(contest.run(stage.full() ? stage.load() : stage.shortLoad()));
    }

    private static double half(Stage stage, Target target) throws Exception {
        try (Loads loads = new Loads(target, Set.of(PeerKind.POOLED))) {
            LoadOutcome closed = loads.mix("to find the rate", THREADS).run(stage.shortLoad());
            double rate = closed.perSecond(PeerKind.POOLED.title()).median() / 2;
            stage.report().figure("arrivals in the open loop", "a second", rate);
            return rate;
        }
    }
}
