package dev.cairn.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a restore of a database was begun and has not ended. It keeps its journal beside the file until it is done or
 * undone; what is in the file may go again until then, and whatever were written to it with that.
 */
public final class UnfinishedRestore {
    private static final String DIRECTORY = "-restore";
    private static final String JOURNAL = "journal.json";

    private UnfinishedRestore() {}

    /** The journal of the restore, if there is one. */
    public static Optional<Path> journal(Path database) {
        Path real = real(database);
        Path journal = real.resolveSibling(real.getFileName() + DIRECTORY).resolve(JOURNAL);
        return Optional.of(journal).filter(Files::exists);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
