package dev.cairn.dal.insight;

import java.time.Duration;
import java.time.Instant;

/** A query that took long. Immutable. */
public record SlowQuery(String method, String tag, String sql, Duration took, long rows, Instant at) {}
