package dev.cairn.dal.insight;

/**
 * The readers of a database at one moment. Immutable.
 *
 * @param most how many there may be
 * @param lent in use
 * @param idle open, and waiting to be used
 * @param waiting threads that wait for one
 */
public record ReaderCounts(int most, int lent, int idle, int waiting) {
    /** Where reads and writes take turns on the one connection there is. */
    public static final ReaderCounts NONE = new ReaderCounts(0, 0, 0, 0);

    /** How many are open. */
    public int open() {
        return lent + idle;
    }
}
