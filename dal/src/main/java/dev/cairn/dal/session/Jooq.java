package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.insight.Recorder;
import java.sql.Connection;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * jOOQ over a session: in the scope of the thread, and outside one on a reader for each query. Apart from the rest, so
 * that jOOQ's classes are not loaded before somebody asks for them. Thread-safe.
 */
final class Jooq {
    private static final Settings SETTINGS = new Settings()
            .withRenderSchema(false)
            .withRenderCatalog(false)
            .withExecuteLogging(false)
            .withFetchWarnings(false)
            // Lists of different lengths would each be a statement of their own.
            .withInListPadding(true)
            // jOOQ would read rows back by a second query, and gets upserts and inserts of many rows wrong by it.
            .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER);

    private Jooq() {}

    static DSLContext over(Session session, Lending lending, Recorder recorder, Call call) {
        DefaultConfiguration configuration = new DefaultConfiguration();
        configuration.setSQLDialect(SQLDialect.SQLITE);
        configuration.setSettings(SETTINGS);
        configuration.setConnectionProvider(new Provider(session, lending, call));
        configuration.setTransactionProvider(new Transactions(session, call));
        configuration.setExecuteListener(new Timed(session, recorder, call));
        return DSL.using(configuration);
    }

    private record Provider(Session session, Lending lending, Call call) implements ConnectionProvider {
        @Override
        public Connection acquire() {
            Open scope = session.scope();
            if (scope != null) {
                scope.lane().requireUsable();
                return scope.lane();
            }
            return lending.lend(call, "dsl");
        }

        @Override
        public void release(Connection connection) {
            Open scope = session.scope();
            if (scope == null || scope.lane() != connection) {
                lending.takeBack(connection);
            }
        }
    }

    /** {@code dsl.transaction()}: a savepoint of the scope it is called in, or a scope of its own. */
    private static final class Transactions implements TransactionProvider {
        private final Session session;
        private final Call call;

        Transactions(Session session, Call call) {
            this.session = session;
            this.call = call;
        }

        /** What a transaction of jOOQ's is: a scope that it opened, or the name of a savepoint. */
        private record Level(
                @Nullable Open opened, @Nullable Savepoint savepoint) implements org.jooq.Transaction {}

        @Override
        public void begin(TransactionContext context) {
            Open scope = session.scope();
            context.transaction(
                    scope == null
                            ? new Level(session.begin(call, "dsl.transaction"), null)
                            : new Level(null, Savepoint.of(scope)));
        }

        @Override
        public void commit(TransactionContext context) {
            Level level = (Level) context.transaction();
            if (level.opened() != null) {
                session.end(level.opened(), true);
            }
            if (level.savepoint() != null) {
                level.savepoint().release();
            }
        }

        @Override
        public void rollback(TransactionContext context) {
            Level level = (Level) context.transaction();
            if (level.opened() != null) {
                session.end(level.opened(), false);
            }
            if (level.savepoint() != null) {
                level.savepoint().undo();
            }
        }
    }
}
