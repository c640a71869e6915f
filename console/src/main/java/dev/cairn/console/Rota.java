package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupEvent;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Retention;
import dev.cairn.backup.Schedule;
import dev.cairn.backup.ScheduledBackups;
import dev.cairn.backup.Verification;
import dev.cairn.console.BackupDocuments.ScheduleDocument;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a schedule file, and tells of all that happens: backups as they fall due, what retention deletes after
 * each, and proofs. Backups run on a thread of theirs, one at a time; proofs on the one that runs this.
 */
final class Rota {
    /** A clock that was set is noticed within this time. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Duration PROOF_AGAIN = Duration.ofHours(1);

    private final Terminal terminal;
    private final Clock clock;
    private final Path database;
    private final Schedule schedule;
    private final Optional<Schedule> proof;
    private final Optional<Retention> retention;
    private final Backups backups;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger deleted = new AtomicInteger();
    private final AtomicInteger proven = new AtomicInteger();
    private final AtomicInteger disproven = new AtomicInteger();
    private final CountDownLatch attempted = new CountDownLatch(1);
    private volatile boolean stopping;
    private @Nullable Instant proofDue;

    Rota(Terminal terminal, ScheduleFile file, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.database = file.database();
        this.schedule = file.schedule();
        this.proof = file.proof();
        this.retention = file.retention();
        this.backups = file.backups().clock(clock).listener(this::hear).build();
    }

    /** Goes on until this thread is interrupted; a backup that runs then is cancelled. */
    void run() {
        proofDue = firstProof();
        try (ScheduledBackups running = backups.schedule(database, schedule)) {
            tell("backups of " + database + " " + schedule + ", next " + text(running.next()));
            proof.ifPresent(s -> tell("proofs " + s + ", next " + text(Optional.ofNullable(proofDue))));
            proveUntilInterrupted();
        }
    }

    private void proveUntilInterrupted() {
        try {
            while (true) {
                proveIfDue();
                TimeUnit.NANOSECONDS.sleep(wait(proofDue).toNanos());
            }
        } catch (InterruptedException e) {
            stop();
        }
    }

    private void stop() {
        stopping = true;
        tell("stopping");
    }

    /** Does what is due now. */
    void once() {
        Optional<Instant> due = next();
        if (due.isEmpty() || due.get().isAfter(clock.instant())) {
            tell("no backup is due, next " + text(due));
        } else {
            takeMissed();
        }
        if (!stopping) {
            proofDue = firstProof();
            proveIfDue();
        }
    }

    private void takeMissed() {
        try (ScheduledBackups running = backups.schedule(database, schedule)) {
            running.next().ifPresent(since -> tell("a backup is due since " + Units.iso(since, ChronoUnit.SECONDS)));
            try {
                attempted.await();
            } catch (InterruptedException e) {
                stop();
            }
        }
    }

    /** When a backup is due: the first of all at once. */
    Optional<Instant> next() {
        Instant now = clock.instant();
        List<Backup> made = newestFirst();
        return made.isEmpty()
                ? schedule.next(now).map(regular -> now)
                : schedule.next(made.get(0).created());
    }

    private List<Backup> newestFirst() {
        try {
            return backups.list();
        } catch (BackupException e) {
            if (e.kind() == BackupException.Kind.NO_REPOSITORY) {
                return List.of();
            }
            throw e;
        }
    }

    private void hear(BackupEvent event) {
        switch (event.status()) {
            case RUNNING ->
                Backups.unfinishedRestore(database)
                        .ifPresent(state -> tell("a restore of the database is not finished; if it was killed: "
                                + Refusal.recovery(database.toString())));
            case DONE -> {
                made.incrementAndGet();
                tell("backup " + event.id().orElse("") + " taken" + unsigned(event.id()) + ": "
                        + Units.bytes(event.size()) + " in " + Units.text(event.duration()));
                retention.ifPresent(this::prune);
                attempted.countDown();
            }
            case FAILED -> {
                if (stopping) {
                    tell("the backup that ran was cancelled");
                } else {
                    failed.incrementAndGet();
                    tell("backup failed: " + event.error().orElse(""));
                }
                attempted.countDown();
            }
        }
    }

    private void prune(Retention rule) {
        try {
            List<Backup> gone = backups.prune(rule).deleted();
            deleted.addAndGet(gone.size());
            gone.forEach(b -> tell("backup " + b.id() + " deleted"));
        } catch (BackupException e) {
            tell("retention deleted nothing, or not all: " + e.getMessage());
        }
    }

    /** One that was missed is made up for: what was never proven counts from the oldest backup on. */
    private @Nullable Instant firstProof() {
        List<Backup> all = proof.isPresent() ? newestFirst() : List.of();
        Instant since = all.isEmpty()
                ? clock.instant()
                : backups.standing().lastProof().orElse(all.get(all.size() - 1).created());
        return nextProof(since);
    }

    private @Nullable Instant nextProof(Instant since) {
        return proof.flatMap(s -> s.next(since)).orElse(null);
    }

    private void proveIfDue() {
        Instant now = clock.instant();
        if (proofDue == null || proofDue.isAfter(now)) {
            return;
        }
        try {
            Verification found = backups.prove();
            proofDue = nextProof(now);
            (found.ok() ? proven : disproven).incrementAndGet();
            tell("backup " + found.id() + (found.ok() ? " proven" : " NOT PROVEN") + unsigned(Optional.of(found.id()))
                    + found.problem().map(p -> ": " + p.getMessage()).orElse(""));
        } catch (BackupException e) {
            proofDue = now.plus(PROOF_AGAIN);
            tell("no proof: " + e.getMessage());
        }
    }

    private String unsigned(Optional<String> id) {
        boolean unsigned = newestFirst().stream()
                .anyMatch(
                        b -> id.filter(b.id()::equals).isPresent() && b.signer().isEmpty());
        return unsigned ? ", unsigned" : "";
    }

    private Duration wait(@Nullable Instant due) {
        if (due == null) {
            return LONGEST_WAIT;
        }
        Duration left = Duration.between(clock.instant(), due);
        return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    }

    ScheduleDocument document(Path config) {
        return new ScheduleDocument(
                config.toString(),
                database.toString(),
                schedule.toString(),
                next().map(Units::iso).orElse(null),
                made.get(),
                failed.get(),
                deleted.get(),
                proven.get(),
                disproven.get());
    }

    private void tell(String words) {
        terminal.tell(Units.iso(clock.instant(), ChronoUnit.SECONDS) + " " + Style.harmless(words));
    }

    private String text(Optional<Instant> at) {
        return at.map(i -> i.isAfter(clock.instant()) ? Units.iso(i, ChronoUnit.SECONDS) : "now")
                .orElse("never");
    }
}
