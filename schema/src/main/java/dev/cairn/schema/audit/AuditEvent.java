package dev.cairn.schema.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * Who did what to which database, when, and how it ended. Immutable.
 *
 * @param at when it ended
 * @param who a user's name, or {@code system}
 * @param operation what was asked for, such as {@code migrate}
 * @param database the file
 * @param outcome how it ended
 * @param detail what came of it, or why it failed; without any value of a row
 * @param took how long it took
 */
public record AuditEvent(
        Instant at, String who, String operation, String database, Outcome outcome, String detail, Duration took) {

    /** How an operation ended. */
    public enum Outcome {
        /** As asked. */
        DONE,
        /** Refused, with nothing changed. */
        REFUSED,
        /** Failed. */
        FAILED
    }
}
