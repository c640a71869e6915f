package dev.cairn.backup.store;

import dev.cairn.backup.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private directory for plain copies, gone when it is closed. */
public final class Staging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final String NAME = "cairn-stage-";

    private final Path directory;
    private final boolean wiped;

    private Staging(Path directory, boolean wiped) {
        this.directory = directory;
        this.wiped = wiped;
    }

    /** @param wiped whether what lay here is overwritten before it is deleted: where backups are encrypted */
    static Staging in(Path parent, String repository, boolean wiped) throws IOException {
        DurableFiles.makeDirectory(parent);
        Path directory = parent.resolve(NAME + repository + "-" + UUID.randomUUID());
        DurableFiles.makeDirectory(directory);
        return new Staging(directory, wiped);
    }

    /** The path of a file here, which is not made. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Removes what crashed processes have left of this repository's, and counts it; nobody may be staging now. */
    static int clean(Path parent, String repository, boolean wiped) throws IOException {
        int removed = 0;
        for (Path path : DurableFiles.list(parent)) {
            boolean ours = path.getFileName().toString().startsWith(NAME + repository + "-");
            if (ours && Files.isDirectory(path)) {
                new Staging(path, wiped).close();
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (wiped) {
                DurableFiles.wipe(directory);
            }
        } catch (IOException e) {
            LOG.warn("The staging directory {} could not be overwritten before it is deleted", directory, e);
        }
        try {
            DurableFiles.delete(directory);
        } catch (IOException e) {
            LOG.warn("The staging directory {} could not be deleted; the next backup tries again", directory, e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
