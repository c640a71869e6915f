package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.core.DB;

/**
 * One committed state of a live database, copied by SQLite's online backup into a file.
 *
 * <p>The connection holds a read transaction while it copies: without it any other writer makes the copy begin anew at
 * each step, for ever (https://www.sqlite.org/backup.html). The counts are taken in the same transaction, so they must
 * be those of the copy.
 *
 * <p>Neither an interrupt nor an exception stops a running backup. What stops it is its source becoming a writer: the
 * next step is then refused. So does the observer when the work is to stop; where it cannot get the write lock it pins
 * again and asks at the next step.
 *
 * @param facts what the source said in the transaction
 * @param journalMode the journal mode of the source
 * @param defects what could not even be counted
 */
public record Snapshot(Facts facts, String journalMode, List<String> defects) {
    private static final int PAGES = 1_000;
    private static final int CANCEL_MILLIS = 50;
    private static final String PIN = "SELECT count(*) FROM sqlite_schema";

    /** Copies {@code source} into the new file {@code target}. */
    public static Snapshot take(Path source, Path target, Work work) throws IOException {
        try (Sqlite db = Sqlite.live(source)) {
            db.execute("BEGIN");
            db.execute(PIN);
            List<String> defects = new ArrayList<>();
            Facts facts = Facts.read(db, defects);
            if (facts.pageCount() == 0) {
                throw BackupException.of(Kind.EMPTY_DATABASE)
                        .with("path", source)
                        .build();
            }
            work.begin(Phase.SNAPSHOT, facts.pageCount());
            DurableFiles.create(target).close();
            Steps steps = new Steps(db, work);
            int result = db.backup(target, steps, PAGES);
            work.check();
            db.execute("COMMIT");
            requireWhole(source, target, facts, result, steps);
            return new Snapshot(facts, db.text("PRAGMA journal_mode"), defects);
        } catch (SQLException e) {
            throw Sqlite.failure(source, e);
        }
    }

    private static void requireWhole(Path source, Path target, Facts facts, int result, Steps steps)
            throws IOException {
        if (result != Sqlite.OK) {
            throw Sqlite.failure(source, result).build();
        }
        if (steps.remaining != 0 || Files.size(target) != facts.bytes()) {
            throw BackupException.of(Kind.SNAPSHOT_FAILED)
                    .with("path", source)
                    .with("remaining", steps.remaining)
                    .with("bytes", Files.size(target))
                    .with("expected", facts.bytes())
                    .build();
        }
    }

    /** Hears of each step, below SQLite: nothing may be thrown here. */
    private static final class Steps implements DB.ProgressObserver {
        private final Sqlite source;
        private final Work work;
        private int remaining = -1;
        private boolean cancelling;

        Steps(Sqlite source, Work work) {
            this.source = source;
            this.work = work;
        }

        @Override
        public void progress(int left, int total) {
            remaining = left;
            work.reach(total - left, total);
            if (work.stopped() && !cancelling && left > 0) {
                cancel();
            }
        }

        private void cancel() {
            try {
                source.busyTimeout(CANCEL_MILLIS);
                source.execute("COMMIT");
                source.execute("BEGIN IMMEDIATE");
                cancelling = true;
            } catch (SQLException e) {
                pin();
            }
        }

        private void pin() {
            try {
                source.execute("BEGIN");
                source.execute(PIN);
            } catch (SQLException e) {
                // Then the next step runs unpinned, and asks again.
                remaining = -1;
            }
        }
    }
}
