package dev.cairn.dal.spi;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a repository call runs in: a connection of the runtime's, with its kept statements. Implemented by the runtime.
 */
public interface Scope {
    /** Work that needs the connection. */
    @FunctionalInterface
    interface Work<T> {
        /** Does the work. */
        T run(Statements statements) throws SQLException;
    }

    /** The kept statements of one connection. */
    interface Statements {
        /** A statement to use alone until it is given back. */
        PreparedStatement take(String sql) throws SQLException;

        /** Gives a statement back, to be used again; not so one that threw, which the driver may have ended. */
        void giveBack(String sql, PreparedStatement statement, boolean usable) throws SQLException;

        /** Where to put what must be closed when the scope ends. */
        void closeAtEnd(AutoCloseable resource);

        /** Whether this is a scope of the caller's, rather than of one call. */
        boolean isOpenedByCaller();
    }

    /** Runs a read: in the caller's scope, or in one of its own. */
    <T> T reading(String label, Work<T> work);

    /** Runs a write: in the caller's transaction, or in one of its own. */
    <T> T writing(String label, Work<T> work);

    /** Whether rows are read packed where they can be. */
    boolean packs();
}
