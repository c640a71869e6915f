package dev.cairn.dal.insight;

import java.time.Duration;

/**
 * What a vacuum did. Immutable.
 *
 * @param bytesBefore the size of the file with its log
 * @param bytesAfter the size of the file with its log
 */
public record Vacuum(long bytesBefore, long bytesAfter, Duration took) {
    /** How much smaller it is. */
    public long saved() {
        return bytesBefore - bytesAfter;
    }
}
