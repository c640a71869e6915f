package dev.cairn.dal.insight;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a database. Immutable.
 *
 * @param file nothing for a database in memory
 * @param fileBytes the size of the file
 * @param logBytes the size of its write-ahead log
 * @param pageSize in bytes
 * @param freeBytes in pages that hold nothing, which {@code vacuum} would give back
 * @param rows by table, without SQLite's own
 * @param schemaVersion the last migration that was applied; empty if none is noted
 * @param statementHits how often a statement was there, prepared
 * @param statementMisses how often one had to be prepared
 */
public record Statistics(
        Optional<Path> file,
        long fileBytes,
        long logBytes,
        long pageSize,
        long freeBytes,
        SortedMap<String, Long> rows,
        String schemaVersion,
        long statementHits,
        long statementMisses) {
    /** Copies the rows. */
    public Statistics {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(rows)));
    }
}
