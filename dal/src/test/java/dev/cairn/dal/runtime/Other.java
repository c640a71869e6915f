package dev.cairn.dal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Work on another thread. */
final class Other<T> {
    private static final long PATIENCE_SECONDS = 30;

    private final FutureTask<T> task;
    private final Thread thread;

    private Other(String name, Callable<T> work) {
        task = new FutureTask<>(work);
        thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Work that may throw. */
    interface Action {
        void run() throws Exception;
    }

    static <T> Other<T> calls(String name, Callable<T> work) {
        return new Other<>(name, work);
    }

    static Other<Boolean> runs(String name, Action work) {
        return new Other<>(name, () -> {
            work.run();
            return true;
        });
    }

    /** Waits for a sign of another thread. */
    static void await(CountDownLatch sign) throws InterruptedException {
        assertThat(sign.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("a sign").isTrue();
    }

    /** Waits until the thread itself waits, inside a class whose name contains this. */
    Other<T> waitsIn(String type) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isWaitingIn(type)) {
            if (System.nanoTime() - end > 0 || task.isDone()) {
                fail("does not wait in " + type + ", but is at " + Arrays.toString(thread.getStackTrace()));
            }
            LockSupport.parkNanos(1_000_000);
        }
        return this;
    }

    private boolean isWaitingIn(String type) {
        Thread.State state = thread.getState();
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(f -> f.getClassName().contains(type));
    }

    /** Waits until the thread is inside a class whose name contains this. */
    Other<T> isIn(String type) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(f -> f.getClassName().contains(type))) {
            if (System.nanoTime() - end > 0 || task.isDone()) {
                fail("never is in " + type);
            }
            LockSupport.parkNanos(1_000_000);
        }
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() throws Exception {
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("still at " + Arrays.toString(thread.getStackTrace()), e);
        }
    }

    boolean isDone() {
        return task.isDone();
    }
}
