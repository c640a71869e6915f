package dev.cairn.dal.insight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sizes of files. The files are not opened for it, which would drop SQLite's locks on them. */
final class Sizes {
    private Sizes() {}

    /** The write-ahead log of a database. */
    static Path log(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** In bytes; 0 if it is not there. */
    static long of(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
