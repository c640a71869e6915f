package dev.cairn.dal.insight;

import dev.cairn.dal.statement.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last queries of all, if somebody wants them. Values are taken out when they are asked for. Thread-safe. */
final class RecentQueries {
    private final @Nullable Ring ring;
    private final Clock clock;

    /** So many of them; none for 0. */
    RecentQueries(int most, Clock clock) {
        this.ring = most == 0 ? null : new Ring(most);
        this.clock = clock;
    }

    void offer(String method, String tag, String sql, long ranNanos, long rows) {
        Ring wanted = ring;
        if (wanted != null) {
            wanted.add(method, tag, sql, ranNanos, rows, clock.millis());
        }
    }

    /** Newest last. */
    List<RecentQuery> queries() {
        return ring == null
                ? List.of()
                : ring.entries().stream().map(RecentQueries::query).toList();
    }

    private static RecentQuery query(Ring.Entry entry) {
        return new RecentQuery(
                entry.method(),
                entry.tag(),
                Sql.shape(entry.text()),
                Duration.ofNanos(entry.ranNanos()),
                entry.rows(),
                Instant.ofEpochMilli(entry.atMillis()));
    }
}
