package dev.cairn.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Threads that write, a few hundred times a second, until they are closed. Thread-safe. */
final class DemoWriters implements AutoCloseable {
    private static final int THREADS = 2;
    private static final long PAUSE_NANOS = 5_000_000;

    private final IntConsumer write;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private DemoWriters(IntConsumer write) {
        this.write = write;
    }

    /** Starts them; each write is told a number of its own. */
    static DemoWriters start(IntConsumer write) {
        DemoWriters writers = new DemoWriters(write);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(writers::run, "demo-writer-" + i);
            thread.setDaemon(true);
            writers.threads.add(thread);
            thread.start();
        }
        return writers;
    }

    private void run() {
        try {
            while (!over) {
                long began = System.nanoTime();
                write.accept(written.incrementAndGet());
                slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
                pause();
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Parking alone may end at once. */
    private static void pause() {
        long end = System.nanoTime() + PAUSE_NANOS;
        for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    int written() {
        return written.get();
    }

    long slowestNanos() {
        return slowestNanos.get();
    }

    /** Waits until the last one is done; what failed is thrown here. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            join(thread);
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
