package dev.cairn.dal;

import java.time.Duration;

/**
 * Figures that suit a schema, such as {@code Pqs.OPTIONS}; what the builder is told by itself comes before them.
 * Immutable.
 *
 * @param cacheBytes SQLite's page cache of each connection
 * @param mmapBytes how much of the file is mapped into memory; 0 unless said otherwise, since a file that is truncated
 *     under a map kills the process
 * @param connections how many there are at the most, the writer included; 0 chooses by the processors
 * @param acquireTimeout how long a call waits for a reader, its turn to write, or other processes
 */
public record Options(long cacheBytes, long mmapBytes, int connections, Duration acquireTimeout) {
    /** 8 MB of cache, no map, connections by the processors, 30 seconds. */
    public static final Options DEFAULT = new Options(8L << 20, 0, 0, Duration.ofSeconds(30));

    /** Refuses what means nothing. */
    public Options {
        if (connections < 0) {
            throw new IllegalArgumentException("connections cannot be negative: give 0 to choose by the processors");
        }
        Limits.require(cacheBytes);
        Limits.require(mmapBytes);
        Limits.require(acquireTimeout);
    }

    /** With this cache. */
    public Options cacheBytes(long bytes) {
        return new Options(bytes, mmapBytes, connections, acquireTimeout);
    }

    /** With this map. */
    public Options mmapBytes(long bytes) {
        return new Options(cacheBytes, bytes, connections, acquireTimeout);
    }

    /** With so many connections. */
    public Options connections(int count) {
        return new Options(cacheBytes, mmapBytes, count, acquireTimeout);
    }

    /** With this timeout. */
    public Options acquireTimeout(Duration timeout) {
        return new Options(cacheBytes, mmapBytes, connections, timeout);
    }
}
