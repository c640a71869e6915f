package dev.cairn.bench.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ways that others have to copy a database, each until the copy is on the disk. */
final class Copies {
    private final Orders orders;
    private final Path target;

    Copies(Orders orders, Path folder) {
        this.orders = orders;
        this.target = folder.resolve("copy.db");
    }

    /** By {@code cp}, which is right only while nobody writes. */
    double cp() throws Exception {
        return copy(() -> run(List.of("cp", "--reflink=never", source(), target.toString())));
    }

    /** By the sqlite3 shell's {@code .backup}. */
    double shell() throws Exception {
        return copy(() -> run(List.of("sqlite3", source(), ".backup '" + target + "'")));
    }

    /** By {@code VACUUM INTO}. */
    double vacuum() throws Exception {
        return copy(() -> {
            try (Connection connection = orders.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + target + "'");
            }
        });
    }

    static boolean hasShell() throws InterruptedException {
        try {
            return new ProcessBuilder("sqlite3", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String source() {
        return orders.file().toString();
    }

    private double copy(Series.Action action) throws Exception {
        double millis = Series.millis(() -> {
            action.run();
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
        Files.delete(target);
        return millis;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("failed: " + String.join(" ", command));
        }
    }
}
