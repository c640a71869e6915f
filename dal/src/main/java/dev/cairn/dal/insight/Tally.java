package dev.cairn.dal.insight;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the calls of one name, or the scopes of one, came to. Thread-safe. */
final class Tally {
    private final String name;
    private final String kind;
    private final LongAdder count = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder ranNanos = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final AtomicLong slowestNanos = new AtomicLong();

    /** What it counts; the kind tells names apart that are the same by chance. */
    Tally(String name, String kind) {
        this.name = name;
        this.kind = kind;
    }

    void add(long waited, long ran, long moreRows) {
        count.increment();
        ranNanos.add(ran);
        if (waited > 0) {
            waitedNanos.add(waited);
        }
        if (moreRows > 0) {
            rows.add(moreRows);
        }
        if (ran > slowestNanos.get()) {
            slowestNanos.accumulateAndGet(ran, Math::max);
        }
    }

    String name() {
        return name;
    }

    String kind() {
        return kind;
    }

    long count() {
        return count.sum();
    }

    double waitedNanos() {
        return waitedNanos.sum();
    }

    double ranNanos() {
        return ranNanos.sum();
    }

    double rows() {
        return rows.sum();
    }

    Timing timing() {
        return new Timing(
                name,
                kind,
                count.sum(),
                Duration.ofNanos(waitedNanos.sum()),
                Duration.ofNanos(ranNanos.sum()),
                Duration.ofNanos(slowestNanos.get()),
                rows.sum());
    }
}
