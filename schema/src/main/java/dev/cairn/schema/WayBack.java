package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Schema.Item;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.core.DB;

/**
 * Writes a restore point back over its database.
 *
 * <p>SQLite does it: its backup API replaces the content of the live file in one transaction of its own, so that a
 * crash leaves the old content or the new, and other connections go on. The driver's {@code restore} is not used,
 * because it hides its failures.
 */
final class WayBack {
    private static final String DATA_VERSION = "PRAGMA data_version";
    private static final int MOST_PAGES = 500;
    private static final int SLEEP_MILLIS = 20;

    private final Path database;
    private final Sqlite live;
    private final Settings settings;

    WayBack(Path database, Sqlite live, Settings settings) {
        this.database = database.toAbsolutePath();
        this.live = live;
        this.settings = settings;
    }

    /** Goes back, keeping the present state as a restore point of its own. */
    void to(RestorePoint whole, RestorePoints points) throws SQLException {
        inWalMode(() -> {
            // Before anything is counted or copied: nobody has consented to lose what is committed from here on.
            long version = live.number(DATA_VERSION);
            requireConsent(whole);
            RestorePoint present = points.take(live);
            try {
                apply(whole, version);
            } catch (MigrationException e) {
                if (e.kind().retryable()) {
                    points.discard(present);
                }
                throw e;
            }
            points.prune(whole);
            live.waiting(settings.lockTimeout(), "PRAGMA wal_checkpoint(TRUNCATE)");
            return whole;
        });
    }

    /**
     * Does something in WAL mode: with a rollback journal the backup locks readers out, and nobody could look whether
     * somebody has written. Where others hold on to the file afterwards, it stays in that mode.
     */
    private void inWalMode(Sqlite.Call<?> call) throws SQLException {
        String mode = live.texts("PRAGMA journal_mode").get(0);
        live.waiting(settings.lockTimeout(), "PRAGMA journal_mode = WAL");
        try {
            call.run();
        } finally {
            setBack(mode);
        }
    }

    private void setBack(String mode) throws SQLException {
        try {
            live.execute("PRAGMA journal_mode = " + mode);
        } catch (SQLException e) {
            if (!Sqlite.isBusy(e)) {
                throw e;
            }
        }
    }

    private void requireConsent(RestorePoint point) throws SQLException {
        try (Sqlite copy = Sqlite.immutable(point.file())) {
            List<Loss> losses = lossOf(live, copy);
            if (!losses.isEmpty() && !settings.allowDestructive()) {
                throw MigrationException.of(Kind.RESTORE_LOSES_ROWS)
                        .with("id", point.id())
                        .with("lost", Loss.describe(losses))
                        .build();
            }
        }
    }

    /** What the live database holds and the copy does not: rows, by their number. */
    private static List<Loss> lossOf(Sqlite live, Sqlite copy) throws SQLException {
        Schema kept = Schema.read(copy);
        List<Loss> losses = new ArrayList<>();
        for (Item table : Schema.read(live).tables()) {
            Item remains = kept.table(table.name());
            long lost = LossMeter.rows(live, table) - (remains == null ? 0 : LossMeter.rows(copy, remains));
            if (lost > 0) {
                losses.add(new Loss(remains == null ? Loss.Type.TABLE : Loss.Type.ROWS, table.name(), lost));
            }
        }
        return losses;
    }

    /**
     * Writes a copy over the live content.
     *
     * <p>From its first step on the backup holds the write lock; if somebody committed between the look at the
     * {@code version} and that moment, the source is made busy, which ends the backup and rolls the live file back.
     */
    private void apply(RestorePoint point, long version) throws SQLException {
        try (Sqlite source = Sqlite.open(point.file())) {
            Watch watch = new Watch(live, source, version);
            int pages = (int) Math.max(1, Math.min(MOST_PAGES, source.number("PRAGMA page_count") / 4));
            long end = System.nanoTime() + settings.lockTimeout().toNanos();
            int result;
            boolean interrupted;
            do {
                result = source.connection()
                        .getDatabase()
                        .backup("main", database.toString(), watch, SLEEP_MILLIS, 1, pages);
                interrupted = Thread.currentThread().isInterrupted();
            } while (result == Sqlite.BUSY && !watch.raced && !interrupted && System.nanoTime() - end < 0);
            source.rollback();
            if (watch.raced) {
                throw MigrationException.of(Kind.RESTORE_RACED)
                        .with("id", point.id())
                        .build();
            }
            if (result == Sqlite.BUSY) {
                throw MigrationException.of(interrupted ? Kind.INTERRUPTED : Kind.BUSY)
                        .with("waitedMillis", settings.lockTimeout().toMillis())
                        .build();
            }
            if (result != 0) {
                throw MigrationException.of(Kind.STORAGE).with("code", result).build();
            }
        }
    }

    /** Looks once, after the first step, whether the live file is still what it was. */
    private static final class Watch implements DB.ProgressObserver {
        private final Sqlite live;
        private final Sqlite source;
        private final long version;
        private boolean looked;
        private boolean raced;

        Watch(Sqlite live, Sqlite source, long version) {
            this.live = live;
            this.source = source;
            this.version = version;
        }

        @Override
        public void progress(int remaining, int total) {
            if (looked) {
                return;
            }
            looked = true;
            try {
                raced = live.number(DATA_VERSION) != version;
            } catch (SQLException e) {
                // Nothing may be thrown through SQLite; not knowing counts as a race.
                raced = true;
            }
            try {
                if (raced) {
                    source.execute("BEGIN IMMEDIATE");
                }
            } catch (SQLException e) {
                // Then the backup goes on, and its result says so.
                raced = false;
            }
        }
    }
}
