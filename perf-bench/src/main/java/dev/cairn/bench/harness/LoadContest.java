package dev.cairn.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compares how much many threads at a time get done, in whole slices by turns. In a closed loop each thread begins its
 * next operation when the one before has ended; with {@linkplain #arriving arrivals} operations begin when they are
 * meant to, or late where a thread is not free. A latency is from when an operation was meant to begin to when its
 * caller has the result, so that what waits behind a slow one counts as slow too. One that fails counts as an error,
 * not as an operation.
 */
public final class LoadContest {
    private final String name;
    private final int threads;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private @Nullable String base;
    private @Nullable Arrivals arrivals;
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

    /** An open loop: operations begin at these times. */
    public LoadContest arriving(Arrivals times) {
        arrivals = times;
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
            tasks.keySet().forEach(task -> lines.put(task, new LoadOutcome.Line()));
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
            return new LoadOutcome(name, base == null ? names.get(0) : base, arrivals != null, lines);
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

    private Tally work(Task task, int thread, long millis, CyclicBarrier start)
            throws InterruptedException, BrokenBarrierException {
        Tally tally = new Tally();
        start.await();
        long first = System.nanoTime();
        long length = millis * 1_000_000;
        for (int turn = 0; ; turn++) {
            long now = System.nanoTime() - first;
            long due = arrivals == null ? now : arrivals.nanos((long) turn * threads + thread);
            if (due >= length) {
                return tally;
            }
            if (now > 2 * length) {
                tally.failed("had not begun by twice the time");
                continue;
            }
            sleepUntil(first + due);
            try {
                String kind = task.run(thread, turn);
                tally.took(kind, System.nanoTime() - first - due);
            } catch (Exception e) {
                tally.failed(e);
            }
        }
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
