package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A restore in place that is done: a fresh snapshot of the database was found to be what was backed up. Immutable.
 *
 * @param restore the id of the restore
 * @param backup the id of the backup
 * @param database the file
 * @param way how it was replaced
 * @param size its bytes
 * @param sha256 the digest of the database that was put together, which is the one in the manifest
 * @param point what was in the database before; empty if there was none
 * @param duration how long it took
 * @param fenced for how long of it nobody could use the database
 * @param tables the tables in it
 * @param warnings what was not as smooth as it should be, in words
 */
public record Restored(
        String restore,
        String backup,
        Path database,
        RestorePlan.Way way,
        long size,
        String sha256,
        Optional<Path> point,
        Duration duration,
        Duration fenced,
        List<String> tables,
        List<String> warnings) {
    /** Keeps the lists from changing. */
    public Restored {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }
}
