package dev.cairn.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What looking at one backup has found. Immutable.
 *
 * @param id the backup
 * @param level how deeply it was looked at
 * @param at when
 * @param duration how long that took
 * @param problem what is wrong with the backup; empty if nothing is
 * @param defects what was wrong with the database when it was backed up, and comes back with it; a backup can be fine
 *     and hold them
 */
public record Verification(
        String id,
        Level level,
        Instant at,
        Duration duration,
        Optional<BackupException> problem,
        List<String> defects) {

    /** Keeps the list from changing. */
    public Verification {
        defects = List.copyOf(defects);
    }

    /** Whether nothing is wrong. */
    public boolean ok() {
        return problem.isEmpty();
    }

    /** Throws what is wrong, if anything is. */
    public Verification requireOk() {
        if (problem.isPresent()) {
            throw problem.get();
        }
        return this;
    }
}
