package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One backup in a repository, as its manifest describes it. Immutable.
 *
 * @param id its name; ids sort in the order in which backups were made
 * @param kind what it holds
 * @param created when it was made
 * @param path its directory
 * @param size the bytes it takes there
 * @param plainSize the bytes of the database it restores
 * @param duration how long it took
 * @param parent the backup an increment builds on
 * @param tables the tables of the database
 * @param signer who signed it, {@code cairnsig1…}; empty if nobody did
 * @param encrypted whether a key is needed to read it
 * @param pinned whether retention must leave it
 * @param trigger what made it: {@code manual}, {@code schedule}, {@code import} or {@code compaction}
 * @param by who started it
 * @param defects what was wrong with the database when it was backed up; empty if nothing was
 * @param warnings what its making cost others, in words
 */
public record Backup(
        String id,
        Kind kind,
        Instant created,
        Path path,
        long size,
        long plainSize,
        Duration duration,
        Optional<String> parent,
        List<String> tables,
        Optional<String> signer,
        boolean encrypted,
        boolean pinned,
        String trigger,
        String by,
        List<String> defects,
        List<String> warnings) {

    /** What a backup holds, or what is asked for. */
    public enum Kind {
        /** All pages of the database. */
        FULL,
        /** The pages that differ from the backup before. */
        INCREMENTAL,
        /** All pages, put together from a full backup and its increments. */
        SYNTHETIC;

        /** Whether it restores without another one. */
        public boolean standsAlone() {
            return this != INCREMENTAL;
        }
    }

    /** Keeps the lists from changing. */
    public Backup {
        tables = List.copyOf(tables);
        defects = List.copyOf(defects);
        warnings = List.copyOf(warnings);
    }
}
