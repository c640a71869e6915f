package dev.cairn.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a migration run or rollback did. Immutable.
 *
 * @param steps one for each migration applied or undone, in order
 * @param restorePoint the copy made before, if one was
 */
public record Report(List<Step> steps, Optional<RestorePoint> restorePoint) {

    /** One migration that was applied or undone, what it took away, and how long it took. */
    public record Step(String migration, Duration took, List<Loss> losses) {
        /** Copies the list. */
        public Step {
            losses = List.copyOf(losses);
        }
    }

    /** Copies the list. */
    public Report {
        steps = List.copyOf(steps);
    }

    /** Whether there was nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
