package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
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
        /** A statement to use alone; closing it gives it back, to be used again. */
        PreparedStatement take(String sql) throws SQLException;

        /** Where to put what must be closed when the scope ends. */
        void closeAtEnd(AutoCloseable resource);

        /** Whether this is a scope of the caller's, rather than of one call. */
        boolean isOpenedByCaller();

        /** Says that a row was read or written. */
        void counted(long rows);

        /** Refuses what the scope it was asked for in does not allow any more, and other threads. */
        void requireUsable();

        /** What an error of the driver means. */
        DalException translate(SQLException e, String sql);
    }

    /** Runs one statement that reads: in the caller's scope, or in one of its own. */
    <T> T reading(Operation operation, Work<T> work);

    /** Runs several statements that read, on one snapshot: in the caller's scope, or in one of its own. */
    <T> T snapshot(Operation operation, Work<T> work);

    /** Runs statements that write: in the caller's transaction, or in one of its own. */
    <T> T writing(Operation operation, Work<T> work);

    /**
     * Runs a statement that writes: in the caller's transaction, or in one that it may share with calls of other
     * threads. So the work may run on another thread, and twice: it must be free of anything of the user's.
     */
    <T> T combining(Operation operation, Work<T> work);

    /** Whether rows are read packed where they can be. */
    boolean packs();
}
