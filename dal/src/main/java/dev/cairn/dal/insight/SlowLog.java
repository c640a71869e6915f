package dev.cairn.dal.insight;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last queries that took too long. Thread-safe. */
public final class SlowLog {
    private static final int MOST = 256;

    private final long thresholdNanos;
    private final Clock clock;
    private final Deque<SlowQuery> ring = new ArrayDeque<>();

    /** Those that take longer than this. */
    public SlowLog(Duration threshold, Clock clock) {
        this.thresholdNanos = threshold.toNanos();
        this.clock = clock;
    }

    void offer(String method, String tag, String sql, long ran, long rows) {
        if (ran >= thresholdNanos) {
            synchronized (ring) {
                if (ring.size() == MOST) {
                    ring.removeFirst();
                }
                ring.addLast(new SlowQuery(method, tag, sql, Duration.ofNanos(ran), rows, clock.instant()));
            }
        }
    }

    /** Newest last. */
    public List<SlowQuery> queries() {
        synchronized (ring) {
            return List.copyOf(ring);
        }
    }
}
