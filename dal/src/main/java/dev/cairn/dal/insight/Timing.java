package dev.cairn.dal.insight;

import java.time.Duration;

/**
 * What the calls of one name, or the scopes of one, came to since the database was opened. Immutable.
 *
 * @param name the method of a repository, such as {@code users.findById}; {@code dsl.query} for what jOOQ ran; or the
 *     tag they were called by; {@code all} for scopes without a tag
 * @param kind {@code method} or {@code tag}; of scopes {@code read} or {@code write}
 * @param count how many have ended, those that failed too
 * @param waited for a connection or their turn, all together
 * @param ran after that, all together
 * @param slowest how long the slowest ran
 * @param rows read and written
 */
public record Timing(
        String name, String kind, long count, Duration waited, Duration ran, Duration slowest, long rows) {}
