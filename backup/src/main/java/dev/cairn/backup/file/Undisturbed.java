package dev.cairn.backup.file;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What must come to its end once it has begun. An interrupt closes the channels of a thread, so it is done by one that
 * nobody knows of; the caller waits, and keeps its own interrupt for later.
 */
public final class Undisturbed {
    private Undisturbed() {}

    /** Waits for the body, and returns or throws what it does; as an {@link IOException} if it is checked. */
    public static <T> T run(Callable<T> body) throws IOException {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task, "cairn-backup-undisturbed");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until a thread has ended, and keeps an interrupt for later. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }
}
