package dev.cairn.console;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows in one line of the terminal what is going on, once an operation takes a while; the line goes when it is over.
 *
 * <p>A thread of its own draws, because the engine says nothing while it copies or waits, and the clock should go on.
 */
final class ProgressLine implements AutoCloseable {
    private static final long PERIOD_MILLIS = 150;
    /** What is over sooner needs no line: it would only flash. */
    private static final long WHILE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final @Nullable Timer timer;
    private volatile @Nullable Step latest;
    private volatile long since;
    private long began;

    ProgressLine(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    ProgressLine(Terminal terminal, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.since = nanoClock.getAsLong();
        this.began = since;
        this.timer = terminal.showsProgress() ? started() : null;
    }

    private Timer started() {
        Timer drawing = new Timer("cairn-progress", true);
        drawing.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        draw();
                    }
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS);
        return drawing;
    }

    /** It is there now. */
    void at(Step step) {
        Step before = latest;
        if (before == null || !before.about().equals(step.about())) {
            since = nanoClock.getAsLong();
        }
        latest = step;
    }

    /** One operation is over, and what comes next is another. */
    synchronized void next() {
        latest = null;
        began = nanoClock.getAsLong();
        terminal.erase();
    }

    synchronized void draw() {
        Step step = latest;
        long now = nanoClock.getAsLong();
        if (step != null && now - began >= WHILE_NANOS) {
            terminal.show(render(step, Duration.ofNanos(now - since), terminal.columns() - 1));
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
        if (timer != null) {
            timer.cancel();
            latest = null;
            terminal.erase();
        }
    }
}
