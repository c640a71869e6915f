package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Gate.Ticket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The writer while a connection of {@code writer()} has it. Used by one thread at a time, and ended by any. */
final class Turn {
    private final Parts parts;
    private final Ticket ticket;
    private final AtomicBoolean ended = new AtomicBoolean();
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
    private void revoke() {
        revoked = true;
        if (ended.compareAndSet(false, true)) {
            if (lane != null) {
                parts.writer().discard(lane);
            }
            parts.turnstile().leave();
        }
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

    void commit() throws SQLException {
        parts.writer().commit(lane(), parts.deadline(Call.DEFAULT));
    }

    void rollback() {
        parts.writer().rollback(lane());
    }

    void end() {
        if (ended.compareAndSet(false, true)) {
            try {
                parts.writer().rollback(lane());
                parts.writer().giveBack(lane());
            } finally {
                parts.gate().leave(ticket);
                parts.turnstile().leave();
            }
        }
    }
}
