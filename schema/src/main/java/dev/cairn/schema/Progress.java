package dev.cairn.schema;

/**
 * How far an operation has come. Immutable.
 *
 * @param phase what is being done
 * @param migration the migration it is about; empty if it is about the whole database
 * @param done how many steps of this phase are done
 * @param total how many there are
 */
public record Progress(Phase phase, String migration, int done, int total) {

    /** What is being done. */
    public enum Phase {
        /** Waiting for the write lock. */
        WAITING,
        /** Checking the database with SQLite's own check. */
        CHECKING,
        /** Copying the database. */
        COPYING,
        /** Running the statements of a migration. */
        RUNNING,
        /** Making the transaction durable. */
        COMMITTING
    }

    /** Hears of progress, on the thread of the operation. What it throws is logged and changes nothing. */
    @FunctionalInterface
    public interface Listener {
        /** Called before the first and after each step. */
        void onProgress(Progress progress);
    }
}
