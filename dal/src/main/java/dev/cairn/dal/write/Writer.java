package dev.cairn.dal.write;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, opened when it is first needed. For the thread whose turn the gate says it is.
 *
 * <p>Another process may hold the file's write lock. SQLite's own waiting cannot be interrupted, so that is done in
 * slices of it.
 */
public final class Writer {
    private static final int BUSY = 5;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Lanes lanes;
    private final boolean kept;
    private volatile @Nullable Lane lane;

    /** Over a database; kept open between its uses, or not. */
    public Writer(Lanes lanes, boolean kept) {
        this.lanes = lanes;
        this.kept = kept;
    }

    /** On a connection that is open already, and the only one there is. */
    public Writer(Lanes lanes, Lane lane) {
        this(lanes, true);
        this.lane = lane;
    }

    /** The connection. */
    public Lane open() {
        Lane open = lane;
        try {
            if (open == null || open.isClosed()) {
                open = lanes.writer();
                lane = open;
            }
            return open;
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    /** The connection, for a look at it; nothing while there is none. */
    public @Nullable Lane present() {
        return lane;
    }

    /** Ends a use. What was committed in it stands, so a connection that makes trouble now is only left behind. */
    public void giveBack(Lane lent) {
        try {
            lent.takeBack();
            if (!kept) {
                discard(lent);
            }
        } catch (SQLException e) {
            discard(lent);
        }
    }

    /** Begins a transaction that may write, and waits for other processes. */
    public void begin(Lane lane, long deadline) {
        waiting(lane, deadline, () -> lane.beginTransaction("BEGIN IMMEDIATE"));
    }

    /** The same without waiting. */
    boolean tryBegin(Lane lane) {
        try {
            lane.beginTransaction("BEGIN IMMEDIATE");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Ends it so that it counts. Without a write-ahead log readers of other processes may be in the way. */
    public void commit(Lane lane, long deadline) throws SQLException {
        boolean done = false;
        while (!done) {
            try {
                lane.commitTransaction();
                done = true;
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Ends it as if it had not been; that of a reader too. */
    public void rollback(Lane of) {
        try {
            of.rollbackTransaction();
        } catch (SQLException e) {
            // With its connection every transaction ends.
            discard(of);
        }
    }

    /** Something that another process may be in the way of. */
    @FunctionalInterface
    public interface Attempt {
        /** Tries. */
        void run() throws SQLException;
    }

    /** Tries again while another process is in the way, up to the deadline. */
    public static void waiting(Lane lane, long deadline, Attempt attempt) {
        long asked = System.nanoTime();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (SQLException e) {
                if (!isBusy(e)) {
                    throw lane.translate(e, "BEGIN IMMEDIATE");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw DalException.of(Kind.INTERRUPTED, "waiting for", "another process");
                }
                long now = System.nanoTime();
                if (now - deadline >= 0) {
                    throw DalException.of(
                            Kind.BUSY,
                            "waited ms",
                            Long.toString(TimeUnit.NANOSECONDS.toMillis(now - asked)),
                            "holder",
                            "another process or connection on the file",
                            "code",
                            Integer.toString(Errors.code(e)));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean isBusy(SQLException e) {
        return (Errors.code(e) & 0xff) == BUSY;
    }

    /** Gives up a connection that its user does not give back, or that cannot be used any more. */
    public void discard(Lane lent) {
        if (lane == lent) {
            lane = null;
        }
        // Closing waits for what runs.
        lent.cancel();
        try {
            lent.end();
        } catch (SQLException e) {
            // Nobody has it any more, so nobody can be told.
            return;
        }
    }

    /** Closes the connection; the last one of a file moves the log into it. */
    public void close() throws SQLException {
        Lane open = lane;
        lane = null;
        if (open != null) {
            open.end();
        }
    }
}
