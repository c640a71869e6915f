package dev.cairn.dal.insight;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the calls of one method, or the scopes of one tag, came to. Thread-safe. */
public final class Timing {
    private final String name;
    private final LongAdder count = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder ranNanos = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final AtomicLong slowestNanos = new AtomicLong();

    Timing(String name) {
        this.name = name;
    }

    void add(long waited, long ran, long moreRows) {
        count.increment();
        if (waited > 0) {
            waitedNanos.add(waited);
        }
        ranNanos.add(ran);
        if (moreRows > 0) {
            rows.add(moreRows);
        }
        if (ran > slowestNanos.get()) {
            slowestNanos.accumulateAndGet(ran, Math::max);
        }
    }

    /** The method or tag. */
    public String name() {
        return name;
    }

    /** How many there were. */
    public long count() {
        return count.sum();
    }

    /** How long they waited for a connection, all together. */
    public long waitedNanos() {
        return waitedNanos.sum();
    }

    /** How long they ran, all together. */
    public long ranNanos() {
        return ranNanos.sum();
    }

    /** How many rows they read and wrote. */
    public long rows() {
        return rows.sum();
    }

    /** How long the slowest ran. */
    public long slowestNanos() {
        return slowestNanos.get();
    }
}
