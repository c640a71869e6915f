package dev.cairn.dal;

import java.time.Duration;

/**
 * What a database is opened with. Immutable.
 *
 * @param cacheBytes SQLite's page cache of each connection
 * @param mmapBytes how much of the file is mapped into memory; 0 unless said otherwise, since a file that is truncated
 *     under a map kills the process
 * @param connections how many there are, the writer included; 0 chooses by the processors. For now there is one,
 *     whatever this says
 * @param acquireTimeout how long a call waits for its turn
 */
public record Options(long cacheBytes, long mmapBytes, int connections, Duration acquireTimeout) {
    /** 8 MB of cache, no map, connections by the processors, 30 seconds. */
    public static final Options DEFAULT = new Options(8L << 20, 0, 0, Duration.ofSeconds(30));

    /** Refuses what means nothing. */
    public Options {
        if (cacheBytes < 0 || mmapBytes < 0 || connections < 0 || acquireTimeout.isNegative()) {
            throw new IllegalArgumentException("options cannot be negative: give 0 for none, or leave them out");
        }
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
