package dev.cairn.dal.runtime.load;

import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Statements;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.statement.Lanes.Recipe;
import dev.cairn.dal.write.Combiner;
import dev.cairn.dal.write.Combiner.Outcome;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Gate.Ticket;
import dev.cairn.dal.write.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The writer of a database with the gate at hand, so that calls can be queued behind a holder and let go all at once.
 * Its tables refuse a row in every way there is, by its name.
 */
final class Desk implements AutoCloseable {
    static final Operation INSERT = Operation.of("t", "insert");
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final List<String> SCHEMA = List.of(
            "PRAGMA journal_mode = WAL",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> 'check'),"
                    + " parent INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE log (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TRIGGER ends BEFORE INSERT ON t WHEN NEW.name = 'raise rollback'"
                    + " BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
            "CREATE TRIGGER ignores BEFORE INSERT ON t WHEN NEW.name = 'raise ignore'"
                    + " BEGIN SELECT RAISE(IGNORE); END",
            "CREATE TRIGGER nested BEFORE INSERT ON t WHEN NEW.name = 'raise fail deep down'"
                    + " BEGIN INSERT INTO log (name) VALUES (NEW.name); END",
            "CREATE TRIGGER deep AFTER INSERT ON log WHEN NEW.name = 'raise fail deep down'"
                    + " BEGIN SELECT RAISE(FAIL, 'no'); END",
            "CREATE TRIGGER logs AFTER INSERT ON t BEGIN INSERT INTO log (name) VALUES (NEW.name);"
                    + " SELECT RAISE(FAIL, 'no') WHERE NEW.name = 'raise fail';"
                    + " SELECT RAISE(ABORT, 'no') WHERE NEW.name = 'raise abort'; END");

    private final Path file;
    private final Gate gate = new Gate();
    private final AtomicInteger commits = new AtomicInteger();
    private final Writer writer;
    private final Combiner combiner;
    private final Lane lane;

    private Desk(Path file) throws SQLException {
        this.file = file;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        }
        Lanes lanes = new Lanes(new Recipe(file, false, 32L << 20, 0, SynchronousMode.NORMAL, connection -> {
            connection.addCommitListener(new Counting());
            Function.create(connection, "out_of_memory", new OutOfMemory());
        }));
        this.writer = new Writer(lanes, true);
        this.lane = writer.open();
        this.combiner = new Combiner(gate, writer);
    }

    static Desk at(Path file) throws SQLException {
        return new Desk(file);
    }

    private final class Counting implements SQLiteCommitListener {
        @Override
        public void onCommit() {
            commits.incrementAndGet();
        }

        @Override
        public void onRollback() {}
    }

    private static final class OutOfMemory extends Function {
        @Override
        protected void xFunc() {
            throw new OutOfMemoryError("as if");
        }
    }

    Gate gate() {
        return gate;
    }

    Writer writer() {
        return writer;
    }

    /** Whether the connection of the beginning is still the one that writes. */
    boolean keptItsConnection() {
        return writer.present() == lane;
    }

    int commits() {
        return commits.get();
    }

    static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    Ticket hold() {
        return gate.enter("holder", in(LONG));
    }

    /** A single write, on this thread. */
    <T> Outcome<T> run(Work<T> work) {
        return combiner.run(INSERT, in(LONG), 0, work);
    }

    <T> Outcome<T> run(Work<T> work, Duration wait, Duration timeout) {
        return combiner.run(INSERT, in(wait), timeout.toNanos(), work);
    }

    /** A single write on a thread of its own, which waits in the queue when this returns. */
    <T> Caller<T> queued(Work<T> work) {
        return queued(work, LONG, Duration.ZERO);
    }

    <T> Caller<T> queued(Work<T> work, Duration wait, Duration timeout) {
        int before = gate.waiting();
        Caller<T> caller = Caller.of(() -> run(work, wait, timeout).result());
        Caller.await(() -> gate.waiting() > before || caller.isDone());
        return caller;
    }

    /** A transaction of its own, on a thread of its own, which waits in the queue when this returns. */
    Caller<Boolean> queuedBody(Runnable inside) {
        int before = gate.waiting();
        Caller<Boolean> caller = Caller.of(() -> {
            Ticket ticket = gate.enter("body", in(LONG));
            try {
                inside.run();
                return true;
            } finally {
                gate.leave(ticket);
            }
        });
        Caller.await(() -> gate.waiting() > before);
        return caller;
    }

    /** Inserts a row; its key. */
    static Work<Long> insert(String name) {
        return statements -> {
            execute(statements, "INSERT INTO t (name) VALUES (?)", name);
            return number(statements, "SELECT last_insert_rowid()");
        };
    }

    static Work<Long> statement(String sql) {
        return statements -> (long) execute(statements, sql);
    }

    static int execute(Statements statements, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = statements.take(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static long number(Statements statements, String sql) throws SQLException {
        try (PreparedStatement statement = statements.take(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What a connection of somebody else's reads at this moment. */
    List<String> texts(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        writer.close();
    }
}
