package dev.cairn.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How well a repository stands, for health checks and metrics. Immutable.
 *
 * @param backups how many backups there are
 * @param bytes what they take
 * @param newest the newest backup
 * @param newestAge how old it is: what would be lost if the database were lost now
 * @param newestProven the newest backup that was restored into scratch and found right
 * @param newestProvenAge how old that one is: what would be lost at most, as far as is proven
 * @param lastProof when a backup was last proven
 * @param coverage the share of backups that were proven, from 0 to 1
 * @param failed the backups whose last verification or proof failed
 */
public record Standing(
        int backups,
        long bytes,
        Optional<Backup> newest,
        Optional<Duration> newestAge,
        Optional<Backup> newestProven,
        Optional<Duration> newestProvenAge,
        Optional<Instant> lastProof,
        double coverage,
        List<String> failed) {
    /** Keeps the list from changing. */
    public Standing {
        failed = List.copyOf(failed);
    }
}
