package dev.cairn.backup.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that survive a crash of the machine: the one class of this module that opens files.
 *
 * <p>Never for a live database or its {@code -shm}: closing any descriptor of those drops this process's locks on them
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2). Those are read by SQLite alone.
 */
public final class DurableFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final String UNFINISHED = ".tmp";
    private static final int BLOCK = 1 << 16;

    private DurableFiles() {}

    /** Makes a directory, and those above it, that only its owner may enter. One that is there stays as it is. */
    public static void makeDirectory(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && !Files.exists(parent)) {
            makeDirectory(parent);
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, only("rwx------"));
            forceDirectory(directoryOf(directory));
        }
    }

    /** Makes a new file that only its owner may read. */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
                only("rw-------"));
    }

    /** Opens a file of our own for reading; no symbolic link, and no pipe, which would be waited for without end. */
    public static FileChannel read(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file of our own for reading and writing. */
    static FileChannel update(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens the file that processes lock; it never goes away. */
    public static FileChannel lockFile(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                only("rw-------"));
    }

    private static FileAttribute<?>[] only(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The whole of a small file. */
    public static byte[] bytes(Path file, int most) throws IOException {
        try (FileChannel channel = read(file)) {
            if (channel.size() > most) {
                throw new FileSystemException(file.toString(), null, "larger than " + most + " bytes");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Until all of it is there.
            }
            byte[] read = new byte[buffer.position()];
            buffer.flip().get(read);
            return read;
        }
    }

    /** Writes a new file, whole on the disk when this returns; its name is not yet. A failure leaves none. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = create(file)) {
            try {
                writeFully(channel, ByteBuffer.wrap(bytes));
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }

    /** Gives a file this content: after a crash it has the old or the new. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        write(unfinished, bytes);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(directoryOf(file));
    }

    /** Adds to the end of a file. A line that a crash cut short before gets its end first. */
    public static void append(Path file, byte[] line) throws IOException {
        boolean made = !Files.exists(file);
        try (FileChannel channel = lockFile(file)) {
            long end = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end++);
            }
            channel.position(end);
            writeFully(channel, ByteBuffer.wrap(line));
            channel.force(true);
        }
        if (made) {
            forceDirectory(directoryOf(file));
        }
    }

    /** Writes all of it: a channel may take less at once. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Brings what is in a file to the disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Gives something finished its name, which must be free. */
    public static void rename(Path from, Path to) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directoryOf(to));
    }

    /** The directory that a file is in, or would be. */
    public static Path directoryOf(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** Windows cannot open a directory, and needs no such call. */
    public static void forceDirectory(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** What is in a directory, by name; nothing if it is not there. */
    public static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** Removes a file or a directory with all that is in it; what is not there is no problem. */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Overwrites what was readable before its name goes. A disk that moves its blocks about may keep a copy all the
     * same; staging in memory leaves none.
     */
    public static void wipe(Path directory) throws IOException {
        for (Path file : list(directory)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                overwrite(file);
            }
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
            for (long left = channel.size(); left > 0; left -= BLOCK) {
                zeros.clear().limit((int) Math.min(left, BLOCK));
                writeFully(channel, zeros);
            }
            channel.force(false);
        }
    }
}
