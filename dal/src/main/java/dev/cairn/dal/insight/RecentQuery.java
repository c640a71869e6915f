package dev.cairn.dal.insight;

import java.time.Duration;
import java.time.Instant;

/**
 * A query that ran of late. Immutable.
 *
 * @param method such as {@code users.listByRole}, or {@code dsl.query}
 * @param tag what it was called by; empty for none
 * @param sql with a question mark for each value
 * @param took without the waiting
 * @param rows read or written
 * @param at when it ended
 */
public record RecentQuery(String method, String tag, String sql, Duration took, long rows, Instant at) {}
