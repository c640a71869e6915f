package dev.cairn.backup;

/**
 * How far an operation has come. Immutable.
 *
 * @param phase what is being done
 * @param done how much of this phase is done: bytes, or pages while a snapshot is taken
 * @param total how much there is to do; zero where that is not known
 */
public record Progress(Phase phase, long done, long total) {

    /** What is being done. */
    public enum Phase {
        /** Copying what is committed out of the live database. */
        SNAPSHOT,
        /** Checking a copy with SQLite's own checks. */
        CHECK,
        /** Digesting the pages of the copy. */
        DIGEST,
        /** Compressing, encrypting and writing. */
        PACK,
        /** Reading what was written. */
        READ_BACK,
        /** Comparing stored files with their digests. */
        COMPARE,
        /** Putting a database together again. */
        MATERIALISE,
        /** Writing it over the live database. */
        APPLY,
        /** Making it durable and visible. */
        COMMIT
    }

    /**
     * Hears of progress, at most ten times a second, on a thread of its own. One that blocks is left behind; what it
     * throws cancels the operation.
     */
    @FunctionalInterface
    public interface Listener {
        /** Called with the latest state. */
        void onProgress(Progress progress);
    }
}
