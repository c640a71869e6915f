package dev.cairn.schema;

import java.time.Duration;
import java.util.List;

/**
 * What became of a private copy when the pending migrations were applied, undone and applied again. Immutable.
 *
 * @param up each migration, with its losses and how long it took
 * @param down those that were undone, the last first
 * @param irreversible the pending migrations without a way down; nothing below the highest of them was undone
 * @param schemaDifferences where the schema after the way back is not that from before, or after the second time up not
 *     that after the first
 * @param rowDifferences the same for rows: by their values after the way back, by their number after the second time up
 * @param lossDeclared whether a migration said that it is destructive, so that rows may differ
 * @param took the whole rehearsal, with the copy
 */
public record Rehearsal(
        List<Report.Step> up,
        List<Report.Step> down,
        List<String> irreversible,
        List<String> schemaDifferences,
        List<String> rowDifferences,
        boolean lossDeclared,
        Duration took) {

    /** Copies the lists. */
    public Rehearsal {
        up = List.copyOf(up);
        down = List.copyOf(down);
        irreversible = List.copyOf(irreversible);
        schemaDifferences = List.copyOf(schemaDifferences);
        rowDifferences = List.copyOf(rowDifferences);
    }

    /** Whether everything that can be undone came back as it was. */
    public boolean isProven() {
        return schemaDifferences.isEmpty() && (rowDifferences.isEmpty() || lossDeclared);
    }
}
