package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** Many threads, and a second process, on one file: no error, no lost update, nothing left open. */
class LoadTest {
    private static final Duration SHORT = Duration.ofMillis(1_500);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int READERS = 4;

    @TempDir
    Path folder;

    private final Queue<SQLiteConnection> opened = new ConcurrentLinkedQueue<>();

    /** Virtual threads where there are some. */
    private static ExecutorService lightThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.newCachedThreadPool();
        }
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** What a box of minutes leaves for one of the long tests. */
    private static Duration within(double share) {
        long minutes = Long.getLong("cairn.torture.minutes", Duration.ofDays(1).toMinutes());
        Duration most =
                Duration.ofMillis((long) (share * Duration.ofMinutes(minutes).toMillis()));
        return most.compareTo(LONG) < 0 ? most : LONG;
    }

    @Test
    void load_64ThreadsMostlyReading_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 64, 10, SHORT, false);
    }

    @Test
    void load_64ThreadsHalfWriting_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 64, 50, SHORT, false);
    }

    @Test
    void load_1000LightThreads_isSound() throws Exception {
        load(lightThreads(), 1_000, 50, SHORT, false);
    }

    @Test
    void load_besideASecondProcess_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 16, 50, SHORT, true);
    }

    @Test
    @Tag("torture")
    void load_64ThreadsMostlyReadingForLong_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 64, 10, within(0.09), false);
    }

    @Test
    @Tag("torture")
    void load_64ThreadsHalfWritingForLong_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 64, 50, within(0.09), false);
    }

    @Test
    @Tag("torture")
    void load_1000LightThreadsMostlyReadingForLong_isSound() throws Exception {
        load(lightThreads(), 1_000, 10, within(0.09), false);
    }

    @Test
    @Tag("torture")
    void load_1000LightThreadsHalfWritingForLong_isSound() throws Exception {
        load(lightThreads(), 1_000, 50, within(0.09), false);
    }

    @Test
    @Tag("torture")
    void load_64ThreadsBesideASecondProcessForLong_isSound() throws Exception {
        load(Executors.newCachedThreadPool(), 64, 50, within(0.09), true);
    }

    private void load(ExecutorService threads, int count, int writePercent, Duration time, boolean second)
            throws Exception {
        Path file = folder.resolve("load.db");
        try (Database database = Database.at(file)
                .migrations(Pqs.MIGRATIONS)
                .readers(READERS)
                .onConnect(opened::add)
                .open()) {
            Load.fill(database);
            Load load = new Load(database);
            if (second) {
                beside(load, threads, count, writePercent, time, file);
            } else {
                load.run(threads, count, writePercent, time);
                requireSound(load, load.counted(), load.inserted());
            }
            System.out.printf("%d threads, %d %% writes, %d ms: %s%n", count, writePercent, time.toMillis(), load);
            assertThat(load.longest()).isLessThan(Duration.ofSeconds(30));
            assertThat(database.holders()).isEmpty();
            assertThat(opened).hasSizeLessThanOrEqualTo(READERS + 1);
        } finally {
            threads.shutdownNow();
        }
        for (SQLiteConnection connection : opened) {
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(integrity(file)).isEqualTo("ok");
        assertThat(Files.exists(folder.resolve("load.db-wal"))).isFalse();
    }

    private void beside(Load load, ExecutorService threads, int count, int writePercent, Duration time, Path file)
            throws Exception {
        try (Child child = Child.start(folder, LoadProgram.class, file, 16, writePercent, time.toMillis())
                .await("ready")) {
            child.go();
            load.run(threads, count, writePercent, time);
            child.ends();
            assertThat(child.all("failure")).isEmpty();
            System.out.println("the second process: " + child.all("load"));
            long counted = load.counted() + Long.parseLong(child.all("counted").get(0));
            long inserted =
                    load.inserted() + Long.parseLong(child.all("inserted").get(0));
            requireSound(load, counted, inserted);
        }
    }

    private static void requireSound(Load load, long counted, long inserted) {
        assertThat(load.failures()).isEmpty();
        assertThat(load.countedThere()).isEqualTo(counted).isPositive();
        assertThat(load.insertedThere()).isEqualTo(inserted).isPositive();
    }

    private static String integrity(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            return rows.getString(1);
        }
    }
}
