package dev.cairn.dal.junit;

import dev.cairn.dal.Database;
import dev.cairn.schema.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the migrations make of an empty file, made once for each set of them. */
final class Template {
    /** By checksums, which is what makes migrations equal; each has its own lock. */
    private static final Map<Migrations, Template> ALL = new ConcurrentHashMap<>();

    private final byte[] content;

    private Template(byte[] content) {
        this.content = content;
    }

    static Template of(Migrations migrations) {
        return ALL.computeIfAbsent(migrations, Template::make);
    }

    /** A closed database is one whole file: its log has been moved into it. */
    private static Template make(Migrations migrations) {
        try (Folder folder = Folder.temporary()) {
            Path file = folder.file();
            Database.open(file, migrations).close();
            return new Template(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void copyTo(Path file) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
