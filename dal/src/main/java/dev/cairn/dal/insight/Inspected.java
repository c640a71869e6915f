package dev.cairn.dal.insight;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What this room sees of the runtime, and the ways it has to a connection. Implemented by the session. Thread-safe. */
public interface Inspected {
    /** A look at the database, or something to do to it. */
    @FunctionalInterface
    interface Look<T> {
        /** Does it. */
        T at(Connection connection) throws SQLException;
    }

    /** The file; nothing for a database in memory. */
    Optional<Path> file();

    /** Whether it was opened for reading only. */
    boolean isReadOnly();

    /** How long one waits here, unless something else is said. */
    Duration patience();

    /** Looks at one snapshot through a reader, or through the scope of this thread; taken down nowhere. */
    <T> T look(String label, Duration patience, Look<T> look);

    /**
     * Does something on the writer when its turn has come, outside any transaction; again while others are in the way.
     */
    <T> T inTurn(String label, Look<T> work);

    /** Does something on a connection of its own, which may write, inside one of the others; for a file only. */
    <T> T beside(Look<T> work) throws SQLException;

    /** The readers at this moment. */
    ReaderCounts readers();

    /** How many wait for their turn to write. */
    int writersWaiting();

    /** How often a statement was there, prepared. */
    long statementHits();

    /** How often one had to be prepared. */
    long statementMisses();
}
