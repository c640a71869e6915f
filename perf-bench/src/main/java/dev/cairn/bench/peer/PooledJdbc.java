package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** JDBC by hand over HikariCP, which closes every statement when its connection goes back. */
final class PooledJdbc implements Peer {
    private static final int BATCH = 500;

    private final HikariDataSource pool;

    PooledJdbc(Target target) {
        this.pool = target.pool();
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private List<UsersRow> list(String sql, Binder binder) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            return Jdbc.list(statement.executeQuery(), Jdbc::instant);
        }
    }

    private UsersRow one(String sql, Binder binder) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            return Jdbc.one(statement.executeQuery(), Jdbc::instant);
        }
    }

    @Override
    public UsersRow byId(long id) throws SQLException {
        return one(Sql.BY_ID, statement -> statement.setLong(1, id));
    }

    @Override
    public UsersRow byUsername(String username) throws SQLException {
        return one(Sql.BY_USERNAME, statement -> statement.setString(1, username));
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) throws SQLException {
        return list(Sql.BY_LAST_LOGIN, statement -> {
            statement.setString(1, Dates.format(at));
            statement.setInt(2, limit);
        });
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) throws SQLException {
        return list(Sql.BY_ROLE, statement -> {
            statement.setString(1, role.text());
            statement.setInt(2, limit);
        });
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) throws SQLException {
        return list(Sql.PAGE_BY_ROLE, statement -> {
            statement.setString(1, role.text());
            statement.setLong(2, after);
            statement.setInt(3, limit);
        });
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(Sql.ALL);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sink.accept(Jdbc.user(rows));
            }
        }
    }

    @Override
    public long insert(NewUser user) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(Sql.INSERT, Statement.RETURN_GENERATED_KEYS)) {
            Jdbc.bind(statement, user).executeUpdate();
            return Jdbc.key(statement);
        }
    }

    @Override
    public void insertAll(List<NewUser> users) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(Sql.INSERT)) {
                int waiting = 0;
                for (NewUser user : users) {
                    Jdbc.bind(statement, user).addBatch();
                    if (++waiting % BATCH == 0) {
                        statement.executeBatch();
                    }
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(Sql.RECORD_LOGIN)) {
            return Jdbc.bindLogin(statement, id, at, count).executeUpdate() == 1;
        }
    }

    @Override
    public UsersRow upsert(NewUser user) throws SQLException {
        return one(Sql.UPSERT, statement -> Jdbc.bind(statement, user));
    }

    @Override
    public void close() {
        pool.close();
    }
}
