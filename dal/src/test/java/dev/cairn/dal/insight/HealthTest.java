package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private static final int PAGE = 4_096;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void health_ofAHealthyDatabase_hasNoProblems() {
        try (World world = new World(folder, at -> at.readers(3))) {
            world.insert("ada");
            Health health = world.inspect().health();

            assertThat(health.problems()).isEmpty();
            assertThat(health.healthy()).isTrue();
            assertThat(health.responseTime()).isPositive();
            assertThat(health.writeAhead()).isTrue();
            assertThat(health.foreignKeys()).isTrue();
            assertThat(health.intact()).isEmpty();
            assertThat(health.tables()).isEqualTo(12);
            assertThat(health.indexes()).isEqualTo(indexes(world));
            assertThat(health.readers()).isEqualTo(new ReaderCounts(3, 0, 1, 0));
            assertThat(world.inspect().healthWithIntegrity().intact()).contains(true);
        }
    }

    @Test
    void health_othersWhoKnowOfProblems_areAskedAsWell() {
        List<String> known = new ArrayList<>();
        try (World world = new World(
                folder,
                at -> at.health(() -> known).health(() -> List.of("second")).health(() -> {
                    throw new IllegalStateException("text that may hold a value");
                }))) {
            known.add("first");
            Health health = world.inspect().health();
            assertThat(health.healthy()).isFalse();
            assertThat(health.problems())
                    .containsExactly(
                            "first",
                            "second",
                            "one of those who were to be asked as well failed: java.lang.IllegalStateException");
        }
    }

    private static int indexes(World world) {
        return world.database()
                .dsl()
                .fetch("select 1 from sqlite_schema where type = 'index' and name not like 'sqlite_autoindex%'")
                .size();
    }

    @Test
    void health_isNotTakenDown() {
        try (World world = new World(folder, at -> at.slowerThan(Duration.ZERO).recentQueries(10))) {
            world.inspect().healthWithIntegrity();
            world.inspect().statistics();

            assertThat(world.inspect().calls()).isEmpty();
            assertThat(world.inspect().scopes()).allMatch(t -> t.count() == 0);
            assertThat(world.inspect().recentQueries()).isEmpty();
        }
    }

    @Test
    void health_inMemory_isFineWithoutWriteAheadLog() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Health health = db.inspect().healthWithIntegrity();

            assertThat(health.problems()).isEmpty();
            assertThat(health.writeAhead()).isFalse();
            assertThat(health.readers()).isEqualTo(ReaderCounts.NONE);
        }
    }

    @Test
    void health_insideScopes_looksThroughThem() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            db.write(() -> {
                pqs.users().insert(World.user("ada"));
                assertThat(db.inspect().health().healthy()).isTrue();
                assertThat(db.inspect().statistics().rows()).containsEntry("users", 1L);
            });
        }
        try (World world = new World(folder, at -> at.readers(1))) {
            world.database()
                    .read(() -> assertThat(world.inspect().health().healthy()).isTrue());
        }
    }

    @Test
    void health_anotherProgramTookTheFileOutOfWal_saysSo() throws SQLException {
        try (World world = new World(folder, at -> at.pooled(false))) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + world.file());
                    Statement statement = other.createStatement()) {
                statement.execute("PRAGMA journal_mode = DELETE");
            }
            Health health = world.inspect().health();

            assertThat(health.writeAhead()).isFalse();
            assertThat(health.healthy()).isFalse();
            assertThat(health.problems()).singleElement().asString().contains("WAL");
        }
    }

    @Test
    void health_foreignKeysSwitchedOff_saysSo() {
        try (World world = new World(
                folder,
                at -> at.onConnect(c -> {
                    try (Statement statement = c.createStatement()) {
                        statement.execute("PRAGMA foreign_keys = OFF");
                    }
                }))) {
            Health health = world.inspect().health();

            assertThat(health.foreignKeys()).isFalse();
            assertThat(health.problems()).singleElement().asString().contains("foreign keys");
        }
    }

    @Test
    void healthWithIntegrity_rowsThatReferToNothing_areNamed() throws SQLException {
        try (World world = new World(folder)) {
            world.insert("ada");
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pqs.db"));
                Statement statement = other.createStatement()) {
            statement.execute("INSERT INTO user_activities (user_id, activity_type) VALUES (77, 'x')");
        }
        try (World world = new World(folder)) {
            Health health = world.inspect().healthWithIntegrity();

            assertThat(health.intact()).contains(false);
            assertThat(health.problems())
                    .containsExactly("there are rows of user_activities that refer to nothing in users");
            assertThat(world.inspect().health().healthy()).isTrue();
        }
    }

    @Test
    void healthWithIntegrity_damagedPage_isToldWithoutThrowing() throws IOException {
        long page;
        try (World world = new World(folder)) {
            world.insert("ada");
            page = ((Number) world.database()
                            .dsl()
                            .fetchValue("select rootpage from sqlite_schema where name = 'idx_users_role'"))
                    .longValue();
        }
        damage(page);
        try (Database db = Database.at(folder.resolve("pqs.db"))
                .readOnly(true)
                .onOpen(OnOpen.TRUST)
                .open()) {
            assertThat(db.inspect().health().healthy()).isTrue();
            Health health = db.inspect().healthWithIntegrity();

            assertThat(health.healthy()).isFalse();
            assertThat(health.intact()).contains(false);
            assertThat(health.problems()).isNotEmpty().allMatch(p -> p.contains("damaged"));
        }
    }

    /** Nobody has the file open meanwhile. */
    private void damage(long page) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("pqs.db").toFile(), "rw")) {
            file.seek((page - 1) * PAGE);
            file.write(new byte[PAGE]);
        }
    }

    @Test
    void health_allReadersInUse_saysSo() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (World world = new World(folder, at -> at.readers(1).acquireTimeout(Duration.ofMillis(300)))) {
            Future<Health> health = world.database().read(() -> {
                Future<Health> asked = other.submit(() -> world.inspect().health());
                asked.get();
                return asked;
            });
            assertThat(health.get().healthy()).isFalse();
            assertThat(health.get().problems()).contains(Kind.POOL_EXHAUSTED.text());
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void health_closed_isRefused() {
        World world = new World(folder);
        world.close();

        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> world.inspect().health())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CLOSED));
        assertThat(world.inspect().calls()).isEmpty();
    }

    @Test
    void nativeCopies_oneFileInManyParts_isOne() {
        assertThat(NativeCopies.problems(Stream.of(
                        "7f00-7f01 r-xp 00000000 08:01 131 /tmp/sqlite-3.54.1.0-a-libsqlitejdbc.so",
                        "7f01-7f02 rw-p 00001000 08:01 131 /tmp/sqlite-3.54.1.0-a-libsqlitejdbc.so",
                        "7f03-7f04 rw-p 00000000 00:00 0 ",
                        "7f04-7f05 r-xp 00000000 08:01 7 /usr/lib/libc.so.6",
                        "7f05-7f06 r--s 00000000 08:01 9 /home/libsqlitejdbc/app.jar",
                        "ffff-ffff --xp 00000000 00:00 0 [vsyscall]")))
                .isEmpty();
    }

    @Test
    void nativeCopies_two_areAProblem() {
        assertThat(NativeCopies.problems(Stream.of(
                        "7f00-7f01 r-xp 00000000 08:01 131 /tmp/sqlite-3.54.1.0-a-libsqlitejdbc.so",
                        "7f01-7f02 r-xp 00000000 08:01 132 /tmp/sqlite-3.54.1.0-b-libsqlitejdbc.so (deleted)",
                        "7f03-7f04 r-xp 00000000 08:01 133 /usr/lib/libsqlite3.so.0.8.6")))
                .singleElement()
                .asString()
                .contains("there are 3 copies of SQLite");
    }
}
