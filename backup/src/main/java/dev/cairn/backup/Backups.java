package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Capture;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.file.NewFile;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Manifest.Trigger;
import dev.cairn.backup.restore.Planning;
import dev.cairn.backup.restore.Recovery;
import dev.cairn.backup.restore.Restoration;
import dev.cairn.backup.store.Addition;
import dev.cairn.backup.store.Assembly;
import dev.cairn.backup.store.BackupRun;
import dev.cairn.backup.store.Chain;
import dev.cairn.backup.store.Pruning;
import dev.cairn.backup.store.Quarantine;
import dev.cairn.backup.store.Repository;
import dev.cairn.backup.store.RepositoryLock;
import dev.cairn.backup.store.Settings;
import dev.cairn.backup.store.Survey;
import dev.cairn.backup.store.Taking;
import dev.cairn.backup.store.Verifier;
import dev.cairn.dal.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backups of one SQLite database in a repository directory: taken while the database is in use, packed, encrypted,
 * signed, verified, proven by restoring them, and restored: to new files, or in place.
 *
 * <p>Every backup is one committed state of the database. It is visible when it is complete and on the disk, and not
 * before; whatever fails leaves the database and the other backups as they were.
 *
 * <p>Thread-safe, and safe among processes: adding takes a lock of the repository, and deleting waits for nobody who
 * reads but is refused. Failures are {@link BackupException}s. Interrupting the calling thread cancels what it does.
 */
public final class Backups {
    private static final DateTimeFormatter COPY_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Settings settings;
    private final Repository repository;

    Backups(Settings settings) {
        this.settings = settings;
        this.repository = settings.repository();
    }

    /** Sets up access to a repository. The first backup makes it, with its directory. */
    public static BackupsBuilder in(Path repository) {
        return new BackupsBuilder(repository);
    }

    /** The same backups, where somebody else is noted as the one who starts them. */
    public Backups as(String name) {
        return new Backups(settings.by(BackupsBuilder.requireName(name)));
    }

    /** Takes a backup, an increment where that is possible and smaller. */
    public Backup take(Path database) {
        return take(database, Optional.empty(), Trigger.MANUAL);
    }

    /** The same of a database that is open here. */
    public Backup take(Database live) {
        return take(Capture.fileOf(live));
    }

    /**
     * Takes a full backup, or an increment. An increment that would hold more than half of the pages becomes a full
     * backup all the same.
     */
    public Backup take(Path database, Backup.Kind kind) {
        if (kind == Backup.Kind.SYNTHETIC) {
            throw BackupException.of(Kind.BAD_SETTING)
                    .with("setting", "kind")
                    .with("problem", "a synthetic full is made by compact")
                    .build();
        }
        return take(database, Optional.of(kind), Trigger.MANUAL);
    }

    Backup take(Path database, Optional<Backup.Kind> kind, String trigger) {
        return working(work -> {
            BackupRun run = new BackupRun(settings, work, database, kind, trigger);
            return run.carryOut(
                    () -> requireElsewhere(database),
                    staging -> new Taking(settings, work).make(database, kind, run, staging));
        });
    }

    /**
     * Takes backups by a schedule until that is closed. One that was missed before now is taken at once, and so is the
     * first of all.
     */
    public ScheduledBackups schedule(Path database, Schedule schedule) {
        return new ScheduledBackups(this, database, schedule).start();
    }

    private void requireElsewhere(Path database) throws IOException {
        Capture.requireDatabase(database);
        Path real = database.toRealPath();
        Path here =
                Files.exists(repository.directory()) ? repository.directory().toRealPath() : repository.directory();
        if (real.startsWith(here)) {
            throw BackupException.of(Kind.SAME_FILE)
                    .with("database", database)
                    .with("repository", repository.directory())
                    .build();
        }
    }

    /**
     * Puts the newest chain together into a synthetic full backup, without the database. Later increments build on it,
     * and retention may let the chain go.
     */
    public Backup compact() {
        return working(work -> {
            repository.requireExisting();
            String name = settings.database().orElse(repository.description().database());
            BackupRun run = new BackupRun(
                    settings,
                    work,
                    repository.directory().resolve(name),
                    Optional.of(Backup.Kind.SYNTHETIC),
                    Trigger.COMPACTION);
            return run.carryOut(() -> {}, staging -> {
                List<Manifest> trusted = repository.trusted(settings.trust());
                Manifest tip = trusted.isEmpty() ? null : trusted.get(trusted.size() - 1);
                if (tip == null || tip.kind().standsAlone()) {
                    throw BackupException.of(Kind.NOTHING_TO_BUILD_ON)
                            .hint("The newest backup is no increment: there is nothing to compact.")
                            .build();
                }
                Plain plain = new Assembly(repository, settings.keyring(), work)
                        .assemble(Chain.of(repository, settings.trust(), tip.id()), staging.file("compact.db"));
                return new Addition(settings, work)
                        .whole(
                                Backup.Kind.SYNTHETIC,
                                plain,
                                run.provenance(
                                        tip.journalMode(), Optional.of(tip.id().text()), plain.defects()));
            });
        });
    }

