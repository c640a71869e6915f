package dev.cairn.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C and SIGTERM do. A command that ends in order when its thread is interrupted says so; it is interrupted
 * then, and waited for. Any other ends at once: SQLite undoes what was not committed. Thread-safe.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 60;

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private @Nullable Thread command;

    /** The command on this thread ends in order when it is interrupted. */
    synchronized void isHeard() {
        command = Thread.currentThread();
    }

    private synchronized @Nullable Thread command() {
        return command;
    }

    /** The command has ended, with this exit code. */
    void ended(int code) {
        ended.complete(code);
    }

    /** Called when the process is about to end, for whatever reason. */
    void arrive(Terminal terminal) {
        Thread running = command();
        if (running == null || ended.isDone()) {
            terminal.end("cairn: interrupted; SQLite undoes what was not committed");
            return;
        }
        running.interrupt();
        try {
            if (ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS) == Exit.FINE.code()) {
                // What was interrupted ended well: without this the exit code would be that of the signal.
                Runtime.getRuntime().halt(Exit.FINE.code());
            }
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            terminal.end("cairn: interrupted, and ended before everything was put in order");
        }
    }
}
