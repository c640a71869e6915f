package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A plain database file in the making: under another name beside its target until it is whole. No half-written file
 * ever has the target's name, and no file that is there is ever replaced.
 */
public final class NewFile {
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal");

    private final Path target;

    /** One that is to have this name, which must be free. */
    public NewFile(Path target) {
        this.target = target.toAbsolutePath().normalize();
    }

    /** Fills the unfinished file. */
    @FunctionalInterface
    public interface Filling {
        /** Writes it, and returns what it then holds. */
        Plain fill(Path unfinished) throws IOException;
    }

    /** Makes it: on the disk, under its name, when this returns. A failure leaves none. */
    public PlainCopy make(Work work, Filling filling) throws IOException {
        requireFree();
        Path directory = DurableFiles.directoryOf(target);
        DurableFiles.makeDirectory(directory);
        Path unfinished = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        boolean finished = false;
        try {
            Plain plain = filling.fill(unfinished);
            work.begin(Progress.Phase.COMMIT, 0);
            DurableFiles.force(unfinished);
            requireFree();
            DurableFiles.rename(unfinished, target);
            finished = true;
            return new PlainCopy(
                    target,
                    plain.facts().bytes(),
                    plain.sha256(),
                    work.elapsed(),
                    List.copyOf(plain.facts().tables().keySet()),
                    plain.defects());
        } finally {
            if (!finished) {
                discard(unfinished);
            }
        }
    }

    /** A journal or log of a file that was here would be played into the new one. */
    private void requireFree() {
        for (String companion : COMPANIONS) {
            Path path = target.resolveSibling(target.getFileName() + companion);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw BackupException.of(Kind.TARGET_EXISTS).with("path", path).build();
            }
        }
    }

    private static void discard(Path unfinished) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (String companion : COMPANIONS) {
                DurableFiles.delete(unfinished.resolveSibling(unfinished.getFileName() + companion));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
