package dev.cairn.backup;

import dev.cairn.backup.BackupEvent.Status;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.store.Catalogue.Attempt;
import dev.cairn.backup.store.Catalogue.Entry;
import dev.cairn.backup.store.Catalogue.Event;
import dev.cairn.backup.store.Repository;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.BackupHistoryDraft;
import dev.cairn.dal.pqs.BackupHistoryRow;
import dev.cairn.dal.pqs.BackupStatus;
import dev.cairn.dal.pqs.BackupType;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Records backups in {@code backup_history} of a {@code pqs} database: when one begins, and what became of it.
 *
 * <p>The rows are a copy for the users of the database; the repository is the truth. They lie in the very database that
 * is backed up, so each backup holds its own row as it was at that moment, in progress, and a restore takes back what
 * was recorded since. A process that is killed leaves a row in progress too. So after a restore, and at each start,
 * {@link #reconcile} brings the rows up to what the repository knows.
 *
 * <p>An attempt is known by the moment it began, a backup by its id, the last name of its path. Who started it is noted
 * by username, since an id that was given after a backup is given again, to somebody else, after its restore; whom the
 * database does not know is left out.
 *
 * <p>Thread-safe.
 */
public final class PqsHistory implements BackupListener {
    private static final String INTERRUPTED = "It was interrupted.";
    private static final int MOST_AT_ONCE = 1_000;

    private final Database database;
    private final Pqs pqs;
    private final Map<String, Instant> running = new ConcurrentHashMap<>();

    /** In this database. */
    public PqsHistory(Database database) {
        this.database = database;
        this.pqs = new Pqs(database);
    }

    /** What became of an attempt, or that it is going on. */
    private record Outcome(
            Instant begun,
            Optional<Instant> ended,
            BackupType type,
            Path path,
            long size,
            List<String> tables,
            BackupStatus status,
            String by,
            Optional<String> error) {

        /** Times have microseconds in the database. */
        Outcome {
            begun = begun.truncatedTo(ChronoUnit.MICROS);
        }

        boolean describes(BackupHistoryRow row) {
            return status == BackupStatus.SUCCESS
                    ? row.backupStatus() == status && row.backupPath().endsWith(name(path))
                    : row.backupStatus() == status && begun.equals(row.createdAt());
        }

        /** Whether it is the end of what this row is the beginning of. */
        boolean ends(BackupHistoryRow row) {
            boolean open = row.backupStatus() == BackupStatus.IN_PROGRESS || INTERRUPTED.equals(row.errorMessage());
            return open && begun.equals(row.createdAt());
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Records one that begins, or that has ended. */
    @Override
    public void onBackup(BackupEvent event) {
        if (event.status() == Status.RUNNING) {
            running.put(event.run(), event.at());
            record(outcome(event, event.at(), BackupStatus.IN_PROGRESS));
            return;
        }
        try {
            Instant begun = running.getOrDefault(event.run(), event.at());
            record(outcome(event, begun, event.status() == Status.DONE ? BackupStatus.SUCCESS : BackupStatus.FAILED));
        } finally {
            // Not before: reconcile leaves alone what runs.
            running.remove(event.run());
        }
    }

    private static Outcome outcome(BackupEvent event, Instant begun, BackupStatus status) {
        return new Outcome(
                begun,
                event.status() == Status.RUNNING ? Optional.empty() : Optional.of(event.at()),
                type(event.trigger(), event.kind()),
                event.path(),
                event.size(),
                event.tables(),
                status,
                event.by(),
                event.error());
    }

    private static BackupType type(String trigger, Optional<Backup.Kind> kind) {
        if (trigger.equals(Manifest.Trigger.MANUAL)) {
            return BackupType.MANUAL;
        }
        return kind.equals(Optional.of(Backup.Kind.INCREMENTAL)) ? BackupType.INCREMENTAL : BackupType.FULL;
    }

    /** Completes its row, or adds one where that is gone. */
    private void record(Outcome outcome) {
        database.write(() -> {
            Optional<BackupHistoryRow> row = pqs.backupHistory().listByCreatedAt(outcome.begun, MOST_AT_ONCE).stream()
                    .filter(r -> outcome.ends(r) || outcome.describes(r))
                    .findFirst();
            if (row.isPresent()) {
                pqs.backupHistory().update(row.get().id(), draft -> fill(draft, outcome));
            } else {
                pqs.backupHistory().insert(draft -> fill(draft.createdAt(outcome.begun), outcome));
            }
        });
    }

    private void fill(BackupHistoryDraft draft, Outcome outcome) {
        draft.backupType(outcome.type)
                .backupPath(outcome.path.toString())
                .backupSize(outcome.size)
                .tablesBackedUp(Json.write(outcome.tables))
                .backupStatus(outcome.status)
                .createdBy(
                        pqs.users().findByUsername(outcome.by).map(UsersRow::id).orElse(null))
                .completedAt(outcome.ended.orElse(null))
                .errorMessage(outcome.error.orElse(null));
    }

    /**
     * Brings the rows up to what the repository knows: those in progress that nothing here is behind get their outcome,
     * and what has none gets a row: backups from their manifests, failed attempts from the catalogue. No row is taken
     * away, so a backup that retention has deleted stays in the history, unless a restore takes it from there. Doing it
     * again changes nothing.
     */
    public void reconcile(Backups backups) {
        List<Outcome> known = known(backups);
        String directory = backups.settings().repository().directory().toString();
        database.write(() -> {
            List<BackupHistoryRow> rows = rows();
            known.stream()
                    .filter(outcome -> rows.stream().noneMatch(outcome::describes))
                    .forEach(this::record);
            rows().stream()
                    .filter(row -> row.backupStatus() == BackupStatus.IN_PROGRESS
                            && row.backupPath().equals(directory)
                            && !isRunning(row))
                    .forEach(row -> pqs.backupHistory()
                            .update(
                                    row.id(),
                                    draft -> draft.backupStatus(BackupStatus.FAILED)
                                            .errorMessage(INTERRUPTED)));
        });
    }

    private List<BackupHistoryRow> rows() {
        List<BackupHistoryRow> rows = new ArrayList<>();
        pqs.backupHistory().forEach(rows::add);
        return rows;
    }

    private boolean isRunning(BackupHistoryRow row) {
        return running.values().stream()
                .anyMatch(begun -> begun.truncatedTo(ChronoUnit.MICROS).equals(row.createdAt()));
    }

    /** In the order in which they ended. */
    private static List<Outcome> known(Backups backups) {
        Repository repository = backups.settings().repository();
        if (!repository.exists()) {
            return List.of();
        }
        try {
            Map<String, Entry> made = new TreeMap<>();
            List<Outcome> failed = new ArrayList<>();
            for (Entry entry : repository.catalogue().entries()) {
                if (entry.event() == Event.BACKUP && entry.ok()) {
                    made.put(entry.id(), entry);
                } else if (entry.event() == Event.BACKUP) {
                    entry.attempt().ifPresent(a -> failed.add(failure(repository.directory(), entry, a)));
                }
            }
            Stream<Outcome> succeeded =
                    backups.list().stream().map(b -> success(b, Optional.ofNullable(made.get(b.id()))));
            return Stream.concat(failed.stream(), succeeded)
                    .sorted((a, b) -> a.begun.compareTo(b.begun))
                    .toList();
        } catch (IOException e) {
            throw Failures.of(repository.directory(), e);
        }
    }

    private static Outcome failure(Path directory, Entry entry, Attempt attempt) {
        return new Outcome(
                attempt.begun(),
                Optional.of(entry.at()),
                type(attempt.trigger(), Optional.empty()),
                directory,
                0,
                List.of(),
                BackupStatus.FAILED,
                attempt.by(),
                Optional.of(sentence(entry.detail())));
    }

    /** The text of a kind, as far as it is one of this version. */
    private static String sentence(String kind) {
        return Stream.of(BackupException.Kind.values())
                .filter(known -> known.name().equals(kind))
                .map(BackupException.Kind::text)
                .findFirst()
                .orElse(kind);
    }

    private static Outcome success(Backup backup, Optional<Entry> entry) {
        return new Outcome(
                entry.flatMap(Entry::attempt).map(Attempt::begun).orElse(backup.created()),
                Optional.of(entry.map(Entry::at).orElse(backup.created())),
                type(backup.trigger(), Optional.of(backup.kind())),
                backup.path(),
                backup.size(),
                backup.tables(),
                BackupStatus.SUCCESS,
                backup.by(),
                Optional.empty());
    }

    /** The row of a backup. */
    Optional<BackupHistoryRow> rowOf(String id) {
        return rows().stream().filter(row -> row.backupPath().endsWith(id)).findFirst();
    }
}
