package dev.cairn.backup.file;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs on a thread of its own beside what its maker does, and never longer. Confined to the thread that
 * made it.
 */
final class Beside<T> implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private final FutureTask<T> task;
    private final Thread thread;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** What is done; it ends early once it is told to stop, with a result that nobody sees. */
    @FunctionalInterface
    interface Body<T> {
        T run(BooleanSupplier stop) throws SQLException, IOException;
    }

    /** Begins it. */
    Beside(String name, Body<T> body) {
        this.task = new FutureTask<>(() -> body.run(stopped::get));
        this.thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the result, or until the look that is taken meanwhile throws: an interrupt is for that to see. */
    T result(Runnable look) throws SQLException, IOException {
        while (true) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                look.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                look.run();
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) throws SQLException {
        if (cause instanceof SQLException e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    /** Stops it if it still runs, and waits for that. */
    @Override
    public void close() {
        stopped.set(true);
        Undisturbed.join(thread);
    }
}
