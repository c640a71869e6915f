package dev.cairn.bench.backup;

import dev.cairn.backup.Backups;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.Restored;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import java.util.concurrent.atomic.AtomicInteger;

/** A restore in place of a live database, and how long a writer and a reader of it stand still. */
final class InPlace {
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean stopped;
    private double restoreMillis;
    private double stallMillis;

    /** Restores that backup into the database it is of. */
    InPlace run(Orders orders, Backups backups, String id) throws Exception {
        try (Database database = Database.at(orders.file()).onOpen(OnOpen.TRUST).open()) {
            Thread writer = new Thread(() -> stallMillis = longest(() -> database.write(() -> {
                database.dsl().execute("update orders set total = total + 1 where id = 1");
            })));
            Thread reader =
                    new Thread(() -> longest(() -> database.dsl().fetchValue("select total from orders where id = 1")));
            writer.start();
            reader.start();
            while (calls.get() < 100) {
                Thread.onSpinWait();
            }
            Restored restored = backups.restore(id, database, RestorePolicy.careful());
            restoreMillis = restored.duration().toNanos() / 1e6;
            stopped = true;
            writer.join();
            reader.join();
        }
        return this;
    }

    private double longest(Runnable call) {
        long longest = 0;
        while (!stopped) {
            long begun = System.nanoTime();
            try {
                call.run();
            } catch (DalException e) {
                errors.incrementAndGet();
            }
            longest = Math.max(longest, System.nanoTime() - begun);
            calls.incrementAndGet();
        }
        return longest / 1e6;
    }

    double restoreMillis() {
        return restoreMillis;
    }

    double stallMillis() {
        return stallMillis;
    }

    int errors() {
        return errors.get();
    }
}
