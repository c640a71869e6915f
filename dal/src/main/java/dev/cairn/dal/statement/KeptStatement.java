package dev.cairn.dal.statement;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A statement that closing gives back to its connection, prepared as it is. Confined, as its connection is.
 *
 * <p>On most errors the driver ends the native statement while {@code isClosed()} goes on to say false, so what counts
 * is whether its pointer is still open.
 */
final class KeptStatement extends JDBC4PreparedStatement {
    private static final int BULKY = 1 << 10;

    private final Lane lane;
    private final StatementCache cache;
    private final String text;
    private final boolean changesSchema;
    private String @Nullable [] names;
    private boolean lent;
    private boolean byPosition;
    private boolean executed;
    private boolean bulky;
    private boolean tuned;

    KeptStatement(Lane lane, StatementCache cache, String text) throws SQLException {
        super(lane, text);
        this.lane = lane;
        this.cache = cache;
        this.text = text;
        this.changesSchema = Sql.changesSchema(text);
    }

    String text() {
        return text;
    }

    boolean isLent() {
        return lent;
    }

    /** To one who reads columns by position, and may be given their names as they were before. */
    void lend() {
        lent = true;
        byPosition = true;
    }

    /** To one who may read them by name. */
    void lendToCaller() throws SQLException {
        byPosition = false;
        // Values of an earlier use, and rows of a batch that was given up, are not this caller's.
        clearBatch();
    }

    boolean changesSchema() {
        return changesSchema;
    }

    /** Makes it as if it had never been used; false if it cannot be used again. */
    boolean reset() throws SQLException {
        lent = false;
        if (pointer.isClosed() || tuned) {
            return false;
        }
        rs.close();
        if (executed) {
            executed = false;
            resultsWaiting = false;
            // Rows that nobody asked for hold their snapshot until here, and a commit that waited for them may fail.
            int code = pointer.safeRunInt(DB::reset);
            if (code != 0) {
                getDatabase().throwex(code);
            }
        }
        if (bulky) {
            clearParameters();
            bulky = false;
        }
        return !pointer.isClosed();
    }

    /** Gives it back for the last time. */
    void retire() throws SQLException {
        tuned = true;
        close();
    }

    /** Ends the native statement. */
    void end() throws SQLException {
        super.close();
    }

    @Override
    public void close() throws SQLException {
        if (lent) {
            cache.giveBack(this);
        }
    }

    @Override
    public boolean isClosed() {
        return !lent || super.isClosed();
    }

    /** A transaction that was lost must not go on by itself, statement by statement. */
    private void requireUsable() throws SQLException {
        if (!lent) {
            throw new SQLException("the statement was closed");
        }
        lane.requireUsable();
    }

    @Override
    public boolean execute() throws SQLException {
        requireUsable();
        executed = true;
        return super.execute();
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        requireUsable();
        return executed || tuned || columnCount == 0 ? super.executeQuery() : queried();
    }

    /** As the driver does it, without another reset of what stands at its start. */
    private ResultSet queried() throws SQLException {
        checkOpen();
        rs.close();
        exhaustedResults = false;
        executed = true;
        boolean stepped = false;
        try {
            resultsWaiting = getDatabase().execute(this, batch);
            stepped = true;
        } finally {
            if (!stepped && !pointer.isClosed()) {
                pointer.safeRunInt(DB::reset);
            }
        }
        ResultSet rows = getResultSet();
        executed = false;
        return rows;
    }

    /** The driver forgets the names of the columns after each use, and to ask for them costs two calls for each. */
    @Override
    public ResultSet getResultSet() throws SQLException {
        if (!byPosition) {
            return super.getResultSet();
        }
        rs.colsMeta = names;
        ResultSet rows = super.getResultSet();
        names = rs.colsMeta;
        return rows;
    }

    @Override
    public int executeUpdate() throws SQLException {
        requireUsable();
        return super.executeUpdate();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        requireUsable();
        return super.executeLargeUpdate();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        requireUsable();
        return super.executeBatch();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        requireUsable();
        return super.executeLargeBatch();
    }

    @Override
    public void setString(int position, String value) throws SQLException {
        bulky |= value != null && value.length() > BULKY;
        super.setString(position, value);
    }

    @Override
    public void setBytes(int position, byte[] value) throws SQLException {
        bulky |= value != null && value.length > BULKY;
        super.setBytes(position, value);
    }

    /** Also before it is executed, as the driver has it of a statement that is new. */
    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        if (rs.colsMeta == null) {
            rs.colsMeta = pointer.safeRun(DB::column_names);
        }
        return super.getMetaData();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        tuned = true;
        super.closeOnCompletion();
    }

    @Override
    public void setMaxRows(int rows) throws SQLException {
        tuned = true;
        super.setMaxRows(rows);
    }

    @Override
    public void setLargeMaxRows(long rows) throws SQLException {
        tuned = true;
        super.setLargeMaxRows(rows);
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        // The driver's never fires; a timeout is the call's.
        tuned = true;
        super.setQueryTimeout(seconds);
    }
}
