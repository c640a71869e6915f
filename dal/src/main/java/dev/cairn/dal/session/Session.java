package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database.Body;
import dev.cairn.dal.Options;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Scope;
import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** One connection that scopes take in turns. Thread-safe. */
public final class Session implements Scope, AutoCloseable {
    private static final int KEPT_STATEMENTS = 256;

    private final Connection connection;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Kept kept = new Kept();
    private int depth;
    private boolean writing;
    private boolean closed;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /** On a file. */
    public static Session open(Path file, Options options) {
        SQLiteConfig config = config(options);
        config.setJournalMode(JournalMode.WAL);
        return new Session(
                connect(config, "jdbc:sqlite:" + file.toAbsolutePath().toUri()));
    }

    /** In memory. */
    public static Session inMemory(Migrations migrations) {
        Connection connection = connect(config(Options.DEFAULT), "jdbc:sqlite::memory:");
        migrations.applyTo(connection);
        // The migrations ran without.
        enforceForeignKeys(connection);
        return new Session(connection);
    }

    private static SQLiteConfig config(Options options) {
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(
                (int) Math.min(Integer.MAX_VALUE, options.acquireTimeout().toMillis()));
        // Negative: kibibytes rather than pages.
        config.setCacheSize((int) -Math.min(Integer.MAX_VALUE, options.cacheBytes() / 1_024));
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, Long.toString(options.mmapBytes()));
        config.setSynchronous(SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        return config;
    }

    private static Connection connect(SQLiteConfig config, String url) {
        try {
            return config.createConnection(url);
        } catch (SQLException e) {
            throw Errors.translate(e, "open");
        }
    }

    private static void enforceForeignKeys(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = ON");
        } catch (SQLException e) {
            throw Errors.translate(e, "open");
        }
    }

    /** The same session, with rows read packed or not. */
    public Scope packing(boolean on) {
        Session session = this;
        return new Scope() {
            @Override
            public <T> T reading(String label, Work<T> work) {
                return session.reading(label, work);
            }

            @Override
            public <T> T writing(String label, Work<T> work) {
                return session.writing(label, work);
            }

            @Override
            public boolean packs() {
                return on;
            }
        };
    }

    /** A snapshot. */
    public <T, X extends Exception> T read(Body<T, X> body) throws X {
        turn.lock();
        try {
            requireOpen();
            return depth > 0 ? nested(body, null) : scope("BEGIN", false, body);
        } finally {
            turn.unlock();
        }
    }

    /** A transaction, or a savepoint of one. */
    public <T, X extends Exception> T write(Body<T, X> body) throws X {
        turn.lock();
        try {
            requireOpen();
            if (depth > 0 && !writing) {
                throw DalException.of(
                        Kind.MISUSE, "instead", "begin with write: a snapshot cannot become a transaction");
            }
            return depth > 0 ? nested(body, "cairn_" + depth) : scope("BEGIN IMMEDIATE", true, body);
        } finally {
            turn.unlock();
        }
    }

    private <T, X extends Exception> T scope(String begin, boolean write, Body<T, X> body) throws X {
        execute(begin);
        depth = 1;
        writing = write;
        boolean done = false;
        try {
            T result = body.run();
            kept.closeOpen();
            execute("COMMIT");
            done = true;
            return result;
        } finally {
            depth = 0;
            writing = false;
            if (!done) {
                kept.closeOpen();
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (DalException e) {
            // Some errors have ended the transaction already; there is nothing left to roll back.
            kept.clear();
        }
    }

    private <T, X extends Exception> T nested(Body<T, X> body, @Nullable String savepoint) throws X {
        if (savepoint != null) {
            execute("SAVEPOINT " + savepoint);
        }
        depth++;
        boolean done = false;
        try {
            T result = body.run();
            done = true;
            return result;
        } finally {
            depth--;
            if (savepoint != null) {
                if (!done) {
                    execute("ROLLBACK TO " + savepoint);
                }
                execute("RELEASE " + savepoint);
            }
        }
    }

    @Override
    public <T> T reading(String label, Work<T> work) {
        turn.lock();
        try {
            requireOpen();
            return run(work);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public <T> T writing(String label, Work<T> work) {
        turn.lock();
        try {
            requireOpen();
            if (depth > 0) {
                if (!writing) {
                    throw DalException.of(Kind.MISUSE, "instead", "call it inside write: a read cannot write");
                }
                return run(work);
            }
            return scope("BEGIN IMMEDIATE", true, () -> run(work));
        } finally {
            turn.unlock();
        }
    }

    private <T> T run(Work<T> work) {
        try {
            return work.run(kept);
        } catch (SQLException e) {
            throw Errors.translate(e, kept.last);
        }
    }

    @Override
    public boolean packs() {
        return true;
    }

    private void execute(String sql) {
        try {
            PreparedStatement statement = kept.take(sql);
            boolean usable = false;
            try {
                statement.execute();
                usable = true;
            } finally {
                kept.giveBack(sql, statement, usable);
            }
        } catch (SQLException e) {
            throw Errors.translate(e, sql);
        }
    }

    /** jOOQ over this connection. */
    public DSLContext dsl() {
        Settings settings = new Settings()
                .withRenderSchema(false)
                .withRenderCatalog(false)
                .withExecuteLogging(false)
                .withFetchWarnings(false)
                .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER);
        return DSL.using(connection, SQLDialect.SQLITE, settings);
    }

    private void requireOpen() {
        if (closed) {
            throw DalException.of(Kind.MISUSE, "instead", "open the database again: it was closed");
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            kept.clear();
            connection.close();
        } catch (SQLException e) {
            throw Errors.translate(e, "close");
        } finally {
            turn.unlock();
        }
    }

    /** Statements that are kept prepared, the least recently used going first. */
    private final class Kept implements Statements {
        private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(64, 0.75f, true);
        private final Deque<AutoCloseable> open = new ArrayDeque<>();
        private String last = "";

        @Override
        public PreparedStatement take(String sql) throws SQLException {
            last = sql;
            PreparedStatement statement = idle.remove(sql);
            return statement == null ? connection.prepareStatement(sql) : statement;
        }

        @Override
        public void giveBack(String sql, PreparedStatement statement, boolean usable) throws SQLException {
            if (!usable || idle.putIfAbsent(sql, statement) != null) {
                statement.close();
            } else if (idle.size() > KEPT_STATEMENTS) {
                String eldest = idle.keySet().iterator().next();
                PreparedStatement evicted = idle.remove(eldest);
                if (evicted != null) {
                    evicted.close();
                }
            }
        }

        @Override
        public void closeAtEnd(AutoCloseable resource) {
            open.push(resource);
        }

        @Override
        public boolean isOpenedByCaller() {
            return depth > 0;
        }

        void closeOpen() {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    throw new IllegalStateException("a stream could not be closed", e);
                }
            }
        }

        void clear() {
            closeOpen();
            for (PreparedStatement statement : idle.values()) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    throw Errors.translate(e, "close");
                }
            }
            idle.clear();
        }
    }
}
