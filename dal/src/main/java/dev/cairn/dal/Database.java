package dev.cairn.dal;

import dev.cairn.dal.session.Session;
import dev.cairn.dal.spi.Calls;
import dev.cairn.dal.spi.Scope;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import java.nio.file.Path;
import org.jooq.DSLContext;

/**
 * A SQLite database behind two verbs: {@link #read} sees one snapshot and cannot write, {@link #write} is one
 * transaction.
 *
 * <p>Thread-safe. For now all scopes share one connection and take turns.
 */
public final class Database implements AutoCloseable {
    private final Session session;
    private final Scope scope;

    private Database(Session session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    private static Database over(Session session) {
        return new Database(session, session);
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

    /** Migrates a file, which is created if it is not there, and opens it. */
    public static Database open(Path file, Migrations migrations) {
        return open(file, migrations, Options.DEFAULT);
    }

    /** The same with a cache, a map and a timeout of one's own. */
    public static Database open(Path file, Migrations migrations, Options options) {
        Migrator.at(file, migrations)
                .lockTimeout(options.acquireTimeout())
                .build()
                .migrate();
        return over(Session.open(file, options));
    }

    /** A database in memory, which is gone when it is closed. */
    public static Database inMemory(Migrations migrations) {
        return over(Session.inMemory(migrations));
    }

    /** One snapshot, on this thread. */
    public <T, X extends Exception> T read(Body<T, X> body) throws X {
        return session.read(body);
    }

    /** One snapshot, on this thread. */
    public <X extends Exception> void read(Action<X> body) throws X {
        session.read(asBody(body));
    }

    /** One transaction, on this thread; inside another, a savepoint of it. */
    public <T, X extends Exception> T write(Body<T, X> body) throws X {
        return session.write(body);
    }

    /** One transaction, on this thread; inside another, a savepoint of it. */
    public <X extends Exception> void write(Action<X> body) throws X {
        session.write(asBody(body));
    }

    private static <X extends Exception> Body<Boolean, X> asBody(Action<X> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /** jOOQ, in the scope of this thread. */
    public DSLContext dsl() {
        return session.dsl();
    }

    /** For generated code: what its calls run in. */
    public Calls calls() {
        return new Calls(scope);
    }

    /** The same database, whose rows are read packed where they can be, or always column by column. */
    public Database reading(boolean packed) {
        return new Database(session, session.packing(packed));
    }

    @Override
    public void close() {
        session.close();
    }
}
