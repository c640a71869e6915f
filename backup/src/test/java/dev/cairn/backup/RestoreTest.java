package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.file.Imprint;
import dev.cairn.dal.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restoring in place, when nothing fails. */
class RestoreTest {
    private static final RestorePolicy CAREFUL = RestorePolicy.careful();

    @TempDir
    Path folder;

    private Shop shop;
    private Backups backups;
    private Versions versions;

    @BeforeEach
    void makeShop() {
        shop = new Shop(folder.resolve("shop.db"));
        backups = Backups.in(folder.resolve("backups")).unencrypted().build();
        versions = new Versions(folder);
    }

    private Path site() {
        return folder.resolve("shop.db-restore");
    }

    /** Nothing is left but the lock and the restore points. */
    private void requireTidy() {
        assertThat(site())
                .isDirectoryNotContaining(path ->
                        !List.of("lock", "points").contains(path.getFileName().toString()));
        assertThat(Backups.unfinishedRestore(shop.file())).isEmpty();
        assertThat(Backups.recover(shop.file())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void restore_closedFile_isAsItWasBackedUpAndWhatWasThereIsKept(String mode) {
        Shop.filled(shop.file(), 3_000).run("PRAGMA journal_mode = " + mode);
        List<String> then = shop.state();
        Backup backup = backups.take(shop.file());
        shop.run("DELETE FROM orders WHERE id % 3 = 0", "CREATE TABLE more (a)", "UPDATE customers SET name = 'x'");
        List<String> before = shop.state();

        List<RestoreState> states = new ArrayList<>();
        Restored restored = backups.restore(backup.id(), shop.file(), CAREFUL.onState(states::add));

        assertThat(shop.requireSound().state()).isEqualTo(then);
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly(mode.toLowerCase(java.util.Locale.ROOT));
        assertThat(states)
                .containsExactly(
                        RestoreState.REQUESTED,
                        RestoreState.RESOLVED,
                        RestoreState.STAGED,
                        RestoreState.STAGE_VERIFIED,
                        RestoreState.FENCED,
                        RestoreState.RESTORE_POINT,
                        RestoreState.APPLYING,
                        RestoreState.APPLIED,
                        RestoreState.LIVE_VERIFIED,
                        RestoreState.UNFENCED);
        assertThat(new Shop(restored.point().orElseThrow()).state()).isEqualTo(before);
        assertThat(restored.way()).isEqualTo(Way.IN_PLACE);
        assertThat(restored.warnings()).isEmpty();
        assertThat(restored.tables()).containsExactly("customers", "orders");
        requireTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL to DELETE", "DELETE to WAL"})
    void restore_otherJournalMode_keepsThatOfTheDatabase(String modes) {
        Shop.filled(shop.file(), 500).run("PRAGMA journal_mode = " + modes.split(" to ", 2)[0]);
        List<String> then = shop.state();
        Backup backup = backups.take(shop.file());
        String mode = modes.split(" to ", 2)[1];
        shop.run("PRAGMA journal_mode = " + mode, "DELETE FROM orders");

        backups.restore(backup.id(), shop.file(), CAREFUL);

        assertThat(shop.requireSound().state()).isEqualTo(then);
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly(mode.toLowerCase(java.util.Locale.ROOT));
        requireTidy();
    }

    @Test
    void restore_increment_isThatStateAndTheNextBackupGoesOn() {
        Shop.filled(shop.file(), 2_000);
        backups.take(shop.file());
        shop.run("UPDATE orders SET status = 'shipped' WHERE id < 20");
        List<String> then = shop.state();
        Backup increment = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        shop.run("DELETE FROM orders");

        backups.restore(increment.id(), shop.file(), CAREFUL);

        assertThat(shop.requireSound().state()).isEqualTo(then);
        Backup next = backups.take(shop.file());
        assertThat(next.kind()).isEqualTo(Backup.Kind.INCREMENTAL);
        assertThat(backups.verify(next.id(), Level.RESTORED).ok()).isTrue();
    }

    @Test
    void row28_newerSchema_isRefusedByTheCheckBeforeAnythingIsTouched() {
        Backup newer;
        try (Database database = versions.open(shop.file(), 2)) {
            newer = backups.take(database);
            database.write(() -> database.dsl().execute("INSERT INTO customers (name) VALUES ('later')"));
        }
        IllegalStateException mine = new IllegalStateException("too new");
        RestorePolicy checked = CAREFUL.check(file -> {
            if (new Shop(file).texts("SELECT count(*) FROM migration_history").contains("2")) {
                throw mine;
            }
        });
        BackupException refusal =
                refused(Kind.RESTORE_REFUSED, () -> backups.restore(newer.id(), shop.file(), checked));
        assertThat(refusal).hasCause(mine);
        assertThat(shop.texts("SELECT name FROM customers")).containsExactly("later");
        assertThat(Backups.restorePoints(shop.file())).isEmpty();
        requireTidy();
    }

    @Test
    void restore_checkThatChangesTheFile_isRefused() {
        Shop.filled(shop.file(), 10);
        Backup backup = backups.take(shop.file());
        refused(
                Kind.RESTORE_REFUSED,
                () -> backups.restore(
                        backup.id(), shop.file(), CAREFUL.check(file -> new Shop(file).run("DELETE FROM orders"))));
        assertThat(shop.requireSound().orders()).isEqualTo(10);
        requireTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "garbage", "page size", "truncated"})
    void restore_whatSqliteCannotReplace_isSwapped(String what) throws IOException {
        Shop.filled(shop.file(), 2_000);
        List<String> then = shop.state();
        Backup backup = backups.take(shop.file());
        byte[] whole = Files.readAllBytes(shop.file());
        Files.delete(shop.file());
        switch (what) {
            case "missing" -> {}
            case "empty" -> Files.createFile(shop.file());
            case "garbage" -> Files.write(shop.file(), new byte[9_000]);
            case "truncated" -> Files.write(shop.file(), java.util.Arrays.copyOf(whole, whole.length / 2));
            default -> Shop.filled(shop.run("PRAGMA page_size = 1024", "VACUUM").file(), 5);
        }
        if (Files.exists(shop.file())) {
            Files.setPosixFilePermissions(shop.file(), PosixFilePermissions.fromString("rw-r-----"));
        }
        boolean readable = what.equals("page size");
        Restored restored = backups.restore(backup.id(), shop.file(), CAREFUL);
        assertThat(restored.way()).isEqualTo(Way.SWAP);
        assertThat(shop.requireSound().state()).isEqualTo(then);
        assertThat(restored.point().isPresent()).isEqualTo(!what.equals("missing"));
        if (!what.equals("missing")) {
            assertThat(Files.getPosixFilePermissions(shop.file()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
            assertThat(restored.point().orElseThrow().resolve("shop.db")).exists();
        }
        if (readable) {
            assertThat(new Shop(restored.point().orElseThrow().resolve("shop.db")).orders())
                    .isEqualTo(5);
        }
        requireTidy();
    }

    @Test
    void restore_overADamagedDatabase_keepsTheDamagedOne() throws IOException {
        Shop.filled(shop.file(), 2_000);
        List<String> then = shop.state();
        Backup backup = backups.take(shop.file());
        byte[] bytes = Files.readAllBytes(shop.file());
        java.util.Arrays.fill(bytes, 4096 * 20, 4096 * 20 + 300, (byte) 0x33);
        Files.write(shop.file(), bytes);
        Restored restored = backups.restore(backup.id(), shop.file(), CAREFUL);
        assertThat(shop.requireSound().state()).isEqualTo(then);
        assertThat(Imprint.of(restored.point().orElseThrow())).isNotEqualTo(Imprint.of(shop.file()));
        requireTidy();
    }

    @Test
    void planRestore_saysWhatWouldHappenAndTouchesNothing() throws Exception {
        Shop.filled(shop.file(), 500);
        backups.take(shop.file());
        shop.run("UPDATE orders SET status = 'x' WHERE id = 1");
        Backup newest = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        shop.run("DELETE FROM orders");
        byte[] before = Files.readAllBytes(shop.file());

        RestorePlan plan = backups.planRestore(Optional.empty(), shop.file(), CAREFUL);

        assertThat(plan.possible()).isTrue();
        assertThat(plan.backup().id()).isEqualTo(newest.id());
        assertThat(plan.chain()).hasSize(2).endsWith(newest.id());
        assertThat(plan.way()).isEqualTo(Way.IN_PLACE);
        assertThat(plan.pageSize()).isEqualTo(4096);
        assertThat(plan.size()).isEqualTo(newest.plainSize());
        assertThat(plan.needed()).isBetween(3 * plan.size(), 4 * plan.size());
        assertThat(plan.free()).isGreaterThan(plan.needed());
        assertThat(plan.users()).isEmpty();
        assertThat(Files.readAllBytes(shop.file())).isEqualTo(before);
        assertThat(site()).doesNotExist();
        try (Connection open = shop.open()) {
            RestorePlan refused = backups.planRestore(Optional.empty(), shop.file(), CAREFUL);
            assertThat(open.isClosed()).isFalse();
            assertThat(refused.users()).containsExactly("this process");
            assertThat(refused.refusals()).extracting(BackupException::kind).containsExactly(Kind.IN_USE);
            assertThat(backups.planRestore(Optional.empty(), shop.file(), CAREFUL.forced())
                            .possible())
                    .isTrue();
        }
    }

    @Test
    void restore_otherApplication_isRefusedUnlessForced() {
        Shop.filled(shop.file(), 10).run("PRAGMA application_id = 77");
        Backup backup = backups.take(shop.file());
        shop.run("PRAGMA application_id = 78");
        refused(Kind.OTHER_APPLICATION, () -> backups.restore(backup.id(), shop.file(), CAREFUL));
        backups.restore(backup.id(), shop.file(), CAREFUL.forced());
        assertThat(shop.texts("PRAGMA application_id")).containsExactly("77");
    }

    @Test
    void restore_throughALink_replacesTheFileItLeadsTo() throws IOException {
        Shop.filled(shop.file(), 10);
        Backup backup = backups.take(shop.file());
        shop.run("DELETE FROM orders");
        Path link = Files.createSymbolicLink(folder.resolve("current.db"), shop.file());
        Restored restored = backups.restore(backup.id(), link, CAREFUL);
        assertThat(restored.database()).isEqualTo(shop.file().toRealPath());
        assertThat(shop.requireSound().orders()).isEqualTo(10);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void restorePoints_outliveRetentionAndGoByTheirOwn() {
        SetClock clock = new SetClock("2026-11-01T10:00:00Z");
        Backups clocked = Backups.in(folder.resolve("backups"))
                .unencrypted()
                .clock(clock)
                .retention(Retention.days(0))
                .build();
        Shop.filled(shop.file(), 10);
        Backup backup = clocked.take(shop.file());
        Path first = clocked.restore(backup.id(), shop.file(), CAREFUL).point().orElseThrow();
        clock.pass(Duration.ofDays(5));
        clocked.take(shop.file(), Backup.Kind.FULL);
        Backup newer = clocked.take(shop.file(), Backup.Kind.FULL);
        assertThat(first).exists();
        Path second = clocked.restore(newer.id(), shop.file(), CAREFUL).point().orElseThrow();
        assertThat(Backups.restorePoints(shop.file()))
                .extracting(RestorePoint::path)
                .containsExactly(first, second);
        clock.pass(Duration.ofDays(3));
        Path third = clocked.restore(newer.id(), shop.file(), CAREFUL).point().orElseThrow();
        assertThat(Backups.restorePoints(shop.file()))
                .extracting(RestorePoint::path)
                .containsExactly(second, third);
        assertThat(Backups.deleteRestorePoints(shop.file(), Duration.ZERO)).hasSize(2);
        assertThat(Backups.restorePoints(shop.file())).isEmpty();
    }
}
