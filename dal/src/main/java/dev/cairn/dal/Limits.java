package dev.cairn.dal;

import java.time.Duration;

/** What a duration or size may be. */
final class Limits {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final long LARGEST = 1L << 40;

    private Limits() {}

    static Duration require(Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a duration is between nothing, Duration.ZERO, and a hundred years, and this is " + duration);
        }
        return duration;
    }

    static long require(long bytes) {
        if (bytes < 0 || bytes > LARGEST) {
            throw new IllegalArgumentException("a size is between 0 and 1 TB, and this is " + bytes);
        }
        return bytes;
    }
}
