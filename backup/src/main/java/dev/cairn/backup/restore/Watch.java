package dev.cairn.backup.restore;

import dev.cairn.backup.file.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection that watches a database while it is restored: whether others have it open, and whether they have
 * written. In WAL mode it also holds the shared lock that keeps others from thinking that they are alone.
 *
 * <p>Without WAL nobody can ask while the file is locked for writing, so there the time of its last change says whether
 * somebody has written: it is noted only when it is older than the clock of a file system is coarse.
 */
final class Watch implements AutoCloseable {
    private static final Duration COARSE = Duration.ofMillis(50);
    private static final String WAL = "wal";

    private final Path file;
    private final Sqlite db;
    private final boolean wal;
    private long version;
    private FileTime modified = FileTime.fromMillis(0);
    private boolean closed;

    private Watch(Path file, Sqlite db) throws SQLException {
        this.file = file;
        this.db = db;
        this.wal = db.text("PRAGMA journal_mode").equals(WAL);
        db.number("PRAGMA data_version");
    }

    static Watch on(Path file, Duration lockWait) throws SQLException {
        Sqlite db = Sqlite.live(file);
        try {
            db.busyTimeout((int) Math.min(lockWait.toMillis(), Integer.MAX_VALUE));
            return new Watch(file, db);
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    /** Whether no other connection has it open; without WAL, none that does anything. */
    boolean alone() throws SQLException {
        try {
            if (!wal) {
                db.execute("BEGIN EXCLUSIVE");
                db.execute("ROLLBACK");
                return true;
            }
            boolean left = !db.text("PRAGMA journal_mode = DELETE").equals(WAL);
            return db.text("PRAGMA journal_mode = WAL").equals(WAL) && left;
        } catch (SQLException e) {
            if (Sqlite.isBusy(e)) {
                return false;
            }
            throw e;
        }
    }

    /** From now on a write of somebody else is a change. */
    void note() throws SQLException, IOException {
        version = db.number("PRAGMA data_version");
        modified = Files.getLastModifiedTime(file);
        if (!wal && modified.toInstant().isAfter(Instant.now().minus(COARSE))) {
            LockSupport.parkNanos(2 * COARSE.toNanos());
        }
    }

    boolean changed() throws SQLException, IOException {
        return wal ? committed() : !Files.getLastModifiedTime(file).equals(modified);
    }

    /** Whether any other connection has committed; without WAL this waits for whoever writes. */
    boolean committed() throws SQLException {
        return db.number("PRAGMA data_version") != version;
    }

    /** Moves the log into the file; says false if a reader holds some of it back. */
    boolean fold() throws SQLException {
        return !wal || db.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    /** Sets how it is written. */
    void mode(String journalMode) throws SQLException {
        db.execute("PRAGMA journal_mode = " + journalMode);
    }

    /**
     * Holds the file against everybody, as far as SQLite's locks go, until this is closed; says false if somebody else
     * has it. A file that is too damaged to be locked nobody can use either.
     */
    boolean hold() {
        try {
            db.execute("PRAGMA journal_mode = DELETE");
            db.execute("PRAGMA locking_mode = EXCLUSIVE");
            db.execute("BEGIN EXCLUSIVE");
            return true;
        } catch (SQLException e) {
            return !Sqlite.isBusy(e);
        }
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            db.close();
        }
    }
}
