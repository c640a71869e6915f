package dev.cairn.dal.statement;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * One physical connection, with the statements it keeps prepared: below the pool, since a pool closes every statement
 * when it takes a connection back.
 *
 * <p>Lent to one thread at a time, which the pool or the gate of the writer sees to; the fields that say to whom are
 * read by others only to name the holder in a message. The driver's own autocommit is off, which keeps it from running
 * {@code begin} and {@code commit} around everything: SQLite's is what counts, and transactions are begun and ended by
 * statements. Whether one was ended by an error, or behind our back, SQLite's hooks tell
 * (https://www.sqlite.org/c3ref/commit_hook.html).
 */
public final class Lane extends JDBC4Connection implements Statements {
    private static final long PAUSE_NANOS = 500_000_000;

    /** What asks for the key of a row just inserted, and is not the statement that anybody means. */
    private static final String LAST_ROWID = "select last_insert_rowid()";

    private final StatementCache cache;
    private final Map<String, PreparedStatement> control = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Watch watch = new Watch();
    private final Transaction transaction = new Transaction(this);
    private long schemaVersion;
    private long rows;
    private String last = "";

    private @Nullable Thread thread;
    private String label = "";
    private String table = "";
    private long since = System.nanoTime();
    private boolean openedByCaller;

    Lane(String url, String address, Properties properties, StatementCounts counts, AtomicInteger schemaChanges)
            throws SQLException {
        super(url, address, properties);
        this.cache = new StatementCache(this, counts, schemaChanges);
        getConnectionConfig().setAutoCommit(false);
        addCommitListener(transaction);
        ProgressHandler.setHandler(this, Watch.STEPS, watch);
    }

    // Lending

    /** Begins a use by this thread, for one call. */
    public void lend(Operation operation, long deadline, long now) {
        table = operation.table();
        lend(operation.name(), false, deadline, true, now);
    }

    /** Begins a use by this thread, for a scope. */
    public void lend(String name, long deadline, long now) {
        table = "";
        lend(name, true, deadline, true, now);
    }

    /** Begins a use on behalf of others, whom an interrupt of this thread must not touch. */
    public void lendToMany(Operation operation, long deadline) {
        table = operation.table();
        lend(operation.name(), false, deadline, false, System.nanoTime());
    }

    private void lend(String name, boolean toCaller, long deadline, boolean interruptible, long now) {
        boolean afterPause = now - since > PAUSE_NANOS;
        thread = Thread.currentThread();
        label = name;
        since = now;
        openedByCaller = toCaller;
        rows = 0;
        last = "";
        watch.begin(deadline, interruptible);
        try {
            if (afterPause) {
                refresh();
            }
            cache.forgetIfSchemaChanged();
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    private void refresh() throws SQLException {
        try {
            learnSchema();
        } catch (SQLException e) {
            // What is wrong the caller's own statement tells, and waits for if that helps.
            cache.forget();
        }
    }

    /** Forgets the statements if others have changed the schema since this was last called. */
    void learnSchema() throws SQLException {
        try (Statement statement = createStatement();
                ResultSet version = statement.executeQuery("PRAGMA schema_version")) {
            long now = version.next() ? version.getLong(1) : 0;
            if (now != schemaVersion) {
                schemaVersion = now;
                cache.forget();
            }
        }
    }

    /** Says which table the next statement is about, for its errors. */
    public void about(Operation operation) {
        table = operation.table();
    }

    /** Lets any thread use it, as JDBC has it. */
    public void lendToAnyThread() {
        thread = null;
    }

    /** Ends a use: what was left open is closed. */
    public void takeBack() throws SQLException {
        closeOpen();
        openedByCaller = false;
        thread = null;
        label = "";
    }

    /** Closes the streams and statements that were left open. */
    public void closeOpen() throws SQLException {
        while (!open.isEmpty()) {
            close(open.pop());
        }
        cache.endLent();
    }

    private static void close(AutoCloseable resource) throws SQLException {
        try {
            resource.close();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    /** Whom it is lent to. */
    public String label() {
        return label;
    }

    /** The thread it is lent to. */
    public @Nullable Thread thread() {
        return thread;
    }

    /** Since when, by {@link System#nanoTime}. */
    public long since() {
        return since;
    }

    /** The statement that ran last. */
    public String last() {
        return last;
    }

    /** How many rows were read and written in this use. */
    public long rows() {
        return rows;
    }

    /** Statements that are lent at this moment. */
    public int statementsLent() {
        return cache.lent();
    }

    /** Ends what runs longer than this, from now on. */
    public void limit(long deadline) {
        watch.begin(deadline, true);
    }

    /** Ends what runs, and refuses all that follows. From any thread. */
    public void cancel() {
        watch.cancel();
    }

    // Transactions

    /** Begins a transaction. */
    public void beginTransaction(String sql) throws SQLException {
        transaction.begin(sql);
    }

    /** Ends it so that it counts. */
    public void commitTransaction() throws SQLException {
        transaction.requireNotLost();
        watch.begin(0, false);
        transaction.commit();
    }

    /** Ends it as if it had not been; some errors have done so already. */
    public void rollbackTransaction() throws SQLException {
        transaction.rollback();
    }

    /** Takes the snapshot of a transaction that only reads, which SQLite leaves to the first statement. */
    public void pin() throws SQLException {
        try (PreparedStatement statement = take("PRAGMA schema_version");
                ResultSet version = statement.executeQuery()) {
            version.next();
        }
    }

    /** Whether a transaction was begun here, and was not ended by an error. */
    public boolean isInTransaction() {
        return transaction.isOpen();
    }

    /** Runs a statement of the runtime's own. */
    public void control(String sql) throws SQLException {
        PreparedStatement statement = control.get(sql);
        if (statement == null) {
            statement = super.prepareStatement(
                    sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT);
            control.put(sql, statement);
        }
        try {
            statement.execute();
        } catch (SQLException e) {
            control.remove(sql);
            statement.close();
            throw e;
        }
    }

    /**
     * Has SQLite look whether its statistics are still true, which it does in a moment; not worth waiting for others.
     */
    public void optimize() {
        try {
            control("PRAGMA optimize = 0x10002");
        } catch (SQLException e) {
            if ((Errors.code(e) & 0xff) != 5) {
                throw Errors.translate(e, "PRAGMA optimize");
            }
        }
    }

    // Statements

    @Override
    public void requireUsable() {
        if (thread != null && thread != Thread.currentThread()) {
            throw DalException.of(
                    Kind.MISUSE,
                    "instead",
                    "use a scope on the thread that opened it; other threads have scopes of their own",
                    "scope",
                    label,
                    "of thread",
                    thread.getName());
        }
        if (watch.isCancelled()) {
            throw DalException.of(Kind.CLOSED, "in", label);
        }
        transaction.requireNotLost();
        if (watch.isLate()) {
            throw DalException.of(Kind.TIMEOUT, "in", label);
        }
    }

    @Override
    public PreparedStatement take(String sql) throws SQLException {
        return taken(sql);
    }

    private KeptStatement taken(String sql) throws SQLException {
        requireUsable();
        if (!sql.equals(LAST_ROWID)) {
            last = sql;
        }
        return cache.take(sql);
    }

    @Override
    public void closeAtEnd(AutoCloseable resource) {
        open.push(resource);
    }

    @Override
    public boolean isOpenedByCaller() {
        return openedByCaller;
    }

    @Override
    public void counted(long more) {
        rows += more;
    }

    @Override
    public DalException translate(SQLException e, String sql) {
        if (watch.isCancelled()) {
            return DalException.of(Kind.CLOSED, "in", label);
        }
        boolean stopped = (Errors.code(e) & 0xff) == 9;
        return switch (stopped ? watch.reason() : Watch.Reason.NONE) {
            case TIMEOUT -> DalException.of(Kind.TIMEOUT, "in", label, "sql", Sql.shape(sql));
            case INTERRUPTED -> DalException.of(Kind.INTERRUPTED, "in", label, "sql", Sql.shape(sql));
            case CLOSED -> DalException.of(Kind.CLOSED, "in", label);
            case NONE -> Errors.translate(e, table, Sql.shape(sql));
        };
    }

    // What JDBC wants of a connection

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        KeptStatement statement = taken(sql);
        statement.lendToCaller();
        return statement;
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepareStatement(sql);
    }

    @Override
    @SuppressWarnings("NullAway") // the driver sets the connection up by statements, before there is anything else
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        if (open == null) {
            return super.createStatement(type, concurrency, holdability);
        }
        PlainStatement statement = new PlainStatement(this);
        open.push(statement);
        return statement;
    }

    /** Refuses what may not run here now. */
    void requireAllowed(String sql) {
        requireUsable();
        if (!label.isEmpty() && Sql.controlsTransaction(sql)) {
            throw DalException.of(
                    Kind.MISUSE,
                    "instead",
                    "begin and end transactions by write, and savepoints by write inside write");
        }
    }

    void closed(PlainStatement statement) {
        open.remove(statement);
    }

    /** What others did to the file in a pause is looked at when it is lent. */
    @Override
    public boolean isValid(int seconds) throws SQLException {
        return !isClosed();
    }

    @Override
    public void setAutoCommit(boolean on) {
        if (!on) {
            throw refused();
        }
    }

    @Override
    public void commit() {
        throw refused();
    }

    @Override
    public void rollback() {
        throw refused();
    }

    /** Outside a transaction it would begin one that nobody ends. */
    @Override
    public Savepoint setSavepoint() throws SQLException {
        requireTransaction();
        return super.setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        requireTransaction();
        return super.setSavepoint(name);
    }

    private void requireTransaction() {
        requireUsable();
        if (!transaction.wasBegun()) {
            throw refused();
        }
    }

    private static DalException refused() {
        return DalException.of(Kind.MISUSE, "instead", "begin and end transactions by write");
    }

    /** Which it is was settled when it was opened. */
    @Override
    public void setReadOnly(boolean on) {}

    @Override
    public void abort(Executor executor) {
        cancel();
    }

    /** Of a connection in use this means nothing: it is the runtime's, which {@link #end ends} it. */
    @Override
    public void close() throws SQLException {
        if (label.isEmpty()) {
            end();
        }
    }

    /** Closes the physical connection, and with it its transaction and statements. */
    public void end() throws SQLException {
        if (!isClosed()) {
            // The driver ends the native statements.
            super.close();
        }
    }
}
