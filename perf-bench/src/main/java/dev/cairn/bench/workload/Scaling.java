package dev.cairn.bench.workload;

import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.util.List;
import java.util.Locale;

/** The same reads beside raw JDBC at different sizes: what Cairn adds should not grow with the file. */
public final class Scaling {
    private Scaling() {}

    /** The sizes, smallest first. */
    static List<Integer> sizes(Stage stage) {
        if (!stage.full()) {
            return List.of(1_000, 2_000);
        }
        return stage.million() ? List.of(10_000, 100_000, 1_000_000) : List.of(10_000, 100_000);
    }

    static void run(Stage stage) throws Exception {
        List<PeerKind> both = List.of(PeerKind.RAW, PeerKind.CAIRN);
        for (int size : sizes(stage)) {
            Target target = stage.data(size);
            Suite.trial("point").run(stage, name(Suite.POINT, size), target, both);
            Suite.trial("finder").run(stage, name(Suite.FINDER, size), target, both);
            Suite.trial("page").run(stage, name(Suite.PAGE, size), target, both);
        }
    }

    /** Those that are run at each size. */
    public static List<String> workloads() {
        return List.of(Suite.POINT, Suite.FINDER, Suite.PAGE);
    }

    /** What a workload is called at a size. */
    public static String name(String workload, int size) {
        return String.format(Locale.ROOT, "%s, %,d users", workload, size);
    }
}
