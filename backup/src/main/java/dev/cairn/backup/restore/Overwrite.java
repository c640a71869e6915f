package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import dev.cairn.backup.file.Sqlite;
import dev.cairn.backup.file.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;

/**
 * Replaces all pages of a live database by those of a plain file: one transaction of SQLite's, so whoever looks, and
 * whatever is killed, sees the old pages or the new ones (https://www.sqlite.org/backup.html). The plain file is the
 * source: {@code restore} of the driver hides its errors.
 *
 * <p>When the first step is done this has the write lock, and the database is still as it was. If somebody has written
 * before, that is the last moment to see it and stop: the source becomes a writer, which refuses the next step.
 */
final class Overwrite {
    private static final int MOST_PAGES = 100;
    /** Below the page cache of the target, so that nothing is in the file before the first look. */
    private static final int STEP_BYTES = 1 << 19;

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final Path plain;
    private final Path live;
    private final Work work;
    private final Duration lockWait;
    private boolean committed;

    Overwrite(Path plain, Path live, Work work, Duration lockWait) {
        this.plain = plain;
        this.live = live;
        this.work = work;
        this.lockWait = lockWait;
    }

    /** Without a watch nobody looks whether somebody has written. */
    void run(@Nullable Watch watch) throws SQLException {
        try (Sqlite source = watch == null ? Sqlite.copy(plain) : Sqlite.live(plain)) {
            long pages = source.number("PRAGMA page_count");
            int step = step(pages, source.number("PRAGMA page_size"));
            work.begin(Phase.APPLY, pages);
            long end = System.nanoTime() + lockWait.toNanos();
            Steps steps = new Steps(source, watch, work);
            int result = source.backup(live, steps, step);
            while (result == Sqlite.BUSY && !steps.begun && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                result = source.backup(live, steps, step);
            }
            committed = steps.remaining == 0;
            steps.requireUnchanged(live);
            if (result != Sqlite.OK || steps.remaining != 0) {
                throw Sqlite.failure(live, result).build();
            }
        }
    }

    /** Whether all of it is there: the last step is only told of when it is committed. */
    boolean committed() {
        return committed;
    }

    /** At least two steps, so that there is a look before the last one commits. */
    private static int step(long pages, long pageSize) {
        return (int) Math.max(1, Math.min(Math.min(MOST_PAGES, STEP_BYTES / pageSize), pages / 2));
    }

    /** Hears of each step, below SQLite: nothing may be thrown here. */
    private static final class Steps implements DB.ProgressObserver {
        private final Sqlite source;
        private final @Nullable Watch watch;
        private final Work work;
        private boolean begun;
        private boolean changed;
        private @Nullable Exception problem;
        private int remaining = -1;

        Steps(Sqlite source, @Nullable Watch watch, Work work) {
            this.source = source;
            this.watch = watch;
            this.work = work;
        }

        @Override
        public void progress(int left, int total) {
            remaining = left;
            work.reach(total - left, total);
            Watch looks = watch;
            if (looks == null) {
                begun = true;
                return;
            }
            try {
                if (!begun && changed(looks)) {
                    changed = true;
                    source.execute("BEGIN IMMEDIATE");
                } else if (left == 0) {
                    looks.note();
                }
            } catch (SQLException | IOException e) {
                problem = e;
            }
            begun = true;
        }

        /** Where it cannot be seen, it may have been. */
        private boolean changed(Watch looks) {
            try {
                return looks.changed();
            } catch (SQLException | IOException e) {
                problem = e;
                return true;
            }
        }

        void requireUnchanged(Path live) throws SQLException {
            if (changed) {
                source.execute("ROLLBACK");
                BackupException.Failure failure =
                        BackupException.of(Kind.CHANGED_MEANWHILE).with("database", live);
                throw (problem == null ? failure : failure.because(problem)).build();
            }
            if (problem instanceof SQLException e) {
                throw e;
            }
        }
    }
}
