package dev.cairn.bench.backup;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Identity;
import dev.cairn.bench.harness.Child;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;

/** A backup, an increment and a proof, in a process with little heap. */
public final class SmallHeap {
    private SmallHeap() {}

    /** Megabytes of heap in use at the most; fails if they do not suffice. */
    static double megabytes(Orders orders, Path repository) throws Exception {
        return Double.parseDouble(Child.output(
                List.of("-Xmx128m", "-XX:+UseSerialGC"),
                SmallHeap.class,
                orders.file().toString(),
                repository.toString()));
    }

    /** In the child: the database and the repository. */
    public static void main(String[] args) {
        Path database = Path.of(args[0]);
        Identity identity = Identity.generate();
        Backups backups = Backups.in(Path.of(args[1]))
                .recipient(identity.recipients().get(0))
                .identity(identity)
                .build();
        backups.take(database, Backup.Kind.FULL);
        backups.take(database, Backup.Kind.INCREMENTAL);
        backups.prove().requireOk();
        double peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToDouble(usage -> usage.getUsed() / 1e6)
                .sum();
        System.out.println(peak);
    }
}
