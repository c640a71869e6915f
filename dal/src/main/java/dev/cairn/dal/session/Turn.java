package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Gate.Ticket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The writer while a connection of {@code writer()} has it. Used by one thread at a time, and ended by any. */
final class Turn {
    private final Parts parts;
    private final Ticket ticket;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ReentrantLock committing = new ReentrantLock();
    private volatile boolean revoked;
    private @Nullable Lane lane;

    Turn(Parts parts, Ticket ticket) {
        this.parts = parts;
        this.ticket = ticket;
    }

    /** Begins it; from the limit on it may be taken away. */
    void start(String label, Duration limit) {
        try {
            Lane open = parts.writer().open();
            open.lend(label, 0, System.nanoTime());
            open.lendToAnyThread();
            lane = open;
            parts.gate().revocable(ticket, limit, this::revoke);
        } catch (RuntimeException | Error e) {
            parts.gate().leave(ticket);
            throw e;
        }
    }

    /** By one who waits. Closing the connection ends its transaction, whatever its user is doing. */
    private boolean revoke() {
        Lane open = lane;
        if (open == null || !ended.compareAndSet(false, true)) {
            return false;
        }
        committing.lock();
        try {
            revoked = true;
            parts.writer().discard(open);
        } finally {
            committing.unlock();
            parts.turnstile().leave();
        }
        return true;
    }

    Lane lane() {
        if (revoked || lane == null) {
            throw DalException.of(
                    Kind.TIMEOUT, "instead", "close connections of writer() sooner: this one was taken away");
        }
        return lane;
    }

    void begin() {
        parts.writer().begin(lane(), parts.deadline(Call.DEFAULT));
    }

    /** Nobody takes the turn away meanwhile: its user could not tell whether the transaction stands. */
    void commit() throws SQLException {
        committing.lock();
        try {
            parts.writer().commit(lane(), parts.deadline(Call.DEFAULT));
        } finally {
            committing.unlock();
        }
    }

    void rollback() {
        parts.writer().rollback(lane());
    }

    /** Begins the next transaction. How the last one ended stands; but without a next one nothing must run any more. */
    void next() {
        try {
            begin();
        } catch (DalException e) {
            if (revoke()) {
                parts.gate().leave(ticket);
            }
        }
    }

    void end() {
        Lane open = lane;
        if (open != null && ended.compareAndSet(false, true)) {
            try {
                parts.writer().rollback(open);
                parts.writer().giveBack(open);
            } finally {
                parts.gate().leave(ticket);
                parts.turnstile().leave();
            }
        }
    }
}
