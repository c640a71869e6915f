package dev.cairn.bench.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database file in a folder of its own, used through the plain driver.
 *
 * @param path of the file
 */
public record BenchFile(Path path) {

    static BenchFile in(Path folder, String name) throws IOException {
        return new BenchFile(Files.createDirectories(folder.resolve(name)).resolve("bench.db"));
    }

    BenchFile copyTo(BenchFile other) throws IOException {
        other.delete();
        Files.copy(path, other.path);
        return other;
    }

    /** With what stands beside it, so that the next run begins with nothing. */
    void delete() throws IOException {
        try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Runs statements, each a script if need be, in one transaction on a file in WAL mode. */
    void transaction(List<String> scripts) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            for (String script : scripts) {
                statement.executeUpdate(script);
            }
            statement.execute("COMMIT");
        }
    }

    /** Runs one statement by itself. */
    void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String megabytes() throws IOException {
        return Files.size(path) / 1_000_000 + " MB";
    }

    /** A folder with all that is in it. */
    public static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
