package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** How JDBC by hand comes by connections and statements. */
interface Access {
    /** For one call. */
    Connection connection() throws SQLException;

    /** Ready to be bound. */
    default PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** After the statement was used. */
    default void done(PreparedStatement statement) throws SQLException {
        statement.close();
    }

    /** After the call. */
    default void done(Connection connection) throws SQLException {
        connection.close();
    }

    /** At the end. */
    default void close() throws SQLException {}

    /** One connection, on which each statement is prepared once. Not thread-safe. */
    static Access kept(Target target) throws SQLException {
        Connection only = target.connect();
        Map<String, PreparedStatement> statements = new HashMap<>();
        return new Access() {
            @Override
            public Connection connection() {
                return only;
            }

            @Override
            public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
                PreparedStatement statement = statements.get(sql);
                if (statement == null) {
                    statement = connection.prepareStatement(sql);
                    statements.put(sql, statement);
                }
                return statement;
            }

            @Override
            public void done(PreparedStatement statement) {}

            @Override
            public void done(Connection connection) {}

            @Override
            public void close() throws SQLException {
                only.close();
            }
        };
    }

    /** Over HikariCP, which closes every statement when its connection goes back. Thread-safe. */
    static Access pooled(Target target) {
        HikariDataSource pool = target.pool();
        return new Access() {
            @Override
            public Connection connection() throws SQLException {
                return pool.getConnection();
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    /** As programs begin: the driver's defaults, a connection a call. Thread-safe. */
    static Access openedForEachCall(Target target) {
        return () -> DriverManager.getConnection(target.url());
    }
}
