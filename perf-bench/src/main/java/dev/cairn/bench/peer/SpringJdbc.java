package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JdbcTemplate over HikariCP. */
final class SpringJdbc implements Peer {
    private static final RowMapper<UsersRow> USER = (row, number) -> Jdbc.user(row);
    private static final int BATCH = 500;

    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    SpringJdbc(Target target) {
        this.pool = target.pool();
        this.jdbc = new JdbcTemplate(pool);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    private UsersRow one(String sql, Object... values) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, USER, values));
    }

    @Override
    public UsersRow byId(long id) {
        return one(Sql.BY_ID, id);
    }

    @Override
    public UsersRow byUsername(String username) {
        return one(Sql.BY_USERNAME, username);
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) {
        return jdbc.query(Sql.BY_LAST_LOGIN, USER, Dates.format(at), limit);
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return jdbc.query(Sql.BY_ROLE, USER, role.text(), limit);
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return jdbc.query(Sql.PAGE_BY_ROLE, USER, role.text(), after, limit);
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        jdbc.query(Sql.ALL, (RowCallbackHandler) row -> sink.accept(Jdbc.user(row)));
    }

    @Override
    public long insert(NewUser user) {
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.update(
                connection -> Jdbc.bind(connection.prepareStatement(Sql.INSERT, Statement.RETURN_GENERATED_KEYS), user),
                key);
        return Objects.requireNonNull(key.getKey()).longValue();
    }

    @Override
    public void insertAll(List<NewUser> users) {
        transaction.executeWithoutResult(
                status -> jdbc.batchUpdate(Sql.INSERT, users, BATCH, (statement, user) -> Jdbc.bind(statement, user)));
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return jdbc.update(Sql.RECORD_LOGIN, Dates.format(at), count, id) == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return one(Sql.UPSERT, Jdbc.values(user));
    }

    @Override
    public void close() {
        pool.close();
    }
}
