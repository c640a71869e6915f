package dev.cairn.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is applied to a database and what is not. Immutable.
 *
 * @param current the name of the highest migration applied
 * @param latest the name of the highest migration there is
 * @param applied in the order in which they were applied
 * @param pending in the order in which they will be applied
 * @param failed attempts that failed and were not mended since
 * @param rolledBack those that were undone and not applied again
 * @param problems why {@code migrate} would be refused; empty if it would not
 */
public record Status(
        Optional<String> current,
        Optional<String> latest,
        List<Applied> applied,
        List<Pending> pending,
        List<Applied> failed,
        List<Applied> rolledBack,
        List<String> problems) {

    /** One row of the history. */
    public record Applied(
            String migration, String version, Instant at, String by, String checksum, Duration took, String consent) {

        static Applied of(History.Entry entry) {
            return new Applied(
                    entry.name(),
                    entry.version(),
                    entry.at(),
                    entry.by(),
                    Optional.ofNullable(entry.checksum()).orElse(""),
                    Duration.ofMillis(entry.durationMillis()),
                    Optional.ofNullable(entry.consent()).orElse(""));
        }

        static List<Applied> of(List<History.Entry> entries) {
            return entries.stream().map(Applied::of).toList();
        }
    }

    /** One migration to come. */
    public record Pending(String migration, String version, String description) {}

    /** Copies the lists. */
    public Status {
        applied = List.copyOf(applied);
        pending = List.copyOf(pending);
        failed = List.copyOf(failed);
        rolledBack = List.copyOf(rolledBack);
        problems = List.copyOf(problems);
    }
}
