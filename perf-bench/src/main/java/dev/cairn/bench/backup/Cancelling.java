package dev.cairn.bench.backup;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import java.util.concurrent.atomic.AtomicLong;

/** How long a backup takes to stop after its thread was interrupted, in each of its phases. */
final class Cancelling {
    private Cancelling() {}

    /** Milliseconds from the interrupt to the exception; not a number if the backup was done before that. */
    static double millis(Orders orders, Repository repository, Phase phase) {
        Thread worker = Thread.currentThread();
        AtomicLong asked = new AtomicLong();
        try {
            repository
                    .builder()
                    .progress(progress -> {
                        if (progress.phase() == phase && asked.compareAndSet(0, System.nanoTime())) {
                            worker.interrupt();
                        }
                    })
                    .build()
                    .take(orders.file(), Backup.Kind.FULL);
            return Double.NaN;
        } catch (BackupException e) {
            if (e.kind() != Kind.CANCELLED) {
                throw e;
            }
            return (System.nanoTime() - asked.get()) / 1e6;
        } finally {
            // Where it came too late.
            Thread.interrupted();
        }
    }
}
