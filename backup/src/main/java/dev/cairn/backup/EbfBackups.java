package dev.cairn.backup;

import dev.cairn.backup.file.Capture;
import dev.cairn.dal.Database;
import java.nio.file.Path;

/** The backup operation of the {@code ebf} system. Thread-safe. */
public final class EbfBackups {
    private final Database database;

    /** Of an open database. */
    public EbfBackups(Database database) {
        this.database = database;
    }

    /**
     * {@code backup_database_to_file}: one plain copy of what is committed, while clients go on, found to be whole
     * before it has its name. A directory as target gets a file named {@code <database>_backup_<UTC>.db}. Nothing that
     * is there is replaced.
     */
    public PlainCopy backupDatabaseToFile(Path target) {
        return Backups.toFile(Capture.fileOf(database), target);
    }
}
