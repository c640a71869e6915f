package dev.cairn.bench.harness;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What was done in one slice. Confined to one thread. */
final class Tally {
    private static final long LONGEST_NANOS = 120_000_000_000L;

    private final Map<String, Histogram> latencies = new TreeMap<>();
    private final Map<String, Long> errors = new TreeMap<>();

    void took(String kind, long nanos) {
        latencies
                .computeIfAbsent(kind, k -> new Histogram(LONGEST_NANOS, 3))
                .recordValue(Math.min(nanos, LONGEST_NANOS));
    }

    void failed(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        failed(cause.getClass().getSimpleName() + ": " + text);
    }

    void failed(String text) {
        errors.merge(text, 1L, Long::sum);
    }

    void add(Tally other) {
        merge(other, latencies, errors);
    }

    void addTo(LoadOutcome.Line line, double seconds) {
        long done =
                latencies.values().stream().mapToLong(Histogram::getTotalCount).sum();
        line.perSecond().add(done / seconds);
        line.tails()
                .add(latencies.values().stream()
                        .mapToDouble(one -> one.getValueAtPercentile(99) / 1e3)
                        .max()
                        .orElse(Double.NaN));
        merge(this, line.latencies(), line.errors());
    }

    private static void merge(Tally from, Map<String, Histogram> latencies, Map<String, Long> errors) {
        from.latencies.forEach((kind, histogram) -> latencies
                .computeIfAbsent(kind, k -> new Histogram(LONGEST_NANOS, 3))
                .add(histogram));
        from.errors.forEach((text, count) -> errors.merge(text, count, Long::sum));
    }
}
