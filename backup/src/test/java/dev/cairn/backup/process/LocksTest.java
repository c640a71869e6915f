package dev.cairn.backup.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Level;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.Shop;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Row 30 of the fault matrix: whatever is done, this process keeps its locks on a database that is open in it. */
@EnabledOnOs(OS.LINUX)
class LocksTest {
    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir
    Path folder;

    private Shop shop;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 20_000);
    }

    private boolean locked() {
        try {
            String mine = " " + ProcessHandle.current().pid() + " ";
            String inode = ":" + Files.getAttribute(shop.file(), "unix:ino") + " ";
            return Files.readAllLines(LOCKS).stream().anyMatch(line -> line.contains(mine) && line.contains(inode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does it, and looks meanwhile as often as that is possible. */
    private void requireLockedDuring(String name, Runnable operation) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        AtomicLong lost = new AtomicLong();
        CountDownLatch looked = new CountDownLatch(1);
        Thread looking = new Thread(
                () -> {
                    while (!stop.get()) {
                        if (!locked()) {
                            lost.incrementAndGet();
                        }
                        looks.incrementAndGet();
                        looked.countDown();
                    }
                },
                "looks at the locks");
        assertThat(locked()).as("before " + name).isTrue();
        looking.start();
        looked.await();
        try {
            operation.run();
        } finally {
            stop.set(true);
            looking.join();
        }
        assertThat(lost.get()).as("of " + looks + " looks during " + name).isZero();
        assertThat(locked()).as("after " + name).isTrue();
    }

    @Test
    void row30_everyOperationOnALiveDatabase_keepsTheLocksOfThisProcess() throws Exception {
        Backups backups = Backups.in(folder.resolve("backups")).unencrypted().build();
        Backup first = backups.take(shop.file());
        try (Database database = Database.at(shop.file()).onOpen(OnOpen.TRUST).open()) {
            database.write(() -> database.dsl().execute("UPDATE orders SET status = 'sent' WHERE id < 100"));
            database.read(() -> database.dsl().fetch("SELECT count(*) FROM orders"));
            Map<String, Runnable> operations = new LinkedHashMap<>();
            operations.put("take", () -> backups.take(database));
            operations.put("verify", () -> backups.verifyAll(Level.RESTORED));
            operations.put("prove", backups::prove);
            operations.put("to a file", () -> Backups.toFile(shop.file(), folder.resolve("copy.db")));
            operations.put("to a new file", () -> backups.restoreToNew(first.id(), folder.resolve("new.db")));
            operations.put("plan", () -> backups.planRestore(Optional.empty(), database, RestorePolicy.careful()));
            operations.put(
                    "restore",
                    () -> backups.restore(
                            first.id(), database, RestorePolicy.careful().forced()));
            operations.put("nothing to recover", () -> Backups.recover(shop.file()));
            try (Child probe = Child.start(folder, ModeProbe.class, shop.file()).await("trying")) {
                for (Map.Entry<String, Runnable> operation : operations.entrySet()) {
                    requireLockedDuring(operation.getKey(), operation.getValue());
                }
                probe.go().ends(0);
                assertThat(probe.find("took it")).isEmpty();
                assertThat(probe.number("tries")).isGreaterThan(50);
            }
        }
        shop.requireSound();
    }
}
