package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress;
import dev.cairn.backup.Progress.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One running operation: how far it is, how long each phase took, and whether it is to stop. Confined to its thread but
 * for the listener, which has one of its own, so that nothing foreign ever runs below SQLite.
 */
public final class Work implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_WORD_MILLIS = 200;

    private final Progress.@Nullable Listener listener;
    private final @Nullable ExecutorService teller;
    private final AtomicReference<@Nullable Progress> untold = new AtomicReference<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private final long started = System.nanoTime();

    private Phase phase = Phase.SNAPSHOT;
    private long phaseStarted = started;
    private long done;
    private long total;
    private long told;

    /** One whose progress that listener hears, if there is one. */
    public Work(Progress.@Nullable Listener listener) {
        this.listener = listener;
        this.teller = listener == null ? null : Executors.newSingleThreadExecutor(Work::teller);
    }

    /** One that nobody listens to. */
    public static Work silent() {
        return new Work(null);
    }

    private static Thread teller(Runnable body) {
        Thread thread = new Thread(body, "cairn-backup-progress");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends the phase before and begins the next, of so much work. */
    public void begin(Phase next, long amount) {
        endPhase();
        phase = next;
        done = 0;
        total = amount;
        told = 0;
        advance(0);
    }

    private void endPhase() {
        long now = System.nanoTime();
        nanos.merge(phase, now - phaseStarted, Long::sum);
        phaseStarted = now;
    }

    /** Says that so much more of the phase is done, and stops the operation if that is wanted. */
    public void advance(long amount) {
        done += amount;
        tell();
        check();
    }

    /** The same where an exception cannot be thrown. */
    public void reach(long amount, long of) {
        done = amount;
        total = of;
        tell();
    }

    void check() {
        if (stopped()) {
            throw cancelled();
        }
    }

    /** Whether to stop. */
    boolean stopped() {
        return thrown.get() != null || Thread.currentThread().isInterrupted();
    }

    BackupException cancelled() {
        BackupException.Failure failure = BackupException.of(Kind.CANCELLED).with("during", phase);
        Throwable why = thrown.get();
        return (why == null ? failure : failure.because(why)).build();
    }

    private void tell() {
        long now = System.nanoTime();
        boolean due = told == 0 || now - told >= PAUSE_NANOS || done >= total;
        if (listener == null || teller == null || !due) {
            return;
        }
        told = now;
        untold.set(new Progress(phase, done, total));
        if (telling.compareAndSet(false, true)) {
            Progress.Listener hearer = listener;
            try {
                teller.execute(() -> tellAll(hearer));
            } catch (RejectedExecutionException e) {
                telling.set(false);
            }
        }
    }

    private void tellAll(Progress.Listener hearer) {
        try {
            for (Progress next = untold.getAndSet(null); next != null; next = untold.getAndSet(null)) {
                hearer.onProgress(next);
            }
        } catch (RuntimeException | Error e) {
            thrown.compareAndSet(null, e);
        } finally {
            telling.set(false);
        }
    }

    /** How long it has taken so far. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The milliseconds of each phase so far. */
    public Map<Phase, Long> phases() {
        endPhase();
        Map<Phase, Long> millis = new EnumMap<>(Phase.class);
        nanos.forEach((p, n) -> millis.put(p, TimeUnit.NANOSECONDS.toMillis(n)));
        return millis;
    }

    /** Lets the listener hear the last word, if it is quick. */
    @Override
    public void close() {
        if (teller == null) {
            return;
        }
        teller.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            teller.awaitTermination(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
