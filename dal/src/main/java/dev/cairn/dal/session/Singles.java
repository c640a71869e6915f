package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Combiner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * Repository calls outside any scope, each with a connection for itself. Thread-safe.
 *
 * <p>A read of one statement needs no transaction: SQLite gives each statement its own snapshot.
 */
final class Singles {
    private static final int BUSY = 5;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Parts parts;
    private final Combiner combiner;

    Singles(Parts parts) {
        this.parts = parts;
        this.combiner = new Combiner(parts.gate(), parts.writer());
    }

    <T> T read(Call call, Operation operation, boolean several, Work<T> work) {
        long asked = System.nanoTime();
        long deadline = parts.deadline(call, asked);
        parts.turnstile().enter(deadline);
        try {
            return readInside(call, operation, several, work, asked, deadline);
        } catch (DalException e) {
            parts.recorder().failed(e);
            throw e;
        } finally {
            parts.turnstile().leave();
        }
    }

    private <T> T readInside(Call call, Operation operation, boolean several, Work<T> work, long asked, long deadline) {
        Readers readers = parts.readers();
        if (readers == null) {
            Held held = parts.holdForReading(operation.name(), asked, deadline);
            try {
                return readOn(held.lane(), call, operation, several, work, asked, System.nanoTime());
            } finally {
                held.giveBack();
            }
        }
        // The way of most calls there are: without a Held, and with a second look at the clock only if one waited.
        Connection atHand = readers.atHand();
        Connection borrowed = atHand == null ? readers.borrow(asked, deadline) : atHand;
        long began = atHand == null ? System.nanoTime() : asked;
        Lane lane = Readers.lane(borrowed);
        try {
            return readOn(lane, call, operation, several, work, asked, began);
        } finally {
            readers.putBack(lane, borrowed);
        }
    }

    private <T> T readOn(
            Lane lane, Call call, Operation operation, boolean several, Work<T> work, long asked, long began) {
        lane.lend(operation, Parts.limit(call, asked), began);
        try {
            return patiently(lane, several, work, parts.deadline(call, asked));
        } finally {
            parts.recorder().called(operation, call.tag(), began - asked, began, lane.rows(), lane.last());
        }
    }

    /** As long as no row was passed on, another process that is in the way can be waited for. */
    private static <T> T patiently(Lane lane, boolean several, Work<T> work, long deadline) {
        while (true) {
            try {
                return several ? inSnapshot(lane, work) : work.run(lane);
            } catch (SQLException e) {
                boolean isBusy = (Errors.code(e) & 0xff) == BUSY;
                if (!isBusy || lane.rows() > 0 || System.nanoTime() - deadline >= 0) {
                    throw lane.translate(e, lane.last());
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw DalException.of(Kind.INTERRUPTED, "waiting for", "another process");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static <T> T inSnapshot(Lane lane, Work<T> work) throws SQLException {
        lane.beginTransaction("BEGIN");
        boolean done = false;
        try {
            T result = work.run(lane);
            lane.commitTransaction();
            done = true;
            return result;
        } finally {
            if (!done) {
                lane.rollbackTransaction();
            }
        }
    }

    <T> T write(Call call, Operation operation, Work<T> work) {
        long asked = System.nanoTime();
        long deadline = parts.deadline(call, asked);
        parts.turnstile().enter(deadline);
        try {
            parts.requireWritable();
            Combiner.Outcome<T> outcome = combiner.run(operation, deadline, Parts.limit(call, asked), work);
            long waited = outcome.waitedNanos();
            parts.recorder().called(operation, call.tag(), waited, asked + waited, outcome.rows(), outcome.sql());
            T result = outcome.result();
            parts.recorder().committed();
            return result;
        } catch (DalException e) {
            parts.recorder().failed(e);
            throw e;
        } finally {
            parts.turnstile().leave();
        }
    }
}
