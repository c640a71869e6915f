package dev.cairn.dal.statement;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.jdbc4.JDBC4Statement;

/**
 * A statement whose text comes when it is run. It ends with the use of its connection, since what it still reads would
 * keep the snapshot of whoever comes next. Confined, as its connection is.
 */
final class PlainStatement extends JDBC4Statement {
    private final Lane lane;

    PlainStatement(Lane lane) {
        super(lane);
        this.lane = lane;
    }

    private void requireAllowed(String sql) throws SQLException {
        if (isClosed()) {
            throw new SQLException("the statement was closed");
        }
        lane.requireAllowed(sql);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        requireAllowed(sql);
        return super.execute(sql);
    }

    @Override
    public ResultSet executeQuery(String sql, boolean closeOnCompletion) throws SQLException {
        requireAllowed(sql);
        return super.executeQuery(sql, closeOnCompletion);
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        requireAllowed(sql);
        return super.executeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        requireAllowed(sql);
        return super.executeLargeUpdate(sql);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        requireAllowed(sql);
        super.addBatch(sql);
    }

    @Override
    public int[] executeBatch() throws SQLException {
        requireAllowed("");
        return super.executeBatch();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        requireAllowed("");
        return super.executeLargeBatch();
    }

    @Override
    public void close() throws SQLException {
        lane.closed(this);
        super.close();
    }
}
