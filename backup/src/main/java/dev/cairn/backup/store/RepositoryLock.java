package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Undisturbed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a repository: one writer at a time; deleting only while nobody reads. Locks of the operating
 * system, so those of a killed process are free.
 *
 * <p>Byte 0 of the lock file is the writer's, byte 1 is shared by the readers. A process loses all its locks on a file
 * when it closes any channel to it, and an interrupt closes channels: so there is one channel for each repository and
 * process, and only threads that nobody interrupts touch it.
 */
public final class RepositoryLock {
    private static final Map<Path, Holder> HOLDERS = new HashMap<>();
    private static final int MOST_WORDS = 300;

    /** What is held. */
    private enum Mode {
        WRITING,
        READING,
        DELETING
    }

    private RepositoryLock() {}

    /** What is done under a lock. */
    @FunctionalInterface
    public interface Body<T> {
        /** Is done with the lock held. */
        T run() throws IOException;
    }

    /** For adding; others may read meanwhile. */
    public static <T> T writing(Path directory, Body<T> body) throws IOException {
        return holding(directory, Mode.WRITING, body);
    }

    /** For reading; others may read and add meanwhile. */
    public static <T> T reading(Path directory, Body<T> body) throws IOException {
        return holding(directory, Mode.READING, body);
    }

    /** For deleting, by one who writes; refused while others read. */
    static <T> T deleting(Path directory, Body<T> body) throws IOException {
        return holding(directory, Mode.DELETING, body);
    }

    private static <T> T holding(Path directory, Mode mode, Body<T> body) throws IOException {
        Path real = directory.toRealPath();
        Undisturbed.run(() -> take(real, mode));
        try {
            return body.run();
        } finally {
            Undisturbed.run(() -> release(real, mode));
        }
    }

    private static boolean take(Path directory, Mode mode) throws IOException {
        synchronized (HOLDERS) {
            Holder holder = HOLDERS.get(directory);
            if (holder == null) {
                holder = new Holder(DurableFiles.lockFile(directory.resolve("lock")));
                HOLDERS.put(directory, holder);
            }
            try {
                holder.take(directory, mode);
            } finally {
                holder.closeIfUnused(directory);
            }
            return true;
        }
    }

    private static boolean release(Path directory, Mode mode) throws IOException {
        synchronized (HOLDERS) {
            Holder holder = HOLDERS.get(directory);
            if (holder != null) {
                holder.release(mode);
                holder.closeIfUnused(directory);
            }
            return true;
        }
    }

    /** The locks of this process on one repository. */
    private static final class Holder {
        private final FileChannel channel;
        private @Nullable FileLock writer;
        private @Nullable FileLock contents;
        private int readers;

        Holder(FileChannel channel) {
            this.channel = channel;
        }

        void take(Path directory, Mode mode) throws IOException {
            boolean taken = switch (mode) {
                case WRITING -> takeWriter();
                case READING -> takeReader();
                case DELETING -> takeContents();
            };
            if (!taken) {
                throw BackupException.of(Kind.LOCKED)
                        .with("path", directory)
                        .with("holder", mode == Mode.DELETING ? "readers" : words())
                        .build();
            }
        }

        private boolean takeWriter() throws IOException {
            if (writer != null) {
                return false;
            }
            writer = channel.tryLock(0, 1, false);
            if (writer != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
            }
            return writer != null;
        }

        private static String self() {
            String host = System.getenv().getOrDefault("HOSTNAME", "this host");
            return "pid " + ProcessHandle.current().pid() + " on " + host + " since " + Instant.now() + "\n";
        }

        private boolean takeReader() throws IOException {
            if (readers == 0 && contents == null) {
                contents = channel.tryLock(1, 1, true);
            } else if (readers == 0) {
                return false;
            }
            if (contents != null) {
                readers++;
            }
            return contents != null;
        }

        private boolean takeContents() throws IOException {
            if (contents != null) {
                return false;
            }
            contents = channel.tryLock(1, 1, false);
            return contents != null;
        }

        void release(Mode mode) throws IOException {
            switch (mode) {
                case WRITING -> {
                    release(writer);
                    writer = null;
                }
                case READING -> {
                    if (--readers == 0) {
                        release(contents);
                        contents = null;
                    }
                }
                case DELETING -> {
                    release(contents);
                    contents = null;
                }
            }
        }

        private static void release(@Nullable FileLock lock) throws IOException {
            if (lock != null) {
                lock.release();
            }
        }

        void closeIfUnused(Path directory) throws IOException {
            if (writer == null && contents == null) {
                HOLDERS.remove(directory);
                channel.close();
            }
        }

        private String words() throws IOException {
            ByteBuffer words = ByteBuffer.allocate(MOST_WORDS);
            channel.read(words, 0);
            return new String(words.array(), 0, words.position(), StandardCharsets.UTF_8).strip();
        }
    }
}
