package dev.cairn.dal.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with one database in it, deleted with all that came to stand beside that. */
record Folder(Path path) implements AutoCloseable {
    static Folder temporary() {
        try {
            return new Folder(Files.createTempDirectory("cairn-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return path.resolve("test.db");
    }

    @Override
    public void close() {
        try {
            for (Path each : innermostFirst()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> innermostFirst() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
