package dev.cairn.dal.insight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many copies of SQLite there are in this process. Each has a list of its own of the files that are open, and
 * closing one drops the locks that another holds (https://www.sqlite.org/howtocorrupt.html, 2.2.1). Only Linux tells.
 */
final class NativeCopies {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int FIELDS = 6;
    private static final int INODE = 4;
    private static final int FILE = 5;

    private NativeCopies() {}

    /** Nothing while there is one. */
    static List<String> problems() {
        if (!Files.isReadable(MAPS)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MAPS, StandardCharsets.ISO_8859_1)) {
            return problems(lines);
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<String> problems(Stream<String> maps) {
        long copies = maps.map(line -> line.split(" +", FIELDS))
                .filter(NativeCopies::isSqlite)
                .map(fields -> fields[INODE] + " " + fields[FILE])
                .distinct()
                .count();
        return copies < 2
                ? List.of()
                : List.of("there are " + copies
                        + " copies of SQLite in this process, and each drops the file locks of the"
                        + " others: load sqlite-jdbc by one class loader");
    }

    private static boolean isSqlite(String[] fields) {
        if (fields.length < FIELDS) {
            return false;
        }
        String name = fields[FILE].substring(fields[FILE].lastIndexOf('/') + 1);
        return name.contains("libsqlitejdbc") || name.startsWith("libsqlite3.");
    }
}
