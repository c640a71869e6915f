package dev.cairn.dal;

import dev.cairn.dal.insight.Insight;
import dev.cairn.dal.insight.Inspection;
import dev.cairn.dal.insight.Maintenance;
import dev.cairn.dal.session.View;
import dev.cairn.dal.spi.Calls;
import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;

/**
 * A SQLite database behind two verbs: {@link #read} sees one snapshot and cannot write, {@link #write} is one
 * transaction.
 *
 * <p>There is one writer, whose turn comes in the order in which threads asked for it, and as many readers as are
 * needed at once, up to a limit; readers and the writer never wait for each other. A repository call outside both verbs
 * runs in a scope of its own; inside them it joins the scope of its thread. A scope belongs to the thread that opened
 * it: work that is handed to other threads, a parallel stream say, is outside it.
 *
 * <p>Thread-safe.
 */
public final class Database implements AutoCloseable {
    private final View view;
    private final Insight insight;
    private final Runnable onClose;

    Database(View view, Insight insight, Runnable onClose) {
        this.view = view;
        this.insight = insight;
        this.onClose = onClose;
    }

    /** Work that returns something. */
    @FunctionalInterface
    public interface Body<T, X extends Exception> {
        /** Does the work. */
        T run() throws X;
    }

    /** Work that returns nothing. */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        /** Does the work. */
        void run() throws X;
    }

    /** Work with a file that nobody has open here. */
    @FunctionalInterface
    public interface FileBody<T, X extends Exception> {
        /** Does the work. */
        T run(Path file) throws X;
    }

    /** Migrates a file, which is created if it is not there, and opens it. */
    public static Database open(Path file, Migrations migrations) {
        return at(file).migrations(migrations).open();
    }

    /** The same with the figures of a system, such as {@code Pqs.OPTIONS}. */
    public static Database open(Path file, Migrations migrations, Options options) {
        return at(file).migrations(migrations).options(options).open();
    }

    /** To open a file with settings of one's own. */
    public static DatabaseBuilder at(Path file) {
        return new DatabaseBuilder(file);
    }

    /** A database in memory, on one connection that reads and writes take in turns; closing it ends it. */
    public static Database inMemory(Migrations migrations) {
        return new DatabaseBuilder(null).migrations(migrations).open();
    }

    /**
     * Runs something on one snapshot, on this thread: whatever others commit meanwhile, it sees the state that was
     * there when it began. Inside another scope it is part of that.
     *
     * @throws DalException of kind POOL_EXHAUSTED if no reader became free in time, or as the calls inside do
     */
    public <T, X extends Exception> T read(Body<T, X> body) throws X {
        return view.read(body);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void read(Action<X> body) throws X {
        view.read(asBody(body));
    }

    /**
     * Runs something in one transaction, on this thread: all of it is committed when it returns, and none if it throws.
     * It sees its own writes. Inside another {@code write} it is a savepoint: if it throws, what it did is undone, and
     * the outer one may go on. Inside {@code read} it is refused.
     *
     * @throws DalException of kind BUSY if its turn did not come in time, ROLLED_BACK if an error inside has ended the
     *     transaction, or as the calls inside do
     */
    public <T, X extends Exception> T write(Body<T, X> body) throws X {
        return view.write(body);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void write(Action<X> body) throws X {
        view.write(asBody(body));
    }

    private static <X extends Exception> Body<Boolean, X> asBody(Action<X> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /** The same database, whose calls have this tag, timeout and retry policy. */
    public Database with(Call call) {
        return new Database(view.with(call), insight, onClose);
    }

    /**
     * jOOQ, in the scope of the calling thread; outside one each query runs on a reader of its own, and cannot write.
     * Its transactions are savepoints of the scope. Errors are {@link DalException}s.
     */
    public DSLContext dsl() {
        return view.dsl();
    }

    /**
     * Has something run after this thread's transaction is committed, on this thread; never if it is rolled back. What
     * it throws is logged, since the commit stands.
     *
     * @throws DalException of kind MISUSE outside {@code write}
     */
    public void afterCommit(Runnable action) {
        view.afterCommit(action);
    }

    /**
     * Runs something while no connection of this database is open: to restore or rebuild the file. Others who come
     * meanwhile wait, up to their own deadline.
     *
     * @param drain how long open scopes may take to end
     * @throws DalException of kind BUSY if they did not; then nothing has happened
     */
    public <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        return view.exclusively(Limits.require(drain), body);
    }

    /** Readers for libraries that want a DataSource: each connection is one of the pool until it is closed. */
    public DataSource readers() {
        return view.session().readers(view.call());
    }

    /**
     * The writer for libraries that want a DataSource: {@code setAutoCommit(false)} begins a transaction at once,
     * {@code commit} and {@code rollback} end it. A connection has the turn of the writer until it is closed, and keeps
     * everybody else from writing; after {@code writerHold} those who wait take it away.
     */
    public DataSource writer() {
        return view.session().writer(view.call());
    }

    /**
     * Whoever has a connection of this database at this moment: the tag or name of the call, its thread, for how long,
     * where that thread is, and how many statements it has open. For tests that look for leaks; none of it is a value.
     */
    public List<String> holders() {
        return view.session().holders();
    }

    /** A look at the database itself: its health, what is in it, its slow queries, what calls have cost. */
    public Inspection inspect() {
        return insight.inspection();
    }

    /** Upkeep: checkpoint, optimize, vacuum. */
    public Maintenance maintain() {
        return insight.maintenance();
    }

    /** For generated code: what its calls run in. */
    public Calls calls() {
        return new Calls(view);
    }

    /** The same database, whose rows are read packed where they can be, or always column by column. */
    public Database reading(boolean packed) {
        return new Database(view.packing(packed), insight, onClose);
    }

    /**
     * Lets nobody in any more, waits for those inside up to {@code acquireTimeout}, ends what they then still run,
     * moves the log into the file and closes it. Doing so again does nothing.
     */
    @Override
    public void close() {
        view.session().requireNoScope("close");
        try {
            view.session().close();
        } finally {
            // One after the other: it can be ended twice, but not by two at once.
            synchronized (insight) {
                insight.close();
            }
            onClose.run();
        }
    }
}
