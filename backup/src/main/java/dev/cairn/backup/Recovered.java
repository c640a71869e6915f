package dev.cairn.backup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of a restore that did not come to its end. Immutable.
 *
 * @param restore the id of the restore
 * @param backup the id of the backup
 * @param database the file
 * @param found the state in which it was left
 * @param outcome what is in the database now
 * @param point what was in the database before the restore, where that is kept
 * @param unexpected what was found in the database where it was neither the old nor the new state, kept before the
 *     restore point was put back
 */
public record Recovered(
        String restore,
        String backup,
        Path database,
        RestoreState found,
        Outcome outcome,
        Optional<Path> point,
        Optional<Path> unexpected) {

    /** What is in a database after a recovery. */
    public enum Outcome {
        /** What was in the backup: the restore is done now. */
        RESTORED,
        /** What was there before: the restore had not touched it, or SQLite has undone what it did. */
        UNTOUCHED,
        /** What was there before: the restore point was put back. */
        ROLLED_BACK
    }
}
