package dev.cairn.dal.write;

import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A single write that may share a transaction with others. The gate hands it from its thread to the one that does it
 * and back, so nothing here needs to be volatile.
 */
final class Job<T> extends Gate.Ticket {
    private final Operation operation;
    private final long deadline;
    private final long limit;
    private final Work<T> work;
    private long rows;
    private String sql = "";
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean settled;

    Job(Operation operation, long deadline, long limit, Work<T> work) {
        super(operation.name());
        this.operation = operation;
        this.deadline = deadline;
        this.limit = limit;
        this.work = work;
    }

    /** Does the work, inside a transaction; whether it went well. */
    boolean run(Lane lane) {
        result = null;
        failure = null;
        lane.lendToMany(operation, limit);
        try {
            result = work.run(lane);
            return true;
        } catch (SQLException e) {
            failure = lane.translate(e, lane.last());
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            rows = lane.rows();
            sql = lane.last();
        }
        return false;
    }

    /** The transaction it was in is committed; nothing can change its outcome any more. */
    void settled() {
        settled = true;
    }

    /** What became of the transaction it was in is what became of it. */
    void failUnlessSettled(Throwable e) {
        if (!settled) {
            result = null;
            failure = e;
        }
    }

    /** Until when it may wait for other processes. */
    long deadline() {
        return deadline;
    }

    Operation operation() {
        return operation;
    }

    long rows() {
        return rows;
    }

    /** The statement that ran last. */
    String sql() {
        return sql;
    }

    /** What came of it. */
    @SuppressWarnings("NullAway") // the work's own null, if any
    T outcome() {
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return result;
    }
}
