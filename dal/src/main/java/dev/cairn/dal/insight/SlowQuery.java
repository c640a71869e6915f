package dev.cairn.dal.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A query that took long. Immutable.
 *
 * @param method such as {@code users.listByRole}, or {@code dsl.query}
 * @param tag what it was called by; empty for none
 * @param sql with a question mark for each value
 * @param took without the waiting
 * @param rows read or written
 * @param at when it ended
 * @param plan the lines of its EXPLAIN QUERY PLAN, deeper ones indented; empty until it was looked up, which is soon,
 *     and for what has none
 */
public record SlowQuery(
        String method, String tag, String sql, Duration took, long rows, Instant at, List<String> plan) {
    /** Copies the plan. */
    public SlowQuery {
        plan = List.copyOf(plan);
    }
}
