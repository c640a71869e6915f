package dev.cairn.dal.write;

import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single writes of several threads, in one transaction: the thread whose turn it is does the work of those that stand
 * behind it, since a commit costs the same for one and for many. Thread-safe.
 *
 * <p>Such work is data, a statement and its values, so it may run on another's thread and again. Nobody returns before
 * the COMMIT. First all of it runs as it is. What was refused may have left something, as a trigger's RAISE(FAIL) does,
 * which {@code total_changes()} does not always count; so after a refusal everything is rolled back, and runs once more
 * with each in a savepoint. Where one ends the whole transaction, or the COMMIT is refused, each runs again in a
 * transaction of its own: what then fails, fails alone.
 */
public final class Combiner {
    private static final Logger LOG = LoggerFactory.getLogger(Combiner.class.getPackageName());
    private static final int MOST = 64;
    private static final int ROUNDS = 4;
    private static final String GUARD = "cairn_guard";

    private final Gate gate;
    private final Writer writer;

    /** Over the one writer. */
    public Combiner(Gate gate, Writer writer) {
        this.gate = gate;
        this.writer = writer;
    }

    /** What a single write came to, and what it took. */
    public static final class Outcome<T> {
        private final Job<T> job;

        private Outcome(Job<T> job) {
            this.job = job;
        }

        /** Its result, or what it failed with. */
        public T result() {
            return job.outcome();
        }

        /** How long it has waited for its turn. */
        public long waitedNanos() {
            return job.waitedNanos();
        }

        /** How many rows it wrote. */
        public long rows() {
            return job.rows();
        }

        /** The statement that ran last. */
        public String sql() {
            return job.sql();
        }
    }

    /**
     * Runs a single write, perhaps with others, and returns when it is committed, or has failed.
     *
     * @param limit when its statement is to stop; zero if never
     */
    public <T> Outcome<T> run(Operation operation, long deadline, long limit, Work<T> work) {
        Job<T> job = new Job<>(operation, deadline, limit, work);
        gate.enter(job, deadline);
        if (!job.isDone()) {
            try {
                lead(job);
            } finally {
                gate.leave(job);
            }
        }
        return new Outcome<>(job);
    }

    private void lead(Job<?> own) {
        Lane lane = writer.open();
        lane.lendToMany(own.operation(), 0);
        try {
            writer.begin(lane, own.deadline());
            List<Job<?>> batch = new ArrayList<>(List.of(own));
            batch.addAll(gate.takeJobs(MOST - 1));
            settle(lane, batch);
            for (int round = 1; round < ROUNDS && gate.isJobFirst(); round++) {
                // Those that have come meanwhile, so that none of them has to wake up first.
                if (!writer.tryBegin(lane)) {
                    return;
                }
                settle(lane, gate.takeJobs(MOST));
            }
        } finally {
            writer.giveBack(lane);
        }
    }

    /** In a transaction that has begun; whatever happens, each job has its outcome, and the transaction has ended. */
    private void settle(Lane lane, List<Job<?>> jobs) {
        try {
            Next next = jobs.size() == 1 ? Next.ALONE : together(lane, jobs, false);
            if (next == Next.GUARDED) {
                writer.begin(lane, earliest(jobs));
                next = together(lane, jobs, true);
            }
            if (next == Next.ALONE) {
                alone(lane, jobs);
            }
        } catch (RuntimeException | Error e) {
            // Not thrown here: each has it as its outcome, and the one that leads may be none of them.
            jobs.forEach(job -> job.failUnlessSettled(e));
        } finally {
            jobs.forEach(Gate.Ticket::done);
        }
    }

    /** How a batch goes on that could not be settled. */
    private enum Next {
        NOTHING,
        GUARDED,
        ALONE
    }

    /** What is committed so has gone well, or has been refused and has left no trace; else nothing is left of it. */
    private Next together(Lane lane, List<Job<?>> jobs, boolean guarded) {
        try {
            for (Job<?> job : jobs) {
                if (guarded ? !guarded(lane, job) : !job.run(lane)) {
                    Next next = !guarded && lane.isInTransaction() ? Next.GUARDED : Next.ALONE;
                    writer.rollback(lane);
                    return next;
                }
            }
            writer.commit(lane, earliest(jobs));
            jobs.forEach(Job::settled);
            LOG.debug("single writes have shared a commit: {}", jobs.size());
            return Next.NOTHING;
        } catch (SQLException | DalException e) {
            writer.rollback(lane);
            return Next.ALONE;
        }
    }

    /** Whether the transaction goes on: if the work is refused, whatever it had done is undone. */
    private static boolean guarded(Lane lane, Job<?> job) throws SQLException {
        lane.control("SAVEPOINT " + GUARD);
        if (!job.run(lane)) {
            if (!lane.isInTransaction()) {
                return false;
            }
            lane.control("ROLLBACK TO " + GUARD);
        }
        lane.control("RELEASE " + GUARD);
        return true;
    }

    /** Nobody waits for another process longer than its own call allows. */
    private static long earliest(List<Job<?>> jobs) {
        long now = System.nanoTime();
        return now + jobs.stream().mapToLong(job -> job.deadline() - now).min().orElse(0);
    }

    /** Each in a transaction of its own; the first may be in one already. */
    private void alone(Lane lane, List<Job<?>> jobs) {
        for (Job<?> job : jobs) {
            try {
                if (!lane.isInTransaction()) {
                    writer.begin(lane, job.deadline());
                }
                alone(lane, job);
            } catch (DalException e) {
                job.failUnlessSettled(e);
            }
        }
    }

    private void alone(Lane lane, Job<?> job) {
        boolean committed = false;
        try {
            if (job.run(lane)) {
                writer.commit(lane, job.deadline());
                committed = true;
                job.settled();
            }
        } catch (SQLException e) {
            job.failUnlessSettled(lane.translate(e, "COMMIT"));
        } finally {
            if (!committed) {
                writer.rollback(lane);
            }
        }
    }
}
