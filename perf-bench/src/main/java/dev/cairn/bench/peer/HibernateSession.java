package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;

/** Hibernate's sessions, one for each unit of work: entities are found, changed and written when it ends. */
final class HibernateSession implements Peer {
    private static final int BATCH = 500;

    private final Hibernate hibernate;

    HibernateSession(Target target) {
        this.hibernate = new Hibernate(target);
    }

    private <T> T read(Function<Session, T> work) {
        try (Session session = hibernate.sessions().openSession()) {
            session.setDefaultReadOnly(true);
            return work.apply(session);
        }
    }

    private <T> T write(Function<Session, T> work) {
        return hibernate.sessions().fromTransaction(work);
    }

    private static List<UsersRow> rows(SelectionQuery<UserEntity> query) {
        return query.getResultList().stream().map(UserEntity::row).toList();
    }

    @Override
    public UsersRow byId(long id) {
        return read(session -> session.find(UserEntity.class, id).row());
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
        try (Session session = hibernate.sessions().openSession()) {
            session.setDefaultReadOnly(true);
            try (Stream<UserEntity> users = session.createSelectionQuery(Hibernate.ALL, UserEntity.class)
                    .getResultStream()) {
                users.forEach(user -> {
                    sink.accept(user.row());
                    // A session keeps what it has loaded, unless told to let go.
                    session.detach(user);
                });
            }
        }
    }

    @Override
    public long insert(NewUser user) {
        return write(session -> {
            UserEntity entity = UserEntity.of(user);
            session.persist(entity);
            return Objects.requireNonNull(entity.id);
        });
    }

    @Override
    public void insertAll(List<NewUser> users) {
        write(session -> {
            int waiting = 0;
            for (NewUser user : users) {
                session.persist(UserEntity.of(user));
                if (++waiting % BATCH == 0) {
                    session.flush();
                    session.clear();
                }
            }
            return true;
        });
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return write(session -> {
            UserEntity user = session.find(UserEntity.class, id);
            if (user == null) {
                return false;
            }
            user.lastLoginAt = at;
            user.loginCount = count;
            return true;
        });
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return write(session -> {
            UserEntity found = session.createSelectionQuery(Hibernate.BY_USERNAME, UserEntity.class)
                    .setParameter("username", user.username())
                    .getSingleResultOrNull();
            if (found == null) {
                UserEntity entity = UserEntity.of(user);
                session.persist(entity);
                session.refresh(entity);
                return entity.row();
            }
            found.set(user);
            return found.row();
        });
    }

    @Override
    public void close() {
        hibernate.close();
    }
}
