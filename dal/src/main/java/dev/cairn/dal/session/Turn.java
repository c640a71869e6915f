package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Gate.Ticket;
import dev.cairn.dal.write.Writer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The writer while a connection of {@code writer()} has it. Used by one thread at a time, and ended by any. */
final class Turn {
    private final Writer writer;
    private final Gate gate;
    private final Turnstile turnstile;
    private final Ticket ticket;
    private final Duration patience;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean revoked;
    private @Nullable Lane lane;

    Turn(Writer writer, Gate gate, Turnstile turnstile, Ticket ticket, Duration patience) {
        this.writer = writer;
        this.gate = gate;
        this.turnstile = turnstile;
        this.ticket = ticket;
        this.patience = patience;
    }

    /** Begins it; from the limit on it may be taken away. */
    void start(String label, Duration limit) {
        try {
            Lane open = writer.open();
            open.lend(label, 0);
            open.lendToAnyThread();
            lane = open;
            ticket.revocable(limit, this::revoke);
        } catch (RuntimeException | Error e) {
            gate.leave(ticket);
            throw e;
        }
    }

    /** By one who waits. Closing the connection ends its transaction, whatever its user is doing. */
    private void revoke() {
        revoked = true;
        if (ended.compareAndSet(false, true)) {
            if (lane != null) {
                writer.discard(lane);
            }
            turnstile.leave();
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
        writer.begin(lane(), System.nanoTime() + patience.toNanos());
    }

    void commit() throws SQLException {
        writer.commit(lane(), System.nanoTime() + patience.toNanos());
    }

    void rollback() {
        writer.rollback(lane());
    }

    void end() {
        if (ended.compareAndSet(false, true)) {
            try {
                writer.rollback(lane());
                writer.giveBack(lane());
            } finally {
                gate.leave(ticket);
                turnstile.leave();
            }
        }
    }
}
