package dev.cairn.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Compares how much many threads at a time get done, in whole slices by turns. Each thread begins its next operation
 * when the one before has ended; a latency is from when an operation begins to when its caller has the result, and one
 * that fails counts as an error, not as an operation.
 */
public final class LoadContest {
    private static final long LONGEST_NANOS = 120_000_000_000L;

    private final String name;
    private final int threads;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private @Nullable String base;
    private Action settle = Action.NONE;
    private Action afterwards = Action.NONE;

    /** What each thread does; it says which kind of operation that was. */
    @FunctionalInterface
    public interface Task {
        /** Does it for the so-manieth time on one of the threads. */
        String run(int thread, int turn) throws Exception;
    }

    /** With this name, on so many threads. */
    public LoadContest(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    /** The first one added is what the others are compared with, unless another is named. */
    public LoadContest add(String contestant, Task task) {
        tasks.put(contestant, task);
        return this;
    }

    /** What the others are compared with. */
    public LoadContest basedOn(String contestant) {
        base = contestant;
        return this;
    }

    /** What each has to do at the end of its slice, on its own account: to write back what it left in the log. */
    public LoadContest settling(Action action) {
        settle = action;
        return this;
    }

    /** What is done after each slice on nobody's account: to take back what was written. */
    public LoadContest afterwards(Action action) {
        afterwards = action;
        return this;
    }

    /** Warms up, measures. */
    public LoadOutcome run(Plan plan) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (Task task : tasks.values()) {
                slice(pool, task, plan.warmUpMillis(), new Tally());
            }
            Map<String, LoadOutcome.Line> lines = new LinkedHashMap<>();
            tasks.keySet()
                    .forEach(task ->
                            lines.put(task, new LoadOutcome.Line(new ArrayList<>(), new TreeMap<>(), new TreeMap<>())));
            List<String> names = List.copyOf(tasks.keySet());
            for (int round = 0; round < plan.rounds(); round++) {
                for (int i = 0; i < names.size(); i++) {
                    String contestant = names.get((round + i) % names.size());
                    Tally tally = new Tally();
                    Task task = Objects.requireNonNull(tasks.get(contestant));
                    double seconds = slice(pool, task, plan.sliceMillis(), tally);
                    tally.addTo(Objects.requireNonNull(lines.get(contestant)), seconds);
                }
            }
            return new LoadOutcome(name, base == null ? names.get(0) : base, lines);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Seconds until the last thread was done and the log was written back. */
    private double slice(ExecutorService pool, Task task, long millis, Tally tally) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Future<Tally>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            running.add(pool.submit(() -> work(task, number, millis, start)));
        }
        start.await();
        long before = System.nanoTime();
        for (Future<Tally> one : running) {
            tally.add(result(one));
        }
        settle.run();
        double seconds = (System.nanoTime() - before) / 1e9;
        afterwards.run();
        return seconds;
    }

    private static Tally result(Future<Tally> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the load broke off", e.getCause());
        }
    }

    private static Tally work(Task task, int thread, long millis, CyclicBarrier start)
            throws InterruptedException, BrokenBarrierException {
        Tally tally = new Tally();
        start.await();
        long end = System.nanoTime() + millis * 1_000_000;
        long begin = System.nanoTime();
        for (int turn = 0; begin < end; turn++) {
            try {
                String kind = task.run(thread, turn);
                tally.took(kind, System.nanoTime() - begin);
            } catch (Exception e) {
                tally.failed(e);
            }
            begin = System.nanoTime();
        }
        return tally;
    }

    /** What was done in one slice. Confined to one thread. */
    private static final class Tally {
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
            errors.merge(cause.getClass().getSimpleName() + ": " + text, 1L, Long::sum);
        }

        void add(Tally other) {
            merge(other, latencies, errors);
        }

        void addTo(LoadOutcome.Line line, double seconds) {
            long done = latencies.values().stream()
                    .mapToLong(Histogram::getTotalCount)
                    .sum();
            line.perSecond().add(done / seconds);
            merge(this, line.latencies(), line.errors());
        }

        private static void merge(Tally from, Map<String, Histogram> latencies, Map<String, Long> errors) {
            from.latencies.forEach((kind, histogram) -> latencies
                    .computeIfAbsent(kind, k -> new Histogram(LONGEST_NANOS, 3))
                    .add(histogram));
            from.errors.forEach((text, count) -> errors.merge(text, count, Long::sum));
        }
    }
}
