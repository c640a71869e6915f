package dev.cairn.bench.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The typical queries by JDBC by hand. As thread-safe as its access. */
final class TypicalByJdbc implements TypicalPeer {
    private final List<String> statements;
    private final List<Rows.Reader> readers;
    private final List<List<Object>> keys;
    private final Access access;

    TypicalByJdbc(Typical query, List<List<Object>> keys, Access access) {
        this.statements = query.statements();
        this.readers = Rows.of(query);
        this.keys = keys;
        this.access = access;
    }

    @Override
    public Object run(int turn) throws SQLException {
        List<Object> key = keys.get(Math.floorMod(turn, keys.size()));
        List<Object> rows = new ArrayList<>();
        Connection connection = access.connection();
        try {
            boolean several = statements.size() > 1;
            if (several) { // of one moment
                connection.setAutoCommit(false);
            }
            for (int i = 0; i < statements.size(); i++) {
                read(connection, statements.get(i), key, readers.get(i), rows);
            }
            if (several) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        } finally {
            access.done(connection);
        }
        return rows;
    }

    private void read(Connection connection, String sql, List<Object> key, Rows.Reader reader, List<Object> rows)
            throws SQLException {
        PreparedStatement statement = access.prepare(connection, sql);
        try {
            for (int i = 0; i < key.size(); i++) {
                statement.setObject(i + 1, key.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
        } finally {
            access.done(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        access.close();
    }
}
