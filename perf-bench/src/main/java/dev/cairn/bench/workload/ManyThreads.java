package dev.cairn.bench.workload;

import dev.cairn.bench.peer.Target;
import java.util.List;
import java.util.Locale;

/** The mix of nine reads to a write, from one thread to many. */
public final class ManyThreads {
    private ManyThreads() {}

    /** How many, fewest first. */
    public static List<Integer> counts() {
        return List.of(1, 4, 16, 64);
    }

    /** What the mix is called on so many. */
    public static String name(int threads) {
        return String.format(Locale.ROOT, "9 reads to a write, threads: %d", threads);
    }

    static void run(Stage stage) throws Exception {
        Target target = stage.copy("threads");
        try (Loads loads = new Loads(target, stage.kinds())) {
            for (int threads : stage.full() ? counts() : List.of(4)) {
                stage.report().add(loads.mix(name(threads), threads).run(stage.shortLoad()));
            }
        }
    }
}
