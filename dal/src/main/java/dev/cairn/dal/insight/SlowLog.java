package dev.cairn.dal.insight;

import dev.cairn.dal.statement.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last queries that took too long, with their plans. Callers only put them into a ring; {@link #work} looks up
 * plans and logs, on the thread of the clerk. Thread-safe.
 */
final class SlowLog {
    private static final Logger LOG = LoggerFactory.getLogger(SlowLog.class.getPackageName());
    private static final int MOST = 256;
    private static final int MOST_SHAPES = 1_000;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final long thresholdNanos;
    private final Clock clock;
    private final Runnable onAdded;
    private final Ring ring = new Ring(MOST);
    private final Map<Long, List<String>> plans = new ConcurrentHashMap<>();
    private final Map<String, Known> known = new Shapes();
    private long worked;

    /** What was last said of a shape, and when. */
    private record Known(long atMillis, List<String> plan) {}

    /** The shapes of which something was said; those not heard of for the longest time go first. */
    private static final class Shapes extends LinkedHashMap<String, Known> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_SHAPES;
        }
    }

    /** Those that take at least so long. */
    SlowLog(Duration threshold, Clock clock, Runnable onAdded) {
        this.thresholdNanos = threshold.toNanos();
        this.clock = clock;
        this.onAdded = onAdded;
    }

    boolean isSlow(long ranNanos) {
        return ranNanos >= thresholdNanos;
    }

    void add(String method, String tag, String sql, long ranNanos, long rows) {
        ring.add(method, tag, sql, ranNanos, rows, clock.millis());
        onAdded.run();
    }

    /** How many there ever were. */
    long count() {
        return ring.added();
    }

    /** Newest last. */
    List<SlowQuery> queries() {
        return ring.entries().stream().map(this::query).toList();
    }

    private SlowQuery query(Ring.Entry entry) {
        return new SlowQuery(
                entry.method(),
                entry.tag(),
                Sql.shape(entry.text()),
                Duration.ofNanos(entry.ranNanos()),
                entry.rows(),
                Instant.ofEpochMilli(entry.atMillis()),
                plans.getOrDefault(entry.number(), List.of()));
    }

    /** Looks up the plans of those that came since, and logs each shape once a minute. By one thread. */
    void work(Plans planner) {
        List<Ring.Entry> entries = ring.entries();
        plans.keySet()
                .removeIf(number -> entries.isEmpty() || number < entries.get(0).number());
        for (Ring.Entry entry : entries) {
            if (entry.number() >= worked) {
                worked = entry.number() + 1;
                work(entry, planner);
            }
        }
    }

    private void work(Ring.Entry entry, Plans planner) {
        String shape = Sql.shape(entry.text());
        Known last = known.get(shape);
        boolean told = last != null && entry.atMillis() - last.atMillis() < MINUTE;
        List<String> plan = last != null && told ? last.plan() : planner.planOrNone(entry.text());
        plans.put(entry.number(), plan);
        if (!told) {
            known.remove(shape);
            known.put(shape, new Known(entry.atMillis(), plan));
            LOG.warn(
                    "Slow query: {}{} took {} ms for {} rows: {} [{}]",
                    entry.method(),
                    entry.tag().isEmpty() ? "" : " (" + entry.tag() + ")",
                    TimeUnit.NANOSECONDS.toMillis(entry.ranNanos()),
                    entry.rows(),
                    Sql.brief(shape),
                    String.join("; ", plan));
        }
    }
}
