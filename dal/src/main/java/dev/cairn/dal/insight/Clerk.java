package dev.cairn.dal.insight;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a database that does what no caller should wait for. It is started when there is something to do,
 * and ends after a while without. However often it is asked, at most one more round stands before it. Thread-safe.
 */
final class Clerk {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class.getPackageName());
    private static final int IDLE_SECONDS = 10;
    private static final int LAST_SECONDS = 1;

    private final Runnable round;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ThreadPoolExecutor thread;

    Clerk(String name, Runnable round) {
        this.round = round;
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> daemon(name, work));
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread made = new Thread(work, "cairn-insight-" + name);
        made.setDaemon(true);
        return made;
    }

    /** Asks for a round; does not wait for it. */
    void ask() {
        if (!asked.get() && asked.compareAndSet(false, true)) {
            try {
                thread.execute(this::go);
            } catch (RejectedExecutionException closed) {
                // Nobody needs it any more.
                asked.set(true);
            }
        }
    }

    private void go() {
        asked.set(false);
        quietly(round);
    }

    /** What fails here has no caller that could be told. */
    static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("What is done beside the calls has failed", e);
        }
    }

    /**
     * Does a last thing and ends; waits for that for a moment only, since somebody else's code may stand in the way.
     */
    void end(Runnable last) {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> quietly(last));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
