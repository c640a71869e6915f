package dev.cairn.dal.runtime.load;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs a load on a file when told to go: {@code DATABASE THREADS WRITE_PERCENT MILLIS}. */
final class LoadProgram {
    private LoadProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Database database = Database.open(Path.of(args[0]), Pqs.MIGRATIONS)) {
            System.out.println("ready;");
            if (System.in.read() < 0) {
                return;
            }
            Load load = new Load(database)
                    .run(
                            threads,
                            Integer.parseInt(args[1]),
                            Integer.parseInt(args[2]),
                            Duration.ofMillis(Long.parseLong(args[3])));
            load.failures().forEach(e -> System.out.println("failure " + e + ";"));
            System.out.println("counted " + load.counted() + ";");
            System.out.println("inserted " + load.inserted() + ";");
            System.out.println("load " + load + ";");
        } finally {
            threads.shutdown();
        }
    }
}
