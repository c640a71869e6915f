package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.community.dialect.SQLiteDialect;

/** Hibernate's factory of sessions over HikariCP, and its queries. */
final class Hibernate implements AutoCloseable {
    static final String BY_USERNAME = "from UserEntity where username = :username";
    static final String BY_LAST_LOGIN = "from UserEntity where lastLoginAt = :at order by id";
    static final String BY_ROLE = "from UserEntity where role = :role order by id";
    static final String PAGE_BY_ROLE = "from UserEntity where role = :role and id > :after order by id";
    static final String ALL = "from UserEntity order by id";
    /** Held, since loggers that nobody holds are forgotten with their levels. */
    private static final Logger LOGGER = Logger.getLogger("org.hibernate");

    private final HikariDataSource pool;
    private final SessionFactory factory;

    Hibernate(Target target) {
        LOGGER.setLevel(Level.SEVERE);
        this.pool = target.pool();
        Configuration configuration = new Configuration()
                .addAnnotatedClass(UserEntity.class)
                .setProperty(AvailableSettings.DIALECT, SQLiteDialect.class.getName())
                .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "500")
                // Connections of the pool come in auto-commit mode: asking each of them would only cost.
                .setProperty(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, "false");
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        this.factory = configuration.buildSessionFactory();
    }

    SessionFactory sessions() {
        return factory;
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
