package dev.cairn.dal.statement;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.SQLException;
import org.sqlite.SQLiteCommitListener;

/**
 * The transaction of a connection, and whether it is still what its owner takes it for: an error, or a statement of the
 * caller's, may have ended it behind our back, which SQLite's hooks tell
 * (https://www.sqlite.org/c3ref/commit_hook.html). Confined, as its connection is.
 */
final class Transaction implements SQLiteCommitListener {
    private final Lane lane;
    private boolean begun;
    private boolean ending;
    private boolean lost;
    private boolean undone;

    Transaction(Lane lane) {
        this.lane = lane;
    }

    @Override
    public void onCommit() {
        lost |= begun && !ending;
    }

    @Override
    public void onRollback() {
        lost |= begun && !ending;
        undone = true;
    }

    void begin(String sql) throws SQLException {
        lost = false;
        lane.control(sql);
        begun = true;
    }

    /** Ends it so that it counts. */
    void commit() throws SQLException {
        ending = true;
        undone = false;
        try {
            lane.control("COMMIT");
            begun = false;
        } finally {
            ending = false;
            // A COMMIT that could not be written is undone by SQLite; one that was refused leaves it to us.
            begun &= !undone;
        }
    }

    /** Ends it as if it had not been; some errors have done so already. */
    void rollback() throws SQLException {
        ending = true;
        try {
            if (isOpen()) {
                lane.control("ROLLBACK");
            }
        } finally {
            ending = false;
            begun = false;
            lost = false;
        }
    }

    /** Whether it was begun and not ended by us. */
    boolean wasBegun() {
        return begun;
    }

    /** Whether it was begun, and not ended by anything. */
    boolean isOpen() {
        return begun && !lost;
    }

    void requireNotLost() {
        if (lost && begun) {
            throw DalException.of(Kind.ROLLED_BACK, "in", lane.label());
        }
    }
}
