package dev.cairn.dal.runtime.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long calls took, in classes that are an eighth of their size wide. Thread-safe. */
final class Latencies {
    private static final int PARTS = 8;

    private final AtomicLongArray counts = new AtomicLongArray(64 * PARTS);
    private final AtomicLong longest = new AtomicLong();

    void add(long nanos) {
        counts.incrementAndGet(index(Math.max(1, nanos)));
        longest.accumulateAndGet(nanos, Math::max);
    }

    private static int index(long nanos) {
        int exponent = 63 - Long.numberOfLeadingZeros(nanos);
        int part = exponent < 3 ? 0 : (int) (nanos >>> (exponent - 3)) & (PARTS - 1);
        return exponent * PARTS + part;
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /** The upper end of the class in which that share of all calls is reached. */
    double micros(double share) {
        long wanted = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                double lower = Math.scalb(1.0, i / PARTS);
                return lower * (1 + (i % PARTS + 1.0) / PARTS) / 1_000;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d calls, p50 %.0f us, p99 %.0f us, longest %d ms",
                count(), micros(0.5), micros(0.99), longest().toMillis());
    }
}
