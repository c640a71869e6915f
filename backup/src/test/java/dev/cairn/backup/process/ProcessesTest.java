package dev.cairn.backup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Backups;
import dev.cairn.backup.HoldingProgram;
import dev.cairn.backup.Level;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.Shop;
import dev.cairn.backup.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the fault matrix that need other processes. */
class ProcessesTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;
    private Backups backups;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 20_000);
        repository = folder.resolve("backups");
        backups = Backups.in(repository).unencrypted().build();
    }

    private Child taking(int count) throws InterruptedException {
        return Child.start(folder, BackingUpProgram.class, shop.file(), repository, count)
                .await("ready");
    }

    @Test
    void row01_backupKilledAnywhere_nothingHalfIsVisible() throws Exception {
        killBackups(4, new Torture(1));
    }

    @Test
    @Tag("torture")
    void row01_backupKilledAnywhere50Times_nothingHalfIsVisible() throws Exception {
        killBackups(50, new Torture(0.4));
    }

    private void killBackups(int kills, Torture torture) throws Exception {
        long takes;
        try (Child child = taking(2)) {
            long start = System.nanoTime();
            child.go().ends(0);
            takes = System.nanoTime() - start;
        }
        Map<String, Integer> found = new TreeMap<>();
        int done = 0;
        for (; done < kills && torture.timeIsLeft(); done++) {
            // Anywhere from the first to the last moment of its first backups; it would go on for ever.
            double when = 2 * (done + torture.random().nextDouble()) / kills;
            int before = backups.list().size();
            try (Child child = taking(10_000)) {
                child.go().killAfter(Duration.ofNanos((long) (when * takes)));
                int visible = backups.list().size() - before;
                assertThat(visible).isGreaterThanOrEqualTo(child.all("took").size());
                found.merge(visible + " done, " + leftOvers() + " half", 1, Integer::sum);
            }
            assertThat(backups.verifyAll(Level.CONTENT)).allMatch(Verification::ok);
            shop.requireSound();
            Backup next = backups.take(shop.file());
            assertThat(backups.verify(next.id(), Level.RESTORED).ok()).isTrue();
            assertThat(leftOvers()).isZero();
            assertThat(repository.resolve("tmp")).isEmptyDirectory();
        }
        System.out.printf("backups: %d kills within %d ms, found %s, %s%n", done, takes / 1_000_000, found, torture);
    }

    private long leftOvers() throws IOException {
        try (var files = Files.list(repository.resolve("b"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(".")).count();
        }
    }

    @Test
    void row02_writerKilledMeanwhile_backupsHoldCommittedPrefixes() throws Exception {
        killWriters(2, new Torture(1));
    }

    @Test
    @Tag("torture")
    void row02_writerKilledMeanwhile20Times_backupsHoldCommittedPrefixes() throws Exception {
        killWriters(20, new Torture(0.3));
    }

    private void killWriters(int kills, Torture torture) throws Exception {
        shop.run("CREATE TABLE log (n INTEGER)", "CREATE TABLE counter (n INTEGER)", "INSERT INTO counter VALUES (0)");
        for (int done = 0; done < kills && torture.timeIsLeft(); done++) {
            shop.run("DELETE FROM log", "UPDATE counter SET n = 0");
            try (Child writer = Child.start(folder, OrderingProgram.class, shop.file())) {
                writer.await("acked " + (1 + torture.random().nextInt(500)));
                long before = writer.number("acked");
                Backup meanwhile = backups.take(shop.file(), Backup.Kind.FULL);
                writer.killAfter(Duration.ZERO);
                long acked = writer.number("acked");
                Backup after = backups.take(shop.file());
                requirePrefix(meanwhile, before);
                requirePrefix(after, acked);
            }
        }
        shop.requireSound();
    }

    private void requirePrefix(Backup backup, long atLeast) throws IOException {
        Path target = folder.resolve("prefix.db");
        backups.restoreToNew(backup.id(), target);
        Shop restored = new Shop(target);
        String log = restored.texts("SELECT count(*) || ' ' || coalesce(max(n), 0) FROM log")
                .get(0);
        String counted = restored.texts("SELECT n || ' ' || n FROM counter").get(0);
        assertThat(log).isEqualTo(counted);
        assertThat(Long.parseLong(log.substring(0, log.indexOf(' ')))).isGreaterThanOrEqualTo(atLeast);
        restored.requireSound();
        Files.delete(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void row09_anotherProcessHasItOpen_isNamedAndIdleOnesToo(String mode) throws Exception {
        Backup backup = backups.take(shop.file());
        shop.run("PRAGMA journal_mode = " + mode, "DELETE FROM orders WHERE id > 5");
        try (Child other = Child.start(folder, OpenProgram.class, shop.file()).await("orders 5")) {
            BackupException refusal = catchThrowableOfType(
                    BackupException.class, () -> backups.restore(backup.id(), shop.file(), RestorePolicy.careful()));
            assertThat(refusal.kind()).isEqualTo(Kind.IN_USE);
            assertThat(refusal.field("users")).get().asString().contains("pid " + other.pid());
            assertThat(shop.orders()).isEqualTo(5);

            backups.restore(backup.id(), shop.file(), RestorePolicy.careful().forced());

            other.go().await("orders 20000");
            other.killAfter(Duration.ZERO);
        }
        assertThat(shop.requireSound().orders()).isEqualTo(20_000);
    }

    @Test
    void row24_twoProcesses_secondIsToldWhoWasFirst() throws Exception {
        Backup first = backups.take(shop.file());
        try (Child child = Child.start(folder, HoldingProgram.class, repository).await("holding")) {
            BackupException refusal = catchThrowableOfType(BackupException.class, () -> backups.take(shop.file()));
            assertThat(refusal.kind()).isEqualTo(Kind.LOCKED);
            assertThat(refusal.field("holder")).get().asString().contains("pid ");
            assertThat(catchThrowableOfType(BackupException.class, () -> backups.pin(first.id()))
                            .kind())
                    .isEqualTo(Kind.LOCKED);
            // Reading goes on meanwhile.
            assertThat(backups.verify(first.id(), Level.RESTORED).ok()).isTrue();
            child.killAfter(Duration.ZERO);
        }
        // What a killed process held is free.
        assertThat(backups.take(shop.file()).id()).isNotEmpty();
        try (Child child = Child.start(folder, HoldingProgram.class, repository).await("holding")) {
            child.go().ends(0);
        }
        assertThat(backups.take(shop.file()).id()).isNotEmpty();
        assertThat(backups.list()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void row30_everyOperation_keepsTheLocksOfThisProcess(String mode) throws Exception {
        shop.run("PRAGMA journal_mode = " + mode);
        try (Child probe = Child.start(folder, LockProbe.class, shop.file()).await("ready");
                Connection writer = shop.open();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO customers (name) VALUES ('mine')");
            List<Runnable> operations = List.of(
                    () -> backups.take(shop.file()),
                    () -> backups.take(shop.file(), Backup.Kind.FULL),
                    () -> Backups.toFile(shop.file(), folder.resolve("copy.db")),
                    () -> backups.verifyAll(Level.RESTORED),
                    () -> backups.prove(),
                    () -> backups.restoreToNew(backups.list().get(0).id(), folder.resolve("new.db")),
                    () -> backups.standing());
            int asked = 0;
            for (Runnable operation : operations) {
                operation.run();
                probe.go();
                asked++;
                while (probe.all("probe").size() < asked) {
                    Thread.onSpinWait();
                }
                assertThat(probe.all("probe")).containsOnly("locked");
            }
            statement.execute("COMMIT");
        }
        assertThat(shop.requireSound().texts("SELECT count(*) FROM customers WHERE name = 'mine'"))
                .containsExactly("1");
    }

    @Test
    void row21_listenerThrowing_isSilentUnderJniChecks() throws Exception {
        try (Child child = Child.start(folder, ThrowingProgram.class, shop.file(), repository)) {
            child.ends(0);
            assertThat(child.all("cancelled")).hasSize(1);
            assertThat(child.all("WARNING in native")).isEmpty();
            assertThat(child.all("FATAL")).isEmpty();
        }
    }
}
