package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** MyBatis over HikariCP: an annotated mapper and type handlers, records through their constructors. */
final class MyBatisPeer implements Peer {
    private static final int BATCH = 500;

    private final HikariDataSource pool;
    private final SqlSessionFactory sessions;

    MyBatisPeer(Target target) {
        this.pool = target.pool();
        Configuration configuration = new Configuration(new Environment("bench", new JdbcTransactionFactory(), pool));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.getTypeHandlerRegistry().register(Instant.class, new MyBatisTypes.Instants());
        configuration.getTypeHandlerRegistry().register(UserRole.class, new MyBatisTypes.Roles());
        configuration.addMapper(UserMapper.class);
        this.sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    /** A session for each unit of work, as its documentation asks for. */
    private <T> T call(Function<UserMapper, T> work) {
        try (SqlSession session = sessions.openSession(true)) {
            return work.apply(session.getMapper(UserMapper.class));
        }
    }

    @Override
    public UsersRow byId(long id) {
        return call(users -> users.byId(id));
    }

    @Override
    public UsersRow byUsername(String username) {
        return call(users -> users.byUsername(username));
    }

    @Override
    public List<UsersRow> byLastLogin(Instant at, int limit) {
        return call(users -> users.byLastLogin(at, limit));
    }

    @Override
    public List<UsersRow> byRole(UserRole role, int limit) {
        return call(users -> users.byRole(role, limit));
    }

    @Override
    public List<UsersRow> pageByRole(UserRole role, long after, int limit) {
        return call(users -> users.pageByRole(role, after, limit));
    }

    @Override
    public void forEach(Consumer<? super UsersRow> sink) {
        try (SqlSession session = sessions.openSession(true)) {
            session.getMapper(UserMapper.class).all(context -> sink.accept(context.getResultObject()));
        }
    }

    @Override
    public long insert(NewUser user) {
        return call(users -> {
            UserMapper.Insertion insertion = new UserMapper.Insertion(user);
            users.insert(insertion);
            return insertion.id();
        });
    }

    @Override
    public void insertAll(List<NewUser> users) {
        try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
            UserMapper mapper = session.getMapper(UserMapper.class);
            int waiting = 0;
            for (NewUser user : users) {
                mapper.insertOnly(user);
                if (++waiting % BATCH == 0) {
                    session.flushStatements();
                }
            }
            session.commit();
        }
    }

    @Override
    public boolean recordLogin(long id, Instant at, long count) {
        return call(users -> users.recordLogin(id, at, count)) == 1;
    }

    @Override
    public UsersRow upsert(NewUser user) {
        return call(users -> users.upsert(user));
    }

    @Override
    public void close() {
        pool.close();
    }
}
