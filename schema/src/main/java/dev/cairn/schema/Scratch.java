package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A private copy of a database, in a folder of its own beside it, since there is room for it there. What a killed
 * process left is removed by the next. Confined to one thread.
 */
final class Scratch implements AutoCloseable {
    private static final String MARK = ".cairn-scratch-";

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** A copy of what is committed; nothing, if there is no such file. */
    static Scratch of(Path database) throws SQLException {
        Path parent = DurableFiles.directoryOf(database);
        try {
            removeLeftOvers(parent);
            Scratch scratch = new Scratch(Files.createTempDirectory(
                    parent, MARK + ProcessHandle.current().pid() + "-"));
            if (Files.exists(database)) {
                scratch.copy(database);
            }
            return scratch;
        } catch (IOException e) {
            throw failed(parent, e);
        }
    }

    private void copy(Path database) throws SQLException {
        try (Sqlite live = Sqlite.query(database)) {
            live.copyInto(file());
        } catch (SQLException e) {
            close();
            throw failed(folder, e);
        }
    }

    private static MigrationException failed(Path where, Exception e) {
        return MigrationException.of(Kind.STORAGE)
                .with("directory", where)
                .with("problem", String.valueOf(e.getMessage()))
                .hint("A private copy of the database needs as much space again beside it.")
                .because(e)
                .build();
    }

    Path file() {
        return folder.resolve("copy.db");
    }

    private static void removeLeftOvers(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(parent)) {
            folders = entries.filter(p -> p.getFileName().toString().matches(Pattern.quote(MARK) + "\\d{1,9}-.*"))
                    .toList();
        }
        for (Path left : folders) {
            String pid = left.getFileName().toString().substring(MARK.length()).split("-", 2)[0];
            if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                remove(left);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            // The next one removes it; what the copy was made for is done.
            folder.toFile().deleteOnExit();
        }
    }
}
