package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.process.Torture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the fault matrix in their full numbers. */
@Tag("torture")
class TortureTest {
    private static final int FLIPS = 2_000;
    private static final int STEP = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"full", "increment", "encrypted", "uncompressed"})
    void row11_2000FlipsOfEachFile_areFound(String kind) throws Exception {
        Torture torture = new Torture(0.08);
        Flips flips = new Flips(folder, kind);
        int done = 0;
        List<String> missed = new ArrayList<>();
        for (; done < FLIPS && torture.timeIsLeft(); done += STEP) {
            missed.addAll(flips.flip(STEP, torture.random()));
        }
        System.out.printf("%s: %d flips of each file, %d missed, %s%n", kind, done, missed.size(), torture);
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "increment", "encrypted", "uncompressed"})
    void row12_truncationsEvery64K_areFound(String kind) throws Exception {
        Torture torture = new Torture(0.05);
        assertThat(new Flips(folder, kind).truncate(100, torture.random())).isEmpty();
    }

    /** Beyond 1 GiB the file has a page that SQLite locks and never writes. */
    @Test
    void row25_moreThanAGibibyte_roundTrips() {
        Shop shop = new Shop(folder.resolve("shop.db"));
        shop.run(
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE big (id INTEGER PRIMARY KEY, body BLOB)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1150) "
                        + "INSERT INTO big SELECT i, randomblob(1000000) FROM n");
        Backups backups = Backups.in(folder.resolve("backups"))
                .unencrypted()
                .compression(1)
                .build();
        Backup backup = backups.take(shop.file());
        assertThat(backup.plainSize()).isGreaterThan(1L << 30);
        shop.run("UPDATE big SET body = randomblob(1000000) WHERE id % 100 = 0");
        Backup increment = backups.take(shop.file());
        assertThat(increment.kind()).isEqualTo(Backup.Kind.INCREMENTAL);
        assertThat(backups.verify(increment.id(), Level.RESTORED).ok()).isTrue();
    }

    /** Whatever is done in whatever order, every backup restores to the state in which it was taken. */
    @Test
    void anyHistory_everyBackup_restoresItsState() throws Exception {
        Torture torture = new Torture(0.1);
        int rounds = 0;
        for (; rounds < 40 && torture.timeIsLeft(); rounds++) {
            history(
                    folder.resolve("round" + rounds),
                    new Random(torture.random().nextLong()));
            DurableFiles.delete(folder.resolve("round" + rounds));
        }
        System.out.printf("histories: %d, %s%n", rounds, torture);
    }

    private static void history(Path place, Random random) throws Exception {
        DurableFiles.makeDirectory(place);
        Shop shop = Shop.filled(place.resolve("shop.db"), 300 + random.nextInt(2_000));
        Backups backups = Backups.in(place.resolve("backups"))
                .unencrypted()
                .longestChain(random.nextInt(6))
                .readBack(false)
                .build();
        java.util.Map<String, List<String>> states = new java.util.TreeMap<>();
        for (int i = 0; i < 12; i++) {
            switch (random.nextInt(6)) {
                case 0 -> shop.order(random.nextInt(200), random);
                case 1 -> shop.run("DELETE FROM orders WHERE id % 37 = " + random.nextInt(37));
                case 2 -> shop.run("VACUUM");
                case 3 -> shop.run("CREATE TABLE t" + i + " (a)", "INSERT INTO t" + i + " VALUES (" + i + ")");
                default -> shop.run("UPDATE orders SET status = 's" + i + "' WHERE id % 211 = " + random.nextInt(211));
            }
            Backup taken = backups.take(shop.file());
            states.put(taken.id(), shop.state());
            if (taken.kind() == Backup.Kind.INCREMENTAL && random.nextInt(4) == 0) {
                states.put(backups.compact().id(), shop.state());
            }
        }
        backups.prune(new Retention(0, 0, 0, 0, 0).daily(1).weekly(1));
        for (Backup backup : backups.list()) {
            Path target = place.resolve(backup.id() + ".db");
            backups.restoreToNew(backup.id(), target);
            assertThat(new Shop(target).state()).isEqualTo(states.get(backup.id()));
        }
    }
}
