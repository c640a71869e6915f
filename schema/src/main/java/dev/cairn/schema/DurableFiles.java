package dev.cairn.schema;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that survive a crash of the machine, and the one place that knows what only POSIX can do.
 *
 * <p>Never for a live database or its {@code -shm}: closing any descriptor of those drops this process's locks on them
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
final class DurableFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFiles() {}

    /** Makes an empty file that, where the system can say so, only its owner may read. */
    static void createPrivate(Path file) throws IOException {
        FileAttribute<?>[] attributes = POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
    }

    /** Gives a finished file its name: its bytes reach the disk first, the name after them. */
    static void publish(Path finished, Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directoryOf(target));
    }

    static Path directoryOf(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** Windows cannot open a directory, and needs no such call. */
    static void forceDirectory(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
