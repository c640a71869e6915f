package dev.cairn.backup.file;

import dev.cairn.backup.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * A plain database file that nobody writes, and everything that is known of it.
 *
 * @param defects what SQLite's own checks say against it; empty if nothing
 */
public record Plain(Path file, Facts facts, PageIndex index, String sha256, List<String> defects) {

    /** Reads a plain file, while SQLite checks it on another thread. */
    public static Plain of(Path file, Work work) throws IOException {
        work.begin(Progress.Phase.CHECK, 0);
        try {
            int pageSize = Sqlite.pageSize(file);
            try (Beside<Soundness> check = new Beside<>("cairn-backup-check", stop -> Soundness.of(file, stop))) {
                PageIndex.Reading reading = PageIndex.read(file, pageSize, work);
                work.begin(Progress.Phase.CHECK, 0);
                Soundness soundness = check.result(work::check);
                return new Plain(file, soundness.facts(), reading.index(), reading.sha256(), soundness.defects());
            }
        } catch (SQLException e) {
            work.check();
            throw Sqlite.failure(file, e);
        }
    }
}