    /**
     * Imports a backup directory of another repository, or a plain database file, as a full backup of this one: through
     * quarantine, and only as far as the policy goes.
     */
    public Backup importFrom(Path source, ImportPolicy policy) {
        return working(work -> {
            String name = repository.exists()
                    ? repository.description().database()
                    : source.getFileName().toString();
            BackupRun run = new BackupRun(
                    settings,
                    work,
                    repository.directory().resolve(settings.database().orElse(name)),
                    Optional.of(Backup.Kind.FULL),
                    Trigger.IMPORT);
            return run.carryOut(() -> {}, staging -> {
                Quarantine.Admitted admitted = new Quarantine(settings, policy, work).admit(source, staging);
                return new Addition(settings, work)
                        .whole(
                                Backup.Kind.FULL,
                                admitted.plain(),
                                run.provenance(Manifest.UNKNOWN_MODE, Optional.of(admitted.origin()), List.of()));
            });
        });
    }

    /** The backups whose manifests can be read, newest first. */
    public List<Backup> list() {
        return working(work -> {
            repository.requireExisting();
            return repository.readable().stream()
                    .sorted(Comparator.comparing(Manifest::id).reversed())
                    .map(repository::describe)
                    .toList();
        });
    }

    /** Looks at one backup and all it builds on. */
    public Verification verify(String id, Level level) {
        return reading(work -> new Verifier(settings, work).verify(repository.find(id), level));
    }

    /** Looks at all backups, oldest first. */
    public List<Verification> verifyAll(Level level) {
        return reading(work -> new Verifier(settings, work).all(level));
    }

    /** Restores into scratch the backup whose last proof is longest ago, and looks whether everything is right. */
    public Verification prove() {
        return reading(work -> new Verifier(settings, work).prove(Optional.empty()));
    }

    /** Restores one backup into scratch, and looks whether everything is right. */
    public Verification prove(String id) {
        return reading(work -> new Verifier(settings, work).prove(Optional.of(repository.find(id))));
    }

    /**
     * Restores a backup into a new file, which has its name only when it is proven to be what was backed up. Nothing
     * that is there is replaced.
     */
    public PlainCopy restoreToNew(String id, Path target) {
        return reading(work -> {
            Chain chain = Chain.of(repository, settings.trust(), repository.find(id));
            Assembly assembly = new Assembly(repository, settings.keyring(), work);
            return new NewFile(target).make(work, unfinished -> assembly.assemble(chain, unfinished));
        });
    }

    /**
     * What {@link #restore(String, Path, RestorePolicy)} would do now, without an id of the newest backup. Nothing is
     * touched.
     */
    public RestorePlan planRestore(Optional<String> id, Path database, RestorePolicy policy) {
        return planRestore(id, database, policy, false);
    }

    /** The same for a database that is open here. */
    public RestorePlan planRestore(Optional<String> id, Database live, RestorePolicy policy) {
        return planRestore(id, Capture.fileOf(live), policy, true);
    }

    private RestorePlan planRestore(Optional<String> id, Path database, RestorePolicy policy, boolean live) {
        return reading(work -> {
            BackupId chosen = id.isPresent() ? repository.find(id.get()) : newest();
            return new Planning(settings, policy, live).plan(chosen, database);
        });
    }

