package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;

/** Hibernate's stateless sessions: no first-level cache, no dirty checking. */
final class HibernateStateless implements Peer {
    private final Hibernate hibernate;

    HibernateStateless(Target target) {
        this.hibernate = new Hibernate(target);
    }

    private <T> T read(Function<StatelessSession, T> work) {
        try (StatelessSession session = hibernate.sessions().openStatelessSession()) {
            return work.apply(session);
        }
    }

    private <T> T write(Function<StatelessSession, T> work) {
        return hibernate.sessions().fromStatelessTransaction(work);
    }

    private static List<UsersRow> rows(SelectionQuery<UserEntity> query) {
        return query.getResultList().stream().map(UserEntity::row).toList();
    }

    @Override
    public UsersRow byId(long id) {
        return read(session -> session.get(UserEntity.class, id).row());
    }

    @Override
    public UsersRow byUsername(String username) {
        return read(session -> session.createSelectionQuery(Hibernate.BY_USERNAME, UserEntity.class)
                .setParameter("username", username)
                .getSingleResult()
                .row());
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) {
        return read(session -> rows(session.createSelectionQuery(Hibernate.BY_LAST_LOGIN, UserEntity.class)
                .setParameter("at", at)
                .setMaxResults(limit)));
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return read(session -> rows(session.createSelectionQuery(Hibernate.BY_ROLE, UserEntity.class)
                .setParameter("role", role)
                .setMaxResults(limit)));
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return read(session -> rows(session.createSelectionQuery(Hibernate.PAGE_BY_ROLE, UserEntity.class)
                .setParameter("role", role)
                .setParameter("after", after)
                .setMaxResults(limit)));
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        try (StatelessSession session = hibernate.sessions().openStatelessSession();
                Stream<UserEntity> users = session.createSelectionQuery(Hibernate.ALL, UserEntity.class)
                        .getResultStream()) {
            users.forEach(user -> sink.accept(user.row()));
        }
    }

    @Override
    public long insert(NewUser user) {
        return write(session -> (Long) session.insert(UserEntity.of(user)));
    }

    @Override
    public void insertAll(List<NewUser> users) {
        write(session -> {
            session.insertMultiple(users.stream().map(UserEntity::of).toList());
            return true;
        });
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return write(session -> session.createMutationQuery(
                                "update UserEntity set lastLoginAt = :at, loginCount = :count where id = :id")
                        .setParameter("at", at)
                        .setParameter("count", count)
                        .setParameter("id", id)
                        .executeUpdate())
                == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return write(session -> {
            UserEntity found = session.createSelectionQuery(Hibernate.BY_USERNAME, UserEntity.class)
                    .setParameter("username", user.username())
                    .getSingleResultOrNull();
            if (found == null) {
                Object id = session.insert(UserEntity.of(user));
                return Objects.requireNonNull(session.get(UserEntity.class, id)).row();
            }
            found.set(user);
            session.update(found);
            return found.row();
        });
    }

    @Override
    public void close() {
        hibernate.close();
    }
}
