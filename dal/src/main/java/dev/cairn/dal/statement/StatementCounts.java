package dev.cairn.dal.statement;

import java.util.concurrent.atomic.LongAdder;

/** How often statements were found prepared, over all connections of a database. Thread-safe. */
public final class StatementCounts {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    /** How often one was there. */
    public long hits() {
        return hits.sum();
    }

    /** How often one had to be prepared. */
    public long misses() {
        return misses.sum();
    }
}
