package dev.cairn.bench.backup;

import dev.cairn.backup.Backup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A writer of 200 transactions a second, idle beside it or backups one after the other. A transaction's time counts
 * from when it was due, so that one that waits makes those behind it late as well.
 */
final class UnderLoad {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / 200;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Orders orders;
    private final Repository repository;
    private final Histogram idle = new Histogram(LONGEST_MICROS, 3);
    private final Histogram beside = new Histogram(LONGEST_MICROS, 3);
    private int errors;
    private int backups;
    private double longestBackup;

    UnderLoad(Orders orders, Repository repository) {
        this.orders = orders;
        this.repository = repository;
    }

    /** Both in turns, each for some seconds. */
    UnderLoad run(int turns, int seconds) throws Exception {
        writing(new Histogram(LONGEST_MICROS, 3), () -> TimeUnit.SECONDS.sleep(1));
        for (int turn = 0; turn < turns; turn++) {
            writing(idle, () -> TimeUnit.SECONDS.sleep(seconds));
            writing(beside, () -> backUp(seconds));
        }
        return this;
    }

    /** Does something while the writer writes. */
    private void writing(Histogram into, Series.Action action) throws Exception {
        Writer writer = new Writer(into);
        Thread thread = new Thread(writer, "writer");
        thread.start();
        try {
            action.run();
        } finally {
            writer.stopped = true;
            thread.join();
        }
    }

    private void backUp(int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        do {
            longestBackup = Math.max(
                    longestBackup,
                    Series.millis(() -> repository.builder().build().take(orders.file(), Backup.Kind.FULL)));
            backups++;
            repository.delete();
        } while (System.nanoTime() < end);
    }

    double idleMillis() {
        return idle.getValueAtPercentile(99) / 1e3;
    }

    double besideMillis() {
        return beside.getValueAtPercentile(99) / 1e3;
    }

    double longestMillis() {
        return beside.getMaxValue() / 1e3;
    }

    int errors() {
        return errors;
    }

    int backups() {
        return backups;
    }

    double longestBackupMillis() {
        return longestBackup;
    }

    /** Writes until it is to stop. */
    private final class Writer implements Runnable {
        private final Histogram into;
        private volatile boolean stopped;

        Writer(Histogram into) {
            this.into = into;
        }

        @Override
        public void run() {
            Random random = new Random(5);
            try (Connection connection = orders.connect();
                    PreparedStatement begin = connection.prepareStatement("BEGIN IMMEDIATE");
                    PreparedStatement update = connection.prepareStatement("UPDATE orders SET total = ? WHERE id = ?");
                    PreparedStatement commit = connection.prepareStatement("COMMIT")) {
                long due = System.nanoTime();
                while (!stopped) {
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    begin.execute();
                    for (int i = 0; i < 3; i++) {
                        update.setDouble(1, random.nextDouble());
                        update.setInt(2, 1 + random.nextInt(orders.count()));
                        update.execute();
                    }
                    commit.execute();
                    into.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1_000));
                    due += PERIOD_NANOS;
                }
            } catch (SQLException e) {
                errors++;
            }
        }
    }
}
