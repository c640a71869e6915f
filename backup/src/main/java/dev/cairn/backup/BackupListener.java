package dev.cairn.backup;

/**
 * Hears of every backup that is begun, made or failed: to keep a record of them where users look for it. It is told on
 * the thread of the operation, after the fact; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface BackupListener {
    /** Called when a backup begins, and when it has ended either way. */
    void onBackup(BackupEvent event);
}
