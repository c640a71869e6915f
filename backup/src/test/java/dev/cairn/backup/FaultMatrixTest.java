package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import dev.cairn.backup.format.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the fault matrix that need one process only; those with processes are in the package below. */
class FaultMatrixTest {
    private static final Identity ADA = Identity.generate();

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void nameRepository() {
        repository = folder.resolve("backups");
    }

    private BackupsBuilder plain() {
        return Backups.in(repository).unencrypted();
    }

    private Shop shop(int orders) {
        return Shop.filled(folder.resolve("shop.db"), orders);
    }

    private void restores(Backups backups, Backup backup, Shop shop) {
        Path target = folder.resolve("restored-" + backup.id() + ".db");
        backups.restoreToNew(backup.id(), target);
        assertThat(new Shop(target).state()).isEqualTo(shop.state());
    }

    private static Manifest manifest(Backup backup) {
        try {
            return Manifest.read("m", Files.readAllBytes(backup.path().resolve(Manifest.FILE)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A writer that never pauses; each transaction adds one order and counts it. */
    private static final class Writer implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final AtomicReference<SQLException> failure = new AtomicReference<>();
        private final Thread thread;

        Writer(Shop shop, String... more) {
            thread = new Thread(() -> write(shop, more), "writer");
            thread.start();
        }

        private void write(Shop shop, String... more) {
            try (Connection connection = shop.open();
                    Statement statement = connection.createStatement();
                    PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO orders (customer_id, status, detail) VALUES (1, 'open', ?)")) {
                while (!stop.get()) {
                    insert.setString(1, "order " + written.get());
                    insert.executeUpdate();
                    written.incrementAndGet();
                    for (String sql : more) {
                        statement.execute(sql);
                    }
                }
            } catch (SQLException e) {
                failure.set(e);
            }
        }

        void awaitWrites(long count) {
            long from = written.get();
            while (written.get() < from + count && thread.isAlive()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            stop.set(true);
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat((Throwable) failure.get()).isNull();
        }
    }

    @Test
    void row06_unthrottledWriter_neverStarvesASnapshot() {
        Shop shop = shop(60_000);
        Backups backups = plain().readBack(false).compression(1).build();
        long idle = backups.take(shop.file(), Backup.Kind.FULL).duration().toNanos();
        try (Writer writer = new Writer(shop)) {
            for (int i = 0; i < 3; i++) {
                writer.awaitWrites(20);
                long before = writer.written.get() + 60_000;
                Backup backup = backups.take(shop.file(), Backup.Kind.FULL);
                long after = writer.written.get() + 60_001;
                assertThat(backup.duration().toNanos()).isLessThan(5 * idle + TimeUnit.SECONDS.toNanos(3));
                Manifest manifest = manifest(backup);
                assertThat(manifest.facts().tables().get("orders")).isBetween(before, after);
            }
        }
        assertThat(backups.verifyAll(Level.RESTORED)).allMatch(Verification::ok);
        shop.requireSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "increment", "encrypted", "uncompressed"})
    void row11_bitFlips_areFoundAndTheFileIsNamed(String kind) throws IOException {
        assertThat(new Flips(folder, kind).flip(40, new Random(11))).isEmpty();
    }

    @Test
    void row18_foreignKeysBroken_isFlaggedAndStrictnessRefuses() {
        Shop shop = shop(100).run("PRAGMA foreign_keys = OFF", "DELETE FROM customers WHERE id < 5");
        Backup backup = plain().build().take(shop.file());
        assertThat(backup.defects()).singleElement().asString().contains("orders", "customers");
        assertThat(plain().build().prove(backup.id()).requireOk().defects()).isEqualTo(backup.defects());
        restores(plain().build(), backup, shop);
        refused(Kind.NOT_STRICT, () -> plain().strict(true).build().take(shop.file()));
    }

    @Test
    void row18_damagedPage_isFlaggedAndOlderBackupsStay() throws IOException {
        Shop shop = shop(2_000);
        Backup sound = plain().build().take(shop.file());
        shop.run("PRAGMA wal_checkpoint(TRUNCATE)");
        byte[] bytes = Files.readAllBytes(shop.file());
        java.util.Arrays.fill(bytes, 4096 * 20, 4096 * 20 + 300, (byte) 0x33);
        Files.write(shop.file(), bytes);
        refused(Kind.NOT_STRICT, () -> plain().strict(true).build().take(shop.file(), Backup.Kind.FULL));
        Backup damaged = plain().retention(Retention.days(0)).build().take(shop.file(), Backup.Kind.FULL);
        assertThat(damaged.defects()).isNotEmpty();
        Path target = folder.resolve("restored.db");
        plain().build().restoreToNew(damaged.id(), target);
        assertThat(Files.mismatch(
                        target,
                        Backups.toFile(shop.file(), folder.resolve("copy.db")).path()))
                .isEqualTo(-1);
        assertThat(plain().build().list()).extracting(Backup::id).contains(sound.id());
    }

    @Test
    void row19_repositoryInTheWay_isRefused() throws IOException {
        Shop inside = Shop.filled(Files.createDirectories(repository).resolve("shop.db"), 3);
        refused(Kind.SAME_FILE, () -> plain().build().take(inside.file()));
        Path link = Files.createSymbolicLink(folder.resolve("link"), repository);
        refused(Kind.SAME_FILE, () -> plain().build().take(link.resolve("shop.db")));
        refused(
                Kind.TARGET_EXISTS,
                () -> Backups.toFile(
                        inside.file(),
                        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"))));
        inside.requireSound();
    }

    @Test
    void row19_linkToTheDatabase_isBackedUpAsThatDatabase() throws IOException {
        Shop shop = shop(30);
        Path link = Files.createSymbolicLink(folder.resolve("current.db"), shop.file());
        Backup backup = plain().build().take(link);
        restores(plain().build(), backup, shop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "with'quote", "with\"double", "é漢字", "per%20cent?x=1#y", "semi;colon&and"})
    void row20_namesOfEveryKind_work(String name) throws IOException {
        Path odd = Files.createDirectory(folder.resolve(name));
        Shop shop = Shop.filled(odd.resolve("shop.db"), 10);
        Path file = Files.move(shop.file(), odd.resolve(name + ".db"));
        Backups backups = Backups.in(odd.resolve("backups " + name))
                .recipient(ADA.recipients().get(0))
                .identity(ADA)
                .build();
        Backup backup = backups.take(file);
        Path target = odd.resolve("restored " + name + ".db");
        assertThat(backups.restoreToNew(backup.id(), target).path()).isEqualTo(target);
        assertThat(backups.prove().ok()).isTrue();
        assertThat(Backups.toFile(file, odd.resolve("copy " + name)).tables()).hasSize(2);
    }

    @Test
    void row21_listenerThrows_cancels() {
        Shop shop = shop(30_000);
        AssertionError mine = new AssertionError("mine");
        Backups backups = plain().progress(p -> {
                    throw mine;
                })
                .build();
        BackupException refusal = refused(Kind.CANCELLED, () -> backups.take(shop.file()));
        assertThat(refusal).hasCause(mine);
        nothingIsLeft();
        shop.requireSound();
    }

    @Test
    void row21_listenerBlocks_isLeftBehind() {
        Shop shop = shop(3_000);
        CountDownLatch never = new CountDownLatch(1);
        Backups backups = plain().progress(p -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        restores(plain().build(), backups.take(shop.file()), shop);
        never.countDown();
    }

    @Test
    void row21_listenerReenters_isRefusedOrDone() {
        Shop shop = shop(3_000);
        AtomicInteger calls = new AtomicInteger();
        AtomicReference<Kind> refusal = new AtomicReference<>();
        CountDownLatch heard = new CountDownLatch(1);
        Backups inner = plain().build();
        Backups backups = plain().progress(p -> {
                    if (calls.getAndIncrement() == 0) {
                        try {
                            inner.take(shop.file());
                        } catch (BackupException e) {
                            refusal.set(e.kind());
                        }
                        heard.countDown();
                    }
                })
                .build();
        Backup backup = backups.take(shop.file());
        restores(plain().build(), backup, shop);
        assertThat(refusal.get()).isIn(null, Kind.LOCKED);
    }

    @Test
    void row21_backupListenerThrows_changesNothing() {
        Shop shop = shop(10);
        Backup backup = plain().listener(e -> {
                    throw new IllegalStateException("at " + e.status());
                })
                .build()
                .take(shop.file());
        restores(plain().build(), backup, shop);
    }

    private void nothingIsLeft() {
        assertThat(repository.resolve("b")).isEmptyDirectory();
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"SNAPSHOT", "CHECK", "DIGEST", "PACK", "READ_BACK"})
    void row22_interruptedInEachPhase_stopsSoonAndLeavesNothing(Phase phase) throws Exception {
        Shop shop = shop(50_000);
        AtomicLong asked = new AtomicLong();
        Thread taking = Thread.currentThread();
        Throwable refusal = null;
        for (int i = 0; refusal == null && i < 20; i++) {
            // On a busy machine a short phase may be over before anybody is told of it.
            asked.set(0);
            repository = folder.resolve("backups" + i);
            Backups backups = plain().progress(p -> {
                        if (p.phase() == phase && asked.compareAndSet(0, System.nanoTime())) {
                            taking.interrupt();
                        }
                    })
                    .build();
            refusal = catchThrowable(() -> backups.take(shop.file()));
        }
        long latency = System.nanoTime() - asked.get();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toMillis(latency)).isLessThan(1_000);
        assertThat(refusal)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
        nothingIsLeft();
        // The write lock was given back.
        shop.run("INSERT INTO customers (name) VALUES ('after')");
        shop.requireSound();
        assertThat(plain().build().take(shop.file()).kind()).isEqualTo(Backup.Kind.FULL);
    }

    @Test
    void row22_interruptedUnderAWriter_stopsSoon() throws Exception {
        Shop shop = shop(50_000);
        try (Writer writer = new Writer(shop)) {
            writer.awaitWrites(10);
            AtomicLong asked = new AtomicLong();
            Thread taking = Thread.currentThread();
            Backups backups = plain().progress(p -> {
                        if (p.phase() == Phase.SNAPSHOT && asked.compareAndSet(0, System.nanoTime())) {
                            taking.interrupt();
                        }
                    })
                    .build();
            refused(Kind.CANCELLED, () -> backups.take(shop.file()));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(System.nanoTime() - asked.get()).isLessThan(TimeUnit.SECONDS.toNanos(1));
            writer.awaitWrites(10);
        }
        nothingIsLeft();
    }

    @Test
    void row22_restoreInterrupted_leavesNothing() {
        Shop shop = shop(30_000);
        Backup backup = plain().build().take(shop.file());
        Thread.currentThread().interrupt();
        Path target = folder.resolve("target.db");
        refused(Kind.CANCELLED, () -> plain().build().restoreToNew(backup.id(), target));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Shop.filesBelow(folder)).noneMatch(f -> f.toString().contains("target.db"));
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536})
    void row25_everyPageSize_roundTrips(int pageSize) {
        Shop shop = new Shop(folder.resolve("shop.db")).run("PRAGMA page_size = " + pageSize, "VACUUM");
        Shop.filled(shop.file(), 700);
        assertThat(shop.texts("PRAGMA page_size")).containsExactly(Integer.toString(pageSize));
        Backups backups = plain().build();
        restores(backups, backups.take(shop.file()), shop);
        shop.run("UPDATE customers SET name = 'other' WHERE id = 7");
        Backup increment = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        restores(backups, increment, shop);
        assertThat(backups.verifyAll(Level.RESTORED)).allMatch(Verification::ok);
    }

    @Test
    void row25_everyShapeOfSchema_roundTrips() {
        Shop shop = new Shop(folder.resolve("shop.db"))
                .run(
                        "PRAGMA auto_vacuum = INCREMENTAL",
                        "PRAGMA encoding = 'UTF-16be'",
                        "PRAGMA journal_mode = WAL",
                        "PRAGMA application_id = 1129333582",
                        "PRAGMA user_version = 42",
                        "CREATE TABLE w (a TEXT, b BLOB, PRIMARY KEY (a, b)) WITHOUT ROWID",
                        "CREATE TABLE g (a INTEGER, b INTEGER AS (a * 2) STORED, c TEXT AS (b || 'x'))",
                        "CREATE TABLE s (a INTEGER PRIMARY KEY AUTOINCREMENT, b REAL) STRICT",
                        "CREATE VIRTUAL TABLE f USING fts5(title, body)",
                        "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)",
                        "CREATE TABLE \"odd \"\" name\" (\"select\" TEXT)",
                        "CREATE VIEW v AS SELECT a FROM w",
                        "CREATE TRIGGER t AFTER INSERT ON g BEGIN INSERT INTO s (b) VALUES (new.a); END",
                        "CREATE INDEX e ON g (a + b) WHERE a > 3",
                        "INSERT INTO w VALUES ('é漢', randomblob(20000)), ('', x'')",
                        "INSERT INTO g (a) VALUES (1), (5), (NULL)",
                        "INSERT INTO f VALUES ('the title', 'some body text')",
                        "INSERT INTO r VALUES (1, 2.5, 3.5)",
                        "INSERT INTO \"odd \"\" name\" VALUES ('it''s')",
                        "ANALYZE");
        Backups backups = Backups.in(repository)
                .recipient(ADA.recipients().get(0))
                .identity(ADA)
                .build();
        Backup backup = backups.take(shop.file());
        Path target = folder.resolve("restored.db");
        backups.restoreToNew(backup.id(), target);
        Shop restored = new Shop(target);
        assertThat(restored.texts("SELECT quote(a) || quote(b) FROM w"))
                .isEqualTo(shop.texts("SELECT quote(a) || quote(b) FROM w"));
        assertThat(restored.texts("SELECT title FROM f WHERE f MATCH 'body'")).containsExactly("the title");
        assertThat(restored.texts("SELECT c FROM g")).isEqualTo(shop.texts("SELECT c FROM g"));
        assertThat(restored.texts("PRAGMA user_version")).containsExactly("42");
        assertThat(restored.texts("PRAGMA encoding")).containsExactly("UTF-16be");
        restored.requireSound();
        assertThat(backup.defects()).isEmpty();
    }

    @Test
    void row27_schemaChangingMeanwhile_isFromBeforeOrAfter() {
        Shop shop = shop(5_000);
        Backups backups = plain().readBack(false).build();
        List<Backup> made = new ArrayList<>();
        try (Writer writer =
                new Writer(shop, "CREATE TABLE extra (a)", "INSERT INTO extra VALUES (1)", "DROP TABLE extra")) {
            for (int i = 0; i < 8; i++) {
                writer.awaitWrites(3);
                made.add(backups.take(shop.file(), Backup.Kind.FULL));
            }
        }
        assertThat(made).allSatisfy(b -> assertThat(b.tables()).contains("customers", "orders"));
        assertThat(backups.verifyAll(Level.RESTORED)).hasSize(8).allMatch(Verification::ok);
    }

    @Test
    void row31_rollbackJournal_isToldAndStrictnessRefuses() {
        Shop shop = shop(100).run("PRAGMA journal_mode = DELETE");
        Backup backup = plain().build().take(shop.file());
        assertThat(backup.warnings()).singleElement().asString().contains("WAL");
        restores(plain().build(), backup, shop);
        refused(Kind.NOT_STRICT, () -> plain().strict(true).build().take(shop.file()));
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    void row31_lockedExclusively_isBusy() throws SQLException {
        Shop shop = shop(100).run("PRAGMA journal_mode = DELETE");
        try (Connection connection = shop.open();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            BackupException refusal = refused(Kind.BUSY, () -> plain().build().take(shop.file()));
            assertThat(refusal.kind().retryable()).isTrue();
            statement.execute("ROLLBACK");
        }
        restores(plain().build(), plain().build().take(shop.file()), shop);
    }
}
