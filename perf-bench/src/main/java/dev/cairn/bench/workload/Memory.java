package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Child;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Streams every row in a heap that would not hold them, and says what stays behind. */
public final class Memory {
    /** What it is called. */
    public static final String NAME = "KiB kept by a stream of all rows, heap of 24 MiB";

    private Memory() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        for (PeerKind kind : stage.full() ? List.of(PeerKind.RAW, PeerKind.CAIRN) : List.of(PeerKind.CAIRN)) {
            String kept = Child.output(
                    List.of("-Xmx24m", "-XX:+UseSerialGC"),
                    Memory.class,
                    kind.name(),
                    target.file().toString());
            stage.report().figure(NAME, kind.title(), Double.parseDouble(kept));
        }
    }

    /** In the child: who, and on which file. */
    public static void main(String[] args) throws Exception {
        try (Peer peer = PeerKind.named(args[0]).open(Target.of(Path.of(args[1])))) {
            AtomicLong rows = new AtomicLong();
            peer.forEach(row -> rows.incrementAndGet());
            long before = used();
            peer.forEach(row -> rows.incrementAndGet());
            long after = used();
            System.out.println((after - before) / 1024);
        }
    }

    /** The least of some collections: the first may leave what a finaliser or a cleaner lets go. */
    static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
