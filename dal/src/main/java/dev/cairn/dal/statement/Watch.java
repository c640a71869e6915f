package dev.cairn.dal.statement;

import org.sqlite.ProgressHandler;

/**
 * What may end a statement that runs: the deadline of its call, an interrupt of its thread, or the end of the database.
 * SQLite asks every so many steps of its virtual machine, on the thread that runs the statement.
 */
final class Watch extends ProgressHandler {
    /** A few milliseconds; a point read never gets so far. */
    static final int STEPS = 10_000;

    /** Why a statement was ended. */
    enum Reason {
        NONE,
        TIMEOUT,
        INTERRUPTED,
        CLOSED
    }

    private long deadline;
    private boolean interruptible;
    private volatile boolean cancelled;
    private Reason reason = Reason.NONE;

    /** Begins to watch; a deadline of zero is none. */
    void begin(long deadlineNanos, boolean mayBeInterrupted) {
        deadline = deadlineNanos;
        interruptible = mayBeInterrupted;
        reason = Reason.NONE;
    }

    /** Ends what runs, and everything after it. From any thread. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether the time is up, asked between statements. */
    boolean isLate() {
        return deadline != 0 && System.nanoTime() - deadline >= 0;
    }

    Reason reason() {
        return reason;
    }

    @Override
    protected int progress() {
        if (cancelled) {
            reason = Reason.CLOSED;
        } else if (interruptible && Thread.currentThread().isInterrupted()) {
            reason = Reason.INTERRUPTED;
        } else if (deadline != 0 && System.nanoTime() - deadline >= 0) {
            reason = Reason.TIMEOUT;
        } else {
            return 0;
        }
        return 1;
    }
}
