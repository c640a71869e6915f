package dev.cairn.console;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A query that a system asks all day.
 *
 * @param keys what to ask for, by turns
 * @param ask asks for one, and says how many rows there were
 */
record DemoQuery<K>(String title, List<K> keys, ToIntFunction<? super K> ask) {
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int MOST = 20_000;
    private static final int TIMES = 2;

    /** Copies the keys. */
    DemoQuery {
        keys = List.copyOf(keys);
    }

    /**
     * How long it takes.
     *
     * @param rows on average
     */
    record Latency(String title, double rows, long medianNanos, long p99Nanos) {}

    /** What it takes when it is warm. */
    Latency measured() {
        return Stream.generate(this::timed)
                .limit(TIMES)
                .reduce((cold, warm) -> warm)
                .orElseThrow();
    }

    private Latency timed() {
        long[] nanos = new long[MOST];
        long rows = 0;
        int count = 0;
        long end = System.nanoTime() + SPAN_NANOS;
        for (long now = System.nanoTime(); count < MOST && now - end < 0; count++) {
            rows += ask.applyAsInt(keys.get(count % keys.size()));
            long then = System.nanoTime();
            nanos[count] = then - now;
            now = then;
        }
        Arrays.sort(nanos, 0, count);
        return new Latency(title, (double) rows / count, nanos[count / 2], nanos[count * 99 / 100]);
    }
}
