package dev.cairn.dal.insight;

import java.time.Duration;

/**
 * What a checkpoint did. Immutable.
 *
 * @param complete whether the log is empty now; if not, somebody still reads what was there before
 * @param frames pages that were in the log
 * @param moved how many of them are in the file
 * @param bytesBefore the size of the log
 * @param bytesAfter the size of the log
 */
public record Checkpoint(boolean complete, long frames, long moved, long bytesBefore, long bytesAfter, Duration took) {}
