package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Undisturbed;
import dev.cairn.backup.format.Manifest.Trigger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes backups by a schedule, on a thread of its own, one at a time. A backup missed while nothing ran is taken once
 * at the start. One that fails is tried again after a pause, until the next is due. Thread-safe; closing it cancels the
 * backup that runs.
 */
public final class ScheduledBackups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    /** A clock that was set is noticed within this time. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETRY_PAUSE = Duration.ofHours(1);

    private final Backups backups;
    private final Path database;
    private final Schedule schedule;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean closed;
    private Instant since;
    /** Beside the schedule: the first backup of all, and one that failed and is tried again. */
    private @Nullable Instant offSchedule;

    private Duration retryPause = RETRY_PAUSE;

    /** Starts it. */
    ScheduledBackups(Backups backups, Path database, Schedule schedule) {
        this.backups = backups;
        this.database = database;
        this.schedule = schedule;
        this.clock = backups.settings().clock();
        Optional<Instant> lastSuccess = lastSuccess();
        this.since = lastSuccess.orElse(clock.instant());
        this.offSchedule = lastSuccess.isEmpty() && schedule.next(since).isPresent() ? since : null;
        this.thread = new Thread(this::run, "cairn-backup-schedule");
        thread.setDaemon(true);
    }

    ScheduledBackups start() {
        thread.start();
        return this;
    }

    /** When the last backup was made, by hand or not: what is missing since then was missed. */
    private Optional<Instant> lastSuccess() {
        try {
            List<Backup> made = backups.list();
            return made.isEmpty() ? Optional.empty() : Optional.of(made.get(0).created());
        } catch (BackupException e) {
            return Optional.empty();
        }
    }

    /** When the next backup is due; none if never. */
    public Optional<Instant> next() {
        lock.lock();
        try {
            Instant now = clock.instant();
            // A clock that was ahead and was put right must not hold backups up.
            since = since.isAfter(now) ? now : since;
            return offSchedule == null ? schedule.next(since) : Optional.of(offSchedule);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                Duration wait = untilDue();
                if (!wait.isZero()) {
                    changed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
                    continue;
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
            takeDue();
        }
    }

    private Duration untilDue() {
        Optional<Instant> next = next();
        if (next.isEmpty()) {
            return LONGEST_WAIT;
        }
        Duration left = Duration.between(clock.instant(), next.get());
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    }

    /** Takes a backup if one is due, and says whether. However many were missed, it is one. */
    Optional<Backup> takeDue() {
        Optional<Instant> due = next();
        if (due.isEmpty() || due.get().isAfter(clock.instant())) {
            return Optional.empty();
        }
        try {
            Backup made = backups.take(database, Optional.empty(), Trigger.SCHEDULE);
            done();
            return Optional.of(made);
        } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
        }
    }

    private void done() {
        lock.lock();
        try {
            since = clock.instant();
            offSchedule = null;
            retryPause = RETRY_PAUSE;
        } finally {
            lock.unlock();
        }
    }

    private void failed(RuntimeException e) {
        lock.lock();
        try {
            boolean stopping = closed || (e instanceof BackupException b && b.kind() == Kind.CANCELLED);
            if (!stopping) {
                LOG.warn("The scheduled backup of {} failed, and is tried again in {}", database, retryPause, e);
            }
            since = clock.instant();
            Instant again = since.plus(retryPause);
            Optional<Instant> regular = schedule.next(since);
            offSchedule = regular.isPresent() && regular.get().isBefore(again) ? null : again;
            retryPause = min(retryPause.multipliedBy(2), LONGEST_RETRY_PAUSE);
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Cancels the backup that runs and waits until its thread has ended; without effect the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        Undisturbed.join(thread);
    }
}
