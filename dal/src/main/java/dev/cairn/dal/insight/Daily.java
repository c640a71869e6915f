package dev.cairn.dal.insight;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Says once a day that it is time. Thread-safe. */
final class Daily {
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final Clock clock;
    private final AtomicLong due;

    /** A day from now on first. */
    Daily(Clock clock) {
        this.clock = clock;
        this.due = new AtomicLong(clock.millis() + DAY);
    }

    /** Whether it is time; so for one of those who ask. */
    boolean isDue() {
        long now = clock.millis();
        long at = due.get();
        return now >= at && due.compareAndSet(at, now + DAY);
    }
}
