package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.file.Capture;
import dev.cairn.backup.file.Facts;
import dev.cairn.backup.file.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The database that is to be replaced, as far as it can be asked.
 *
 * @param problem why it cannot be; empty if it can
 * @param journalMode empty if it cannot be asked
 */
record Present(Path file, Optional<String> problem, long bytes, int pageSize, String journalMode, long applicationId) {

    static Present of(Path file) throws IOException {
        if (!Files.exists(file)) {
            return unreadable(file, "it is missing", 0);
        }
        Capture.requireDatabase(file);
        if (!Files.isWritable(file) || !Files.isReadable(file)) {
            throw BackupException.of(Kind.NOT_WRITABLE).with("path", file).build();
        }
        long bytes = Files.size(file);
        if (bytes == 0) {
            return unreadable(file, "it is empty", 0);
        }
        try (Sqlite db = Sqlite.live(file)) {
            Facts.schemaDigest(db);
            return new Present(
                    file,
                    Optional.empty(),
                    bytes,
                    (int) db.number("PRAGMA page_size"),
                    db.text("PRAGMA journal_mode"),
                    db.number("PRAGMA application_id"));
        } catch (SQLException e) {
            BackupException failure = Sqlite.failure(file, e);
            if (failure.kind() == Kind.UNUSABLE_DATABASE) {
                return unreadable(file, "it cannot be read as a database", bytes);
            }
            throw failure;
        }
    }

    private static Present unreadable(Path file, String problem, long bytes) {
        return new Present(file, Optional.of(problem), bytes, 0, "", 0);
    }

    boolean readable() {
        return problem.isEmpty();
    }

    Way way(Facts restored) {
        return reason(restored).isEmpty() ? Way.IN_PLACE : Way.SWAP;
    }

    /** Why SQLite cannot replace its pages; empty if it can. */
    Optional<String> reason(Facts restored) {
        if (readable() && pageSize != restored.pageSize()) {
            return Optional.of("its page size is " + pageSize);
        }
        return problem;
    }
}
