package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** Jdbi over HikariCP, with a row mapper by hand: its own mappers by reflection take several times as long. */
final class JdbiPeer implements Peer {
    private static final RowMapper<UsersRow> USER = (row, context) -> Jdbc.user(row);
    private static final int BATCH = 500;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    JdbiPeer(Target target) {
        this.pool = target.pool();
        this.jdbi = Jdbi.create(pool);
    }

    private UsersRow one(String sql, Object value) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).bind(0, value).map(USER).one());
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
        return jdbi.withHandle(handle -> handle.createQuery(Sql.BY_LAST_LOGIN)
                .bind(0, Dates.format(at))
                .bind(1, limit)
                .map(USER)
                .list());
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(Sql.BY_ROLE)
                .bind(0, role.text())
                .bind(1, limit)
                .map(USER)
                .list());
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(Sql.PAGE_BY_ROLE)
                .bind(0, role.text())
                .bind(1, after)
                .bind(2, limit)
                .map(USER)
                .list());
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        jdbi.useHandle(handle -> handle.createQuery(Sql.ALL).map(USER).forEach(sink));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, NewUser user) {
        Object[] values = Jdbc.values(user);
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return statement;
    }

    @Override
    public long insert(NewUser user) {
        return jdbi.withHandle(handle -> bind(handle.createUpdate(Sql.INSERT), user)
                .executeAndReturnGeneratedKeys()
                .mapTo(long.class)
                .one());
    }

    @Override
    public void insertAll(List<NewUser> users) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(Sql.INSERT);
            for (NewUser user : users) {
                bind(batch, user).add();
                if (batch.size() == BATCH) {
                    batch.execute();
                }
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        });
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return jdbi.withHandle(handle -> handle.createUpdate(Sql.RECORD_LOGIN)
                        .bind(0, Dates.format(at))
                        .bind(1, count)
                        .bind(2, id)
                        .execute())
                == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return jdbi.withHandle(
                handle -> bind(handle.createQuery(Sql.UPSERT), user).map(USER).one());
    }

    @Override
    public void close() {
        pool.close();
    }
}
