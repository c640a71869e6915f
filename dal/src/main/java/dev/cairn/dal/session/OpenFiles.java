package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files that are open for writing in this process. Two databases on one file would not know of each other's
 * writers, and would wait for each other like strangers. Thread-safe.
 */
public final class OpenFiles {
    private static final Map<Object, Entry> OPEN = new ConcurrentHashMap<>();

    private OpenFiles() {}

    /** One that is open. Thread-safe. */
    public static final class Entry {
        private final Path file;
        private final String thread = Thread.currentThread().getName();
        private Object key;

        private Entry(Path file) {
            this.file = file;
            this.key = key(file);
            note(key);
        }

        /** Looks again which file has this name: it may have been created or replaced. */
        public synchronized void renew() {
            Object now = key(file);
            if (!now.equals(key)) {
                note(now);
                forget();
                key = now;
            }
        }

        private void note(Object which) {
            Entry earlier = OPEN.putIfAbsent(which, this);
            if (earlier != null) {
                throw DalException.of(Kind.ALREADY_OPEN, "file", file.toString(), "opened by thread", earlier.thread);
            }
        }

        /** Says that it is open no more. */
        public synchronized void forget() {
            OPEN.remove(key, this);
        }
    }

    /** Notes a file, which need not be there yet. */
    public static Entry register(Path file) {
        return new Entry(file);
    }

    /** The same for all names of a file, as far as it is there. */
    private static Object key(Path file) {
        // SQLite takes a name apart by itself, so that x/.. needs no x.
        Path plain = file.toAbsolutePath().normalize();
        return Stream.of(file, plain)
                .flatMap(path -> fileKey(path).stream())
                .findFirst()
                .orElse(plain);
    }

    /** The file is only asked for its attributes: opening it would drop its locks. */
    private static Optional<Object> fileKey(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? file.toRealPath() : key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
