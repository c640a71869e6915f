package dev.cairn.dal.insight;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a database is. Where it could not be read, counts are 0 and the problems say why. Immutable.
 *
 * @param healthy whether there are no problems
 * @param responseTime how long it took to have a reader and read something small
 * @param writeAhead whether the file is in WAL mode, so that readers and the writer do not wait for each other
 * @param foreignKeys whether foreign keys are enforced
 * @param intact whether the file is whole; empty if that was not asked for
 * @param tables how many there are, without SQLite's own and those below full-text tables
 * @param indexes how many there are, without those that constraints bring with them
 * @param readers the readers at this moment
 * @param problems what somebody should look at, in words
 */
public record Health(
        boolean healthy,
        Duration responseTime,
        boolean writeAhead,
        boolean foreignKeys,
        Optional<Boolean> intact,
        int tables,
        int indexes,
        ReaderCounts readers,
        List<String> problems) {
    /** Copies the problems. */
    public Health {
        problems = List.copyOf(problems);
    }
}