    private BackupId newest() throws IOException {
        return repository.trusted(settings.trust()).stream()
                .map(Manifest::id)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> BackupException.of(Kind.UNKNOWN_BACKUP)
                        .with("path", repository.directory())
                        .hint("There is none that can be read and trusted.")
                        .build());
    }

    /**
     * The backups newer than this one that cannot be read or are not trusted: a restore of the newest passes them over.
     */
    public List<String> passedOver(String id) {
        return reading(work -> {
            BackupId last = repository.find(id);
            Set<BackupId> usable = repository.trusted(settings.trust()).stream()
                    .map(Manifest::id)
                    .collect(Collectors.toSet());
            return repository.ids().stream()
                    .filter(other -> other.compareTo(last) > 0 && !usable.contains(other))
                    .map(BackupId::text)
                    .toList();
        });
    }

    /**
     * Replaces what is in a database by what is in a backup: a file that no program has open, or none should have. What
     * was there before is kept as a restore point; a failure rolls back; one that was killed is taken up by
     * {@link #recover}, and until then a {@link Database} refuses to open the file.
     */
    public Restored restore(String id, Path database, RestorePolicy policy) {
        return restore(id, database, null, policy);
    }

    /**
     * The same for a database that is open here and stays so: whoever uses it waits while it is replaced, and goes on
     * with what is restored, its schema migrated or checked as when it was opened.
     */
    public Restored restore(String id, Database live, RestorePolicy policy) {
        return restore(id, Capture.fileOf(live), live, policy);
    }

    private Restored restore(String id, Path database, @Nullable Database live, RestorePolicy policy) {
        return reading(work -> new Restoration(settings, policy, work, live).carryOut(repository.find(id), database));
    }

    /**
     * Brings a restore that did not come to its end to one: done, or undone. Nothing happens if there is none. Needs no
     * repository; call it before a database is opened whose restore may have been killed.
     */
    public static Optional<Recovered> recover(Path database) {
        return Recovery.of(database).recover();
    }

    /** How far a restore is that runs now, or that did not come to its end; empty if there is none. */
    public static Optional<RestoreState> unfinishedRestore(Path database) {
        return Recovery.of(database).unfinished();
    }

    /** What was in a database before each of its restores, oldest first. */
    public static List<RestorePoint> restorePoints(Path database) {
        return Recovery.of(database).restorePoints();
    }

    /** Deletes the restore points that are older than this. */
    public static List<RestorePoint> deleteRestorePoints(Path database, Duration olderThan) {
        return Recovery.of(database).deleteRestorePoints(olderThan);
    }

    /** How well the repository stands. */
    public Standing standing() {
        return working(work -> new Survey(settings).standing());
    }

    /** Keeps retention from a backup. */
    public void pin(String id) {
        pin(id, true);
    }

    /** Leaves a backup to retention again. */
    public void unpin(String id) {
        pin(id, false);
    }

    private void pin(String id, boolean wanted) {
        working(work -> RepositoryLock.writing(existing(), () -> {
            repository.pin(repository.find(id), wanted);
            return id;
        }));
    }

    private Path existing() {
        repository.requireExisting();
        return repository.directory();
    }

    /** What {@link #prune} would delete now, or why nothing may be. */
    public RetentionPlan planPrune(Retention retention) {
        return reading(work -> new Pruning(settings).plan(retention));
    }

    /** Deletes the backups that retention does not keep. */
    public RetentionPlan prune(Retention retention) {
        return working(work -> RepositoryLock.writing(existing(), () -> {
            repository.clean();
            Pruning pruning = new Pruning(settings);
            RetentionPlan plan = pruning.plan(retention);
            pruning.carryOut(plan);
            return plan;
        }));
    }

    /**
     * Copies a database that is in use into one plain file, found to be whole before it has its name. A directory as
     * target gets a file named {@code <database>_backup_<UTC>.db}.
     */
    public static PlainCopy toFile(Path database, Path target) {
        return toFile(database, target, null);
    }

    /** The same, telling how far it is. */
    public static PlainCopy toFile(Path database, Path target, Progress.@Nullable Listener progress) {
        try (Work work = new Work(progress)) {
            Capture.requireDatabase(database);
            Path file = Files.isDirectory(target) ? target.resolve(copyName(database)) : target;
            if (Files.exists(file) && Files.isSameFile(file, database)) {
                throw BackupException.of(Kind.SAME_FILE).with("path", file).build();
            }
            return new NewFile(file)
                    .make(
                            work,
                            unfinished ->
                                    Capture.of(database, unfinished, true, work).plain());
        } catch (IOException e) {
            throw Failures.of(target, e);
        }
    }

    private static String copyName(Path database) {
        String name = database.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String time = COPY_TIME.format(LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC));
        return (dot > 0 ? name.substring(0, dot) : name) + "_backup_" + time + ".db";
    }

    Settings settings() {
        return settings;
    }

    /** What an operation does. */
    @FunctionalInterface
    private interface Body<T> {
        T run(Work work) throws IOException;
    }

    private <T> T working(Body<T> body) {
        try (Work work = settings.work()) {
            return body.run(work);
        } catch (IOException e) {
            throw Failures.of(repository.directory(), e);
        }
    }

    /** Others may read and add meanwhile, but not delete. */
    private <T> T reading(Body<T> body) {
        return working(work -> {
            if (isReadOnly()) {
                // Nobody can delete here either.
                return body.run(work);
            }
            return RepositoryLock.reading(existing(), () -> body.run(work));
        });
    }

    /** By a look alone: opening the lock file to see would drop the locks on it. */
    private boolean isReadOnly() {
        Path lock = existing().resolve("lock");
        return !Files.isWritable(Files.exists(lock) ? lock : repository.directory());
    }
}
