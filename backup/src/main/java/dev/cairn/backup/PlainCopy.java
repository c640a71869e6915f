package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A plain database file that was written and found to be whole. Immutable.
 *
 * @param path the file
 * @param size its bytes
 * @param sha256 its digest
 * @param duration how long it took
 * @param tables the tables in it
 * @param defects what SQLite's own checks say against its content, as they do against that of its source
 */
public record PlainCopy(
        Path path, long size, String sha256, Duration duration, List<String> tables, List<String> defects) {
    /** Keeps the lists from changing. */
    public PlainCopy {
        tables = List.copyOf(tables);
        defects = List.copyOf(defects);
    }
}
