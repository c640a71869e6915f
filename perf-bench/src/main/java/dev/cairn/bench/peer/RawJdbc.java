package dev.cairn.bench.peer;

import dev.cairn.bench.peer.Jdbc.DateParser;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * JDBC by hand on one connection of its own and on statements that stay prepared: what is commonly taken for the limit.
 * Not thread-safe.
 */
final class RawJdbc implements Searching {
    private static final int BATCH = 500;

    private final Connection connection;
    private final DateParser dates;
    private final Map<String, PreparedStatement> kept = new HashMap<>();

    RawJdbc(Target target, DateParser dates) throws SQLException {
        this.connection = target.connect();
        this.dates = dates;
    }

    private UsersRow one(PreparedStatement statement) throws SQLException {
        return Jdbc.one(statement.executeQuery(), dates);
    }

    private List<UsersRow> list(PreparedStatement statement) throws SQLException {
        return Jdbc.list(statement.executeQuery(), dates);
    }

    private PreparedStatement kept(String sql) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(Sql.planned(sql));
            kept.put(sql, statement);
        }
        return statement;
    }

    @Override
    public UsersRow byId(long id) throws SQLException {
        PreparedStatement statement = kept(Sql.BY_ID);
        statement.setLong(1, id);
        return one(statement);
    }

    @Override
    public UsersRow byUsername(String username) throws SQLException {
        PreparedStatement statement = kept(Sql.BY_USERNAME);
        statement.setString(1, username);
        return one(statement);
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) throws SQLException {
        PreparedStatement statement = kept(Sql.BY_LAST_LOGIN);
        statement.setString(1, Dates.format(at));
        statement.setInt(2, limit);
        return list(statement);
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) throws SQLException {
        PreparedStatement statement = kept(Sql.BY_ROLE);
        statement.setString(1, role.text());
        statement.setInt(2, limit);
        return list(statement);
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) throws SQLException {
        PreparedStatement statement = kept(Sql.PAGE_BY_ROLE);
        statement.setString(1, role.text());
        statement.setLong(2, after);
        statement.setInt(3, limit);
        return list(statement);
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) throws SQLException {
        try (ResultSet rows = kept(Sql.ALL).executeQuery()) {
            while (rows.next()) {
                sink.accept(Jdbc.user(rows, dates));
            }
        }
    }

    @Override
    public List<UsersRow> search(Filter filter) throws SQLException {
        PreparedStatement statement = kept(Sql.search(filter));
        int at = 1;
        if (filter.id() != null) {
            statement.setLong(at++, filter.id());
        }
        if (filter.role() != null) {
            statement.setString(at++, filter.role().text());
        }
        if (filter.active() != null) {
            statement.setBoolean(at++, filter.active());
        }
        if (filter.after() != null) {
            statement.setLong(at++, filter.after());
        }
        statement.setInt(at, filter.limit());
        return list(statement);
    }

    @Override
    public long insert(NewUser user) throws SQLException {
        PreparedStatement statement = Jdbc.bind(kept(Sql.INSERT), user);
        statement.executeUpdate();
        return Jdbc.key(statement);
    }

    @Override
    public void insertAll(List<NewUser> users) throws SQLException {
        connection.setAutoCommit(false);
        PreparedStatement statement = kept(Sql.INSERT);
        int waiting = 0;
        for (NewUser user : users) {
            Jdbc.bind(statement, user).addBatch();
            if (++waiting % BATCH == 0) {
                statement.executeBatch();
            }
        }
        statement.executeBatch();
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) throws SQLException {
        return Jdbc.bindLogin(kept(Sql.RECORD_LOGIN), id, at, count).executeUpdate() == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) throws SQLException {
        return one(Jdbc.bind(kept(Sql.UPSERT), user));
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : kept.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("raw JDBC could not be closed", e);
        }
    }
}
