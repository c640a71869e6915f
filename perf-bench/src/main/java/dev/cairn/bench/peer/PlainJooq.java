package dev.cairn.bench.peer;

import static dev.cairn.bench.peer.PlainUsers.USERS;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectWhereStep;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** jOOQ's DSL over HikariCP, by itself. */
final class PlainJooq implements Searching {
    private static final int BATCH = 500;

    private final HikariDataSource pool;
    private final DSLContext dsl;

    PlainJooq(Target target) {
        this.pool = target.pool();
        this.dsl = over(pool);
    }

    static DSLContext over(HikariDataSource pool) {
        return DSL.using(
                pool,
                SQLDialect.SQLITE,
                new Settings()
                        .withRenderSchema(false)
                        .withExecuteLogging(false)
                        .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER));
    }

    private SelectWhereStep<Record> users() {
        return dsl.selectFrom(USERS);
    }

    @Override
    public UsersRow byId(long id) {
        return users().where(USERS.id.eq(id)).fetchSingle(USERS::row);
    }

    @Override
    public UsersRow byUsername(String username) {
        return users().where(USERS.username.eq(username)).fetchSingle(USERS::row);
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) {
        return users().where(USERS.lastLoginAt.eq(at))
                .orderBy(USERS.id)
                .limit(limit)
                .fetch(USERS::row);
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return users().where(USERS.role.eq(role)).orderBy(USERS.id).limit(limit).fetch(USERS::row);
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return users().where(USERS.role.eq(role))
                .orderBy(USERS.id)
                .seek(after)
                .limit(limit)
                .fetch(USERS::row);
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        try (Cursor<Record> rows = users().orderBy(USERS.id).fetchLazy()) {
            rows.forEach(row -> sink.accept(USERS.row(row)));
        }
    }

    @Override
    public List<UsersRow> search(Filter filter) {
        return users().where(condition(filter))
                .orderBy(USERS.id)
                .limit(filter.limit())
                .fetch(USERS::row);
    }

    private static Condition condition(Filter filter) {
        Condition condition = DSL.noCondition();
        if (filter.id() != null) {
            condition = condition.and(USERS.id.eq(filter.id()));
        }
        if (filter.role() != null) {
            condition = condition.and(USERS.role.eq(filter.role()));
        }
        if (filter.active() != null) {
            condition = condition.and(USERS.active.eq(filter.active()));
        }
        if (filter.after() != null) {
            condition = condition.and(USERS.id.gt(filter.after()));
        }
        return condition;
    }

    private static Map<Field<?>, Object> values(NewUser user) {
        Map<Field<?>, Object> values = new LinkedHashMap<>();
        values.put(USERS.username, user.username());
        values.put(USERS.email, user.email());
        values.put(USERS.passwordHash, user.passwordHash());
        values.put(USERS.fullName, user.fullName());
        values.put(USERS.rank, user.rank());
        values.put(USERS.role, user.role());
        values.put(USERS.createdAt, user.createdAt());
        values.put(USERS.updatedAt, user.createdAt());
        values.put(USERS.loginCount, user.loginCount());
        return values;
    }

    @Override
    public long insert(NewUser user) {
        return dsl.insertInto(USERS)
                .set(values(user))
                .returningResult(USERS.id)
                .fetchSingle()
                .value1();
    }

    @Override
    public void insertAll(List<NewUser> users) {
        dsl.transaction(inner -> {
            for (int from = 0; from < users.size(); from += BATCH) {
                BatchBindStep batch = inner.dsl()
                        .batch(inner.dsl()
                                .insertInto(USERS)
                                .columns(values(users.get(0)).keySet())
                                .values(new Object[9]));
                for (NewUser user : users.subList(from, Math.min(users.size(), from + BATCH))) {
                    batch = batch.bind(values(user).values().toArray());
                }
                batch.execute();
            }
        });
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return dsl.update(USERS)
                        .set(USERS.lastLoginAt, at)
                        .set(USERS.loginCount, count)
                        .where(USERS.id.eq(id))
                        .execute()
                == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) {
        Map<Field<?>, Object> changes = new LinkedHashMap<>();
        for (Field<?> column : values(user).keySet()) {
            if (column != USERS.username) {
                changes.put(column, DSL.excluded(column));
            }
        }
        return Objects.requireNonNull(dsl.insertInto(USERS)
                .set(values(user))
                .onConflict(USERS.username)
                .doUpdate()
                .set(changes)
                .returning(USERS.fields())
                .fetchOne(USERS::row));
    }

    @Override
    public void close() {
        pool.close();
    }
}
