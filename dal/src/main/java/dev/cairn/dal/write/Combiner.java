package dev.cairn.dal.write;

import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Single writes of several threads, in one transaction: the thread whose turn it is does the work of those that stand
 * behind it, since a commit costs the same for one and for many. Thread-safe.
 *
 * <p>Such work is data, a statement and its values, so it may run on another's thread and again. Nobody returns before
 * the COMMIT. A statement that SQLite refused has changed nothing, and the others go on. Whenever that is not certain,
 * because the error ended the transaction, or a trigger's RAISE(FAIL) left half of a statement, or the COMMIT itself
 * failed, everything is rolled back and each runs again in a transaction of its own: what then fails, fails alone.
 */
public final class Combiner {
    private static final int MOST = 64;
    private static final int ROUNDS = 4;

    private final Gate gate;
    private final Writer writer;

    /** Over the one writer. */
    public Combiner(Gate gate, Writer writer) {
        this.gate = gate;
        this.writer = writer;
    }

    /** What a single write came to, and what it took. */
    public record Outcome<T>(T result, long waitedNanos, long rows, String sql) {}

    /**
     * Runs a single write, perhaps with others, and returns when it is committed.
     *
     * @param timeoutNanos how long its statement may run; zero for as long as it takes
     */
    public <T> Outcome<T> run(Operation operation, long deadline, long timeoutNanos, Work<T> work) {
        Job<T> job = new Job<>(operation, timeoutNanos, work);
        gate.enter(job, deadline);
        if (!job.isDone()) {
            try {
                lead(job, deadline);
            } finally {
                gate.leave(job);
            }
        }
        return new Outcome<>(job.outcome(), job.waitedNanos(), job.rows(), job.sql());
    }

    private void lead(Job<?> own, long deadline) {
        Lane lane = writer.open();
        lane.lendToMany(own.operation(), 0);
        try {
            writer.begin(lane, deadline);
            List<Job<?>> batch = new ArrayList<>(List.of(own));
            batch.addAll(gate.takeJobs(MOST - 1));
            settle(lane, batch, deadline);
            for (int round = 1; round < ROUNDS && gate.isJobFirst(); round++) {
                // Those that have come meanwhile, so that none of them has to wake up first.
                if (!writer.tryBegin(lane)) {
                    return;
                }
                settle(lane, gate.takeJobs(MOST), deadline);
            }
        } finally {
            writer.giveBack(lane);
        }
    }

    /** In a transaction that has begun; whatever happens, each job has its outcome, and the transaction has ended. */
    private void settle(Lane lane, List<Job<?>> jobs, long deadline) {
        try {
            if (jobs.size() == 1) {
                alone(lane, jobs.get(0), deadline);
            } else if (!together(lane, jobs, deadline)) {
                for (Job<?> job : jobs) {
                    replay(lane, job, deadline);
                }
            }
        } catch (RuntimeException | Error e) {
            jobs.forEach(j -> j.fail(e));
            throw e;
        } finally {
            jobs.forEach(Gate.Ticket::done);
        }
    }

    /** Whether that is settled so: all that went well is committed, and what went wrong has left no trace. */
    private boolean together(Lane lane, List<Job<?>> jobs, long deadline) {
        try {
            for (Job<?> job : jobs) {
                long before = changes(lane);
                boolean well = job.run(lane) || (lane.isInTransaction() && changes(lane) == before);
                if (!well) {
                    writer.rollback(lane);
                    return false;
                }
            }
            writer.commit(lane, deadline);
            return true;
        } catch (SQLException | DalException e) {
            writer.rollback(lane);
            return false;
        }
    }

    /** Rows written so far, those by triggers too; what a statement that failed had written is not among them. */
    private static long changes(Lane lane) throws SQLException {
        return lane.getDatabase().total_changes();
    }

    private void replay(Lane lane, Job<?> job, long deadline) {
        try {
            writer.begin(lane, deadline);
            alone(lane, job, deadline);
        } catch (DalException e) {
            job.fail(e);
        }
    }

    private void alone(Lane lane, Job<?> job, long deadline) {
        boolean committed = false;
        try {
            if (job.run(lane)) {
                writer.commit(lane, deadline);
                committed = true;
            }
        } catch (SQLException e) {
            job.fail(lane.translate(e, "COMMIT"));
        } finally {
            if (!committed) {
                writer.rollback(lane);
            }
        }
    }
}
