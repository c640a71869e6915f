package dev.cairn.console;

import dev.cairn.schema.Progress;
import dev.cairn.schema.Progress.Phase;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows in one line of the terminal what is going on, once it takes a while; the line goes when it is over.
 *
 * <p>A thread of its own draws, because the engine says nothing while it copies or waits, and the clock should go on.
 */
final class ProgressLine implements Progress.Listener, AutoCloseable {
    private static final long PERIOD_MILLIS = 150;
    private static final int BAR = 20;

    private final Terminal terminal;
    private final @Nullable Timer clock;
    private volatile @Nullable Progress latest;
    private volatile long since = System.nanoTime();

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
        this.clock = terminal.showsProgress() ? started() : null;
    }

    private Timer started() {
        Timer timer = new Timer("cairn-progress", true);
        timer.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        draw();
                    }
                },
                2 * PERIOD_MILLIS,
                PERIOD_MILLIS);
        return timer;
    }

    @Override
    public void onProgress(Progress progress) {
        Progress before = latest;
        if (before == null
                || before.phase() != progress.phase()
                || !before.migration().equals(progress.migration())) {
            since = System.nanoTime();
        }
        latest = progress;
    }

    private synchronized void draw() {
        Progress now = latest;
        if (now != null) {
            terminal.show(render(now, Duration.ofNanos(System.nanoTime() - since), terminal.columns() - 1));
        }
    }

    /** The line, cut to a width: one that wraps cannot be taken back. */
    static String render(Progress progress, Duration elapsed, int width) {
        String seconds = "  " + elapsed.toSeconds() + " s";
        String line = words(progress.phase());
        if (progress.phase() == Phase.RUNNING) {
            int filled = progress.total() == 0 ? 0 : BAR * progress.done() / progress.total();
            int statement = Math.min(progress.done() + 1, progress.total());
            line = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + statement + " of " + progress.total()
                    + "  " + Style.harmless(progress.migration());
        }
        int room = Math.max(0, width - seconds.length());
        return (line.length() > room ? line.substring(0, room) : line) + seconds;
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case WAITING -> "waiting for the write lock";
            case CHECKING -> "checking the database";
            case COPYING -> "copying the database";
            case RUNNING -> "running";
            case COMMITTING -> "making it durable";
        };
    }

    @Override
    public synchronized void close() {
        if (clock != null) {
            clock.cancel();
            latest = null;
            terminal.erase();
        }
    }
}
