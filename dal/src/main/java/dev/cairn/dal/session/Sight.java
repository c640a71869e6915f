package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.insight.Inspected;
import dev.cairn.dal.insight.ReaderCounts;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What inspection and upkeep see of a session. Thread-safe. */
final class Sight implements Inspected {
    private static final int BUSY = 5;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Session session;
    private final Parts parts;

    Sight(Session session, Parts parts) {
        this.session = session;
        this.parts = parts;
    }

    @Override
    public Optional<Path> file() {
        return Optional.ofNullable(parts.settings().recipe().file());
    }

    @Override
    public boolean isReadOnly() {
        return parts.settings().recipe().readOnly();
    }

    @Override
    public Duration patience() {
        return parts.settings().acquireTimeout();
    }

    @Override
    public <T> T look(String label, Duration patience, Look<T> look) {
        long asked = System.nanoTime();
        long deadline = asked + patience.toNanos();
        Open scope = session.scope();
        if (scope != null) {
            scope.lane().requireUsable();
            return patiently(scope.lane(), deadline, look);
        }
        parts.turnstile().enter(deadline);
        try {
            Held held = parts.holdForReading(label, asked, deadline);
            try {
                held.lane().lend(label, 0, asked);
                return patiently(held.lane(), deadline, connection -> inSnapshot(held.lane(), look));
            } finally {
                held.giveBack();
            }
        } finally {
            parts.turnstile().leave();
        }
    }

    private static <T> T inSnapshot(Lane lane, Look<T> look) throws SQLException {
        lane.beginTransaction("BEGIN");
        try {
            return look.at(lane);
        } finally {
            lane.rollbackTransaction();
        }
    }

    @Override
    public <T> T inTurn(String label, Look<T> work) {
        session.requireNoScope(label);
        long deadline = parts.deadline(Call.DEFAULT);
        parts.turnstile().enter(deadline);
        try {
            parts.requireWritable();
            Held held = Held.writer(parts.gate(), parts.writer(), label, deadline);
            try {
                held.lane().lend(label, 0, System.nanoTime());
                return patiently(held.lane(), deadline, work);
            } finally {
                held.giveBack();
            }
        } finally {
            parts.turnstile().leave();
        }
    }

    /** Tries again while another process is in the way. */
    private static <T> T patiently(Lane lane, long deadline, Look<T> look) {
        while (true) {
            try {
                return look.at(lane);
            } catch (SQLException e) {
                if ((Errors.code(e) & 0xff) != BUSY || System.nanoTime() - deadline >= 0) {
                    throw lane.translate(e, "");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw DalException.of(Kind.INTERRUPTED, "waiting for", "another process");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public <T> T beside(Look<T> work) throws SQLException {
        parts.requireWritable();
        try (Lane lane = parts.lanes().writer()) {
            return work.at(lane);
        }
    }

    @Override
    public ReaderCounts readers() {
        Readers readers = parts.readers();
        return readers == null
                ? ReaderCounts.NONE
                : new ReaderCounts(readers.most(), readers.lent(), readers.idle(), readers.waiting());
    }

    @Override
    public int writersWaiting() {
        return parts.gate().waiting();
    }

    @Override
    public long statementHits() {
        return parts.lanes().counts().hits();
    }

    @Override
    public long statementMisses() {
        return parts.lanes().counts().misses();
    }
}
