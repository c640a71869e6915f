package dev.cairn.console;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows in one line of the terminal what is going on, once it takes a while; the line goes when it is over.
 *
 * <p>A thread of its own draws, because the engine says nothing while it copies or waits, and the clock should go on.
 */
final class ProgressLine implements AutoCloseable {
    private static final long PERIOD_MILLIS = 150;

    private final Terminal terminal;
    private final @Nullable Timer clock;
    private volatile @Nullable Step latest;
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

    /** It is there now. */
    void at(Step step) {
        Step before = latest;
        if (before == null || !before.about().equals(step.about())) {
            since = System.nanoTime();
        }
        latest = step;
    }

    private synchronized void draw() {
        Step now = latest;
        if (now != null) {
            terminal.show(render(now, Duration.ofNanos(System.nanoTime() - since), terminal.columns() - 1));
        }
    }

    /** The line, cut to a width: one that wraps cannot be taken back. */
    static String render(Step step, Duration elapsed, int width) {
        String seconds = "  " + elapsed.toSeconds() + " s";
        int room = Math.max(0, width - seconds.length());
        String line = step.line();
        return (line.length() > room ? line.substring(0, room) : line) + seconds;
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
