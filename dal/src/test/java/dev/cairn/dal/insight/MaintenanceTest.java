package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static void insert(World world, int count) {
        world.pqs()
                .users()
                .insertAll(IntStream.range(0, count)
                        .mapToObj(i -> World.user("user" + i))
                        .toList());
    }

    /** Whether SQLite has statistics of the users: there are none of an empty table. */
    private static boolean isAnalyzed(World world) {
        return world.database()
                                .dsl()
                                .fetch("select 1 from sqlite_schema where name = 'sqlite_stat1'")
                                .size()
                        == 1
                && !world.database()
                        .dsl()
                        .fetch("select 1 from sqlite_stat1 where tbl = 'users'")
                        .isEmpty();
    }

    @Test
    void checkpoint_emptiesTheLog() throws Exception {
        try (World world = new World(folder)) {
            insert(world, 100);
            long before = Files.size(folder.resolve("pqs.db-wal"));
            Checkpoint checkpoint = world.database().maintain().checkpoint();

            assertThat(checkpoint.complete()).isTrue();
            assertThat(checkpoint.frames()).isPositive().isEqualTo(checkpoint.moved());
            assertThat(checkpoint.bytesBefore()).isEqualTo(before).isPositive();
            assertThat(checkpoint.bytesAfter()).isZero();
            assertThat(Files.size(folder.resolve("pqs.db-wal"))).isZero();
            assertThat(world.pqs().users().count()).isEqualTo(100);
            assertThat(world.database().maintain().checkpoint().frames()).isZero();
        }
    }

    @Test
    void checkpoint_somebodyReadsWhatWasBefore_isNotComplete() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (World world = new World(folder)) {
            insert(world, 100);
            Checkpoint checkpoint = world.database().read(() -> {
                long before = world.pqs().users().count();
                Future<Checkpoint> done = other.submit(() -> {
                    world.insert("ada");
                    return world.database().maintain().checkpoint();
                });
                done.get();
                assertThat(world.pqs().users().count()).isEqualTo(before);
                return done.get();
            });
            assertThat(checkpoint.complete()).isFalse();
            assertThat(checkpoint.moved()).isLessThan(checkpoint.frames());
            assertThat(checkpoint.bytesAfter()).isPositive();
            assertThat(world.database().maintain().checkpoint().complete()).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void optimize_namesWhatItLookedAt() {
        try (World world = new World(folder)) {
            insert(world, 1_000);
            assertThat(isAnalyzed(world)).isFalse();
            Optimization optimization = world.database().maintain().optimize();

            assertThat(optimization.analyzed()).contains("users");
            assertThat(optimization.saved()).isZero();
            assertThat(isAnalyzed(world)).isTrue();
            assertThat(world.database().maintain().optimize().analyzed()).doesNotContain("users");
        }
    }

    @Test
    void optimize_incrementalVacuum_givesFreePagesBack() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pqs.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("VACUUM");
        }
        try (World world = new World(folder)) {
            insert(world, 1_000);
            world.database().write(() -> world.database().dsl().execute("delete from users"));

            assertThat(world.database().maintain().optimize().saved()).isPositive();
        }
    }

    @Test
    void vacuum_givesFreePagesBack() throws Exception {
        try (World world = new World(folder)) {
            insert(world, 5_000);
            world.database().write(() -> world.database().dsl().execute("delete from users where id > 10"));
            world.database().maintain().checkpoint();
            assertThat(world.inspect().statistics().freeBytes()).isPositive();
            long before = Files.size(world.file());
            Vacuum vacuum = world.database().maintain().vacuum();

            assertThat(vacuum.saved()).isPositive().isEqualTo(before - Files.size(world.file()));
            assertThat(world.inspect().statistics().freeBytes()).isZero();
            assertThat(world.pqs().users().count()).isEqualTo(10);
            assertThat(world.inspect().healthWithIntegrity().healthy()).isTrue();
        }
    }

    @Test
    void upkeep_inMemory_works() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            assertThat(db.maintain().checkpoint().complete()).isTrue();
            assertThat(db.maintain().optimize().saved()).isZero();
            assertThat(db.maintain().vacuum().bytesAfter()).isPositive();
        }
    }

    @Test
    void upkeep_insideAScope_isRefused() {
        try (World world = new World(folder)) {
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> world.database()
                            .write(() -> world.database().maintain().vacuum()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE));
        }
    }

    @Test
    void upkeep_readOnly_isRefused() {
        new World(folder).close();
        try (Database db = Database.at(folder.resolve("pqs.db"))
                .readOnly(true)
                .onOpen(OnOpen.TRUST)
                .open()) {
            for (Runnable upkeep : new Runnable[] {
                () -> db.maintain().checkpoint(),
                () -> db.maintain().optimize(),
                () -> db.maintain().vacuum()
            }) {
                assertThatExceptionOfType(DalException.class)
                        .isThrownBy(upkeep::run)
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.READ_ONLY));
            }
        }
    }

    @Test
    void aDayLater_theNextWriteHasItOptimized() {
        MovableClock clock = new MovableClock();
        try (World world = new World(folder, at -> at.clock(clock))) {
            insert(world, 1_000);
            clock.move(Duration.ofHours(23));
            world.insert("ada");
            assertThat(isAnalyzed(world)).isFalse();

            clock.move(Duration.ofHours(1));
            world.pqs().users().count();
            world.insert("grace");
            Await.until("statistics of the users", () -> isAnalyzed(world));
        }
    }

    @Test
    void aDayLater_timingsOff_theEndOfAScopeHasItOptimizedToo() {
        MovableClock clock = new MovableClock();
        try (World world = new World(folder, at -> at.clock(clock).timings(false))) {
            insert(world, 1_000);
            assertThat(isAnalyzed(world)).isFalse();
            clock.move(Duration.ofDays(1));
            world.database().write(() -> {});
            Await.until("statistics of the users", () -> isAnalyzed(world));
        }
    }
}
