package dev.cairn.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which database a command is about. */
final class DatabaseOption {
    @Option(
            names = "--db",
            required = true,
            paramLabel = "FILE",
            order = -20,
            description = "The SQLite database file.")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    /** As it was given. */
    @Override
    public String toString() {
        return file.toString();
    }
}
