package dev.cairn.backup;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.dal.Cursor;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.BackupHistoryRow;
import dev.cairn.dal.pqs.BackupStatus;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.ResourceType;
import dev.cairn.dal.pqs.UsersRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The backup operations of the {@code pqs} system: its users take backups and restore them. Each is recorded in
 * {@code backup_history}, as {@link PqsHistory} says, and in {@code user_activities}. Thread-safe.
 */
public final class PqsBackups {
    private final Database database;
    private final Pqs pqs;
    private final PqsHistory history;
    private final Backups backups;

    /**
     * Of an open database, in the repository that is set up so; a listener that is set already is replaced. The history
     * is brought up to the repository first.
     */
    public PqsBackups(Database database, BackupsBuilder repository) {
        this.database = database;
        this.pqs = new Pqs(database);
        this.history = new PqsHistory(database);
        this.backups = repository.listener(history).build();
        history.reconcile(backups);
    }

    /** The repository, whose backups are all recorded: for schedules, verification and retention. */
    public Backups backups() {
        return backups;
    }

    /** {@code create_backup}: takes a backup for a user, an increment where that is possible and smaller. */
    public Backup createBackup(long userId) {
        UsersRow user = pqs.users().get(userId);
        Backup made = backups.as(user.username()).take(database);
        note(user, "create_backup", made.id());
        return made;
    }

    /**
     * {@code restore_backup}: replaces the database by a backup of its history, for a user, while it stays open. The
     * history holds the backups taken since then all the same, and the restore is an activity of the user, if the
     * restored database knows that name.
     *
     * @throws BackupException as {@link Backups#restore(String, Database, RestorePolicy)} does; of kind UNKNOWN_BACKUP
     *     if nothing came of that row
     */
    public Restored restoreBackup(long historyId, long userId, RestorePolicy policy) {
        String username = pqs.users().get(userId).username();
        Restored restored = backups.as(username).restore(id(historyId), database, policy);
        history.reconcile(backups);
        pqs.users().findByUsername(username).ifPresent(user -> note(user, "restore_backup", restored.backup()));
        return restored;
    }

    private String id(long historyId) {
        BackupHistoryRow row = pqs.backupHistory().get(historyId);
        if (row.backupStatus() != BackupStatus.SUCCESS) {
            throw BackupException.of(Kind.UNKNOWN_BACKUP)
                    .with("history", historyId)
                    .with("status", row.backupStatus().text())
                    .build();
        }
        return String.valueOf(Path.of(row.backupPath()).getFileName());
    }

    /** The latest rows of the history, newest first. */
    public List<BackupHistoryRow> history(int most) {
        List<BackupHistoryRow> rows =
                new ArrayList<>(pqs.backupHistory().page(Cursor.last(most)).rows());
        rows.sort(Comparator.comparing(BackupHistoryRow::id).reversed());
        return rows;
    }

    private void note(UsersRow user, String activity, String backup) {
        Optional<Long> row = history.rowOf(backup).map(BackupHistoryRow::id);
        pqs.userActivities()
                .insert(draft -> draft.userId(user.id())
                        .activityType(activity)
                        .resourceType(ResourceType.BACKUP)
                        .resourceId(row.orElse(null)));
    }
}
