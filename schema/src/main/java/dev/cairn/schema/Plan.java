package dev.cairn.schema;

import java.util.List;
import java.util.Optional;

/**
 * What a call of {@link Migrator#migrate} or {@link Migrator#rollback} would do, in order. Immutable.
 *
 * @param steps one for each migration
 */
public record Plan(List<Step> steps) {

    /**
     * One migration to be applied or undone.
     *
     * @param migration its name
     * @param description what its header says
     * @param transaction which transaction it belongs to, counted from 1
     * @param statements how many SQL statements it has; 0 for a code migration
     * @param foreignKeys whether foreign keys are enforced while it runs
     * @param destructive why it may lose data, if its header says so
     */
    public record Step(
            String migration,
            String description,
            int transaction,
            int statements,
            boolean foreignKeys,
            Optional<String> destructive) {}

    /** Copies the list. */
    public Plan {
        steps = List.copyOf(steps);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
