package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own, and what came of it. */
final class Caller<T> {
    private static final long PATIENCE_SECONDS = 60;

    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean interruptedAfter;

    private Caller(Callable<T> work) {
        this.task = new FutureTask<>(() -> {
            try {
                return work.call();
            } finally {
                interruptedAfter = Thread.currentThread().isInterrupted();
            }
        });
        this.thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Caller<T> of(Callable<T> work) {
        return new Caller<>(work);
    }

    /** Waits until something holds. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("waited in vain");
            }
            LockSupport.parkNanos(20_000);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Whether its thread waits for an object of this class, or its subclass. */
    boolean waitsFor(Class<?> type) {
        return type.isInstance(LockSupport.getBlocker(thread));
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Whether the thread had its interrupt flag when the call was over. */
    boolean wasInterruptedAfter() {
        return interruptedAfter;
    }

    T result() {
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return fail("a call that was to succeed has failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            return fail("the call does not end", e);
        }
    }

    @Nullable
    Throwable failure() {
        try {
            task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            return fail("the call does not end", e);
        }
    }
}
