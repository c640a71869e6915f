package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restoring in place a database that is open here, and stays so. */
class RestoreLiveTest {
    private static final RestorePolicy CAREFUL = RestorePolicy.careful();

    @TempDir
    Path folder;

    private Shop shop;
    private Backups backups;
    private Versions versions;

    @BeforeEach
    void nameShop() {
        shop = new Shop(folder.resolve("shop.db"));
        backups = Backups.in(folder.resolve("backups")).unencrypted().build();
        versions = new Versions(folder);
    }

    /** Nothing is left but the lock and the restore points. */
    @AfterEach
    void requireTidy() {
        assertThat(folder.resolve("shop.db-restore"))
                .isDirectoryNotContaining(path ->
                        !List.of("lock", "points").contains(path.getFileName().toString()));
        shop.requireSound();
    }

    @Test
    void restore_liveDatabase_goesOnWithWhatWasBackedUp() {
        try (Database database = versions.filled(shop.file(), 2_000)) {
            Backup backup = backups.take(database);
            assertThat(count(database)).isEqualTo(2_000);
            database.write(() -> database.dsl().execute("DELETE FROM orders WHERE id % 2 = 0"));
            assertThat(count(database)).isEqualTo(1_000);

            Restored restored = backups.restore(backup.id(), database, CAREFUL);

            assertThat(count(database)).isEqualTo(2_000);
            database.write(() -> database.dsl().execute("DELETE FROM orders WHERE id = 1"));
            assertThat(count(database)).isEqualTo(1_999);
            assertThat(restored.fenced()).isLessThanOrEqualTo(restored.duration());
            assertThat(database.inspect().health().problems()).isEmpty();
        }
    }

    private static int count(Database database) {
        return database.read(() -> database.dsl().fetchCount(org.jooq.impl.DSL.table("orders")));
    }

    @Test
    void restore_liveUnderReadersAndAWriter_noneFailsAndNoneSeesAMixture() throws Exception {
        restoreUnderLoad(3, 200);
    }

    @Test
    @Tag("torture")
    void restore_live20TimesUnderReadersAndAWriter_noneFailsAndNoneSeesAMixture() throws Exception {
        System.out.println(restoreUnderLoad(20, 20_000));
    }

    /** The counter says how many orders there are, in whichever state: a mixed read would differ. */
    private String restoreUnderLoad(int rounds, long readsBetween) throws Exception {
        try (Database database = versions.filled(shop.file(), 5_000)) {
            database.write(() -> database.dsl().execute("UPDATE customers SET name = '5000' WHERE id = 50"));
            Backup backup = backups.take(database);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong reads = new AtomicLong();
            AtomicLong writes = new AtomicLong();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(new Thread(() -> whileNot(stop, failure, () -> {
                    requireOneState(database);
                    reads.incrementAndGet();
                })));
            }
            threads.add(new Thread(() -> whileNot(stop, failure, () -> {
                order(database);
                writes.incrementAndGet();
            })));
            threads.forEach(Thread::start);
            Duration longest = Duration.ZERO;
            for (int round = 0; round < rounds; round++) {
                long from = reads.get();
                while (reads.get() < from + readsBetween && failure.get() == null) {
                    Thread.onSpinWait();
                }
                Duration fenced =
                        backups.restore(backup.id(), database, CAREFUL).fenced();
                longest = fenced.compareTo(longest) > 0 ? fenced : longest;
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(writes.get()).isPositive();
            requireOneState(database);
            return rounds + " restores, " + reads + " reads, " + writes + " writes, longest fence " + longest;
        }
    }

    private static void whileNot(AtomicBoolean stop, AtomicReference<Throwable> failure, Runnable body) {
        try {
            while (!stop.get()) {
                body.run();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private static void requireOneState(Database database) {
        database.read(() -> {
            Object counted = database.dsl().fetchValue("SELECT name FROM customers WHERE id = 50");
            assertThat(counted).isEqualTo(Integer.toString(count(database)));
        });
    }

    private static void order(Database database) {
        database.write(() -> {
            database.dsl().execute("INSERT INTO orders (customer_id, status, detail) VALUES (1, 'open', 'new')");
            database.dsl().execute("UPDATE customers SET name = (SELECT count(*) FROM orders) WHERE id = 50");
        });
    }

    @Test
    void row28_olderSchema_isMigratedWhenTheDatabaseOpensAgain() {
        Backup old;
        try (Database database = versions.filled(shop.file(), 100)) {
            old = backups.take(database);
        }
        try (Database database = versions.open(shop.file(), 2)) {
            database.write(() -> database.dsl().execute("UPDATE customers SET city = 'Paris'"));
            backups.restore(old.id(), database, CAREFUL);
            assertThat(database.read(() -> database.dsl().fetch("SELECT city FROM customers WHERE city IS NOT NULL")))
                    .isEmpty();
            database.write(() -> database.dsl().execute("UPDATE customers SET city = 'Rome' WHERE id = 1"));
        }
    }

    @Test
    void row28_newerSchemaOnALiveDatabase_saysSoAndKeepsThePoint() throws IOException {
        Path other = folder.resolve("newer");
        Backup newer;
        try (Database database = versions.open(Files.createDirectory(other).resolve("shop.db"), 2)) {
            database.write(() -> database.dsl().execute("ALTER TABLE orders RENAME COLUMN detail TO more"));
            newer = backups.take(database);
        }
        try (Database database = versions.filled(shop.file(), 10)) {
            BackupException refusal = refused(Kind.NOT_REOPENED, () -> backups.restore(newer.id(), database, CAREFUL));
            assertThat(new Shop(Path.of(refusal.field("point").orElseThrow())).orders())
                    .isEqualTo(10);
            assertThat(catchThrowableOfType(DalException.class, () -> count(database))
                            .kind())
                    .isEqualTo(DalException.Kind.CLOSED);
        }
    }

    @Test
    void restore_liveDatabaseOfAnotherPageSize_isSwappedAndGoesOn() {
        Path other = folder.resolve("other.db");
        new Shop(other).run("PRAGMA page_size = 8192", "VACUUM");
        Backups others = Backups.in(folder.resolve("others"))
                .unencrypted()
                .database("other.db")
                .build();
        Backup backup;
        try (Database database = versions.filled(other, 700)) {
            backup = others.take(database);
        }
        try (Database database = versions.filled(shop.file(), 30)) {
            assertThat(others.planRestore(Optional.empty(), database, CAREFUL).way())
                    .isEqualTo(Way.SWAP);
            others.restore(backup.id(), database, CAREFUL);
            assertThat(count(database)).isEqualTo(700);
            database.write(() -> database.dsl().execute("DELETE FROM orders"));
        }
        assertThat(shop.orders()).isZero();
    }
}
