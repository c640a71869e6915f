package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One backup, begun, made or failed. Immutable.
 *
 * @param run the same for all events of one attempt
 * @param status how far it is
 * @param at when this was so
 * @param database the file that is backed up
 * @param kind what was made; before it is known, what was asked for, if anything was
 * @param trigger {@code manual} when a person started it, else {@code schedule}, {@code import} or {@code compaction}
 * @param by who started it
 * @param path where it lies; before that, the repository
 * @param size the bytes it takes there; zero unless done
 * @param tables the tables in it; none unless done
 * @param id its id; empty unless done
 * @param duration how long it took so far
 * @param error the sentence of the failure; empty unless failed
 */
public record BackupEvent(
        String run,
        Status status,
        Instant at,
        Path database,
        Optional<Backup.Kind> kind,
        String trigger,
        String by,
        Path path,
        long size,
        List<String> tables,
        Optional<String> id,
        Duration duration,
        Optional<String> error) {

    /** How far a backup is. */
    public enum Status {
        /** It is being made. */
        RUNNING,
        /** It is there. */
        DONE,
        /** It is not there, and nothing is left of it. */
        FAILED
    }

    /** Keeps the list from changing. */
    public BackupEvent {
        tables = List.copyOf(tables);
    }
}
