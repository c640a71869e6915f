package dev.cairn.dal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often the body of a scope is run again after an error whose kind is {@linkplain DalException.Kind#retryable
 * retryable}, as long as there is time. Waiting for a reader or the writer is no retry, and always done: a body that
 * has not begun has nothing to lose. Immutable.
 *
 * @param attempts how often it is run at the most
 * @param pause before the second attempt; it doubles from there, and varies by chance
 */
public record Retry(int attempts, Duration pause) {
    /** A body that has begun is never run again: what it did outside the database would be done twice. */
    public static final Retry NEVER = new Retry(1, Duration.ZERO);

    private static final int MOST_DOUBLINGS = 10;
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    /** Refuses what means nothing. */
    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("a body is run at least once");
        }
        Limits.require(pause);
    }

    /** For bodies that may run several times: so often at the most, with pauses from 10 ms on. */
    public static Retry whole(int attempts) {
        return new Retry(attempts, Duration.ofMillis(10));
    }

    /** How long to pause after an attempt, the first being 1: between half and all of what doubling makes. */
    public long pauseNanos(int attempt) {
        long most = Math.min(LONGEST_NANOS, pause.toNanos()) << Math.min(attempt - 1, MOST_DOUBLINGS);
        return most == 0 ? 0 : ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }
}
