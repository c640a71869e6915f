package dev.cairn.dal.insight;

import java.time.Duration;
import java.util.List;

/**
 * What optimizing did. Immutable.
 *
 * @param analyzed the tables whose statistics were missing or stale
 * @param bytesBefore the size of the database
 * @param bytesAfter the size of the database
 */
public record Optimization(List<String> analyzed, long bytesBefore, long bytesAfter, Duration took) {
    /** Copies the names. */
    public Optimization {
        analyzed = List.copyOf(analyzed);
    }

    /** How much smaller it is. */
    public long saved() {
        return bytesBefore - bytesAfter;
    }
}
