package dev.cairn.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What restoring a backup in place would do now, looked at without touching anything. Immutable.
 *
 * @param backup what would be restored
 * @param chain the ids it is put together from, the one that stands alone first
 * @param database the file that would be replaced, by its real path
 * @param way how it would be replaced
 * @param reason why in that way
 * @param pageSize of the database that is put together
 * @param size the bytes of the database that is put together
 * @param presentSize the bytes of the database that is there; zero if none is
 * @param needed the bytes that must be free beside the database
 * @param free the bytes that are
 * @param users the processes that have the file open, as far as this system tells; this one included
 * @param refusals why it would be refused now; empty if it would not be
 */
public record RestorePlan(
        Backup backup,
        List<String> chain,
        Path database,
        Way way,
        Optional<String> reason,
        int pageSize,
        long size,
        long presentSize,
        long needed,
        long free,
        List<String> users,
        List<BackupException> refusals) {

    /** How a database is replaced. */
    public enum Way {
        /** Its pages, in one transaction of SQLite's. */
        IN_PLACE,
        /** The file, since SQLite cannot replace its pages: it is missing, unreadable, or has another page size. */
        SWAP
    }

    /** Keeps the lists from changing. */
    public RestorePlan {
        chain = List.copyOf(chain);
        users = List.copyOf(users);
        refusals = List.copyOf(refusals);
    }

    /** Whether nothing stands in the way. */
    public boolean possible() {
        return refusals.isEmpty();
    }
}
