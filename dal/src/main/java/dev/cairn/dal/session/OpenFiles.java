package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that are open for writing in this process. Two databases on one file would not know of each other's
 * writers, and would wait for each other like strangers. Thread-safe.
 */
public final class OpenFiles {
    private static final Map<Object, Opened> OPEN = new ConcurrentHashMap<>();

    /** Who opened a file; one is never the same as another. */
    private static final class Opened {
        private final String thread = Thread.currentThread().getName();
    }

    private OpenFiles() {}

    /** Notes a file; what is returned forgets it. */
    public static Runnable register(Path file) {
        Object key = key(file);
        Opened now = new Opened();
        Opened earlier = OPEN.putIfAbsent(key, now);
        if (earlier != null) {
            throw DalException.of(Kind.ALREADY_OPEN, "file", file.toString(), "opened by thread", earlier.thread);
        }
        return () -> OPEN.remove(key, now);
    }

    /** The same for all names of a file. The file is only asked for its attributes: opening it would drop its locks. */
    private static Object key(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
