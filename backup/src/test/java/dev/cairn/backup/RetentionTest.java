package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.store.Catalogue;
import dev.cairn.backup.store.Repository;
import dev.cairn.backup.store.RepositoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    Path folder;

    private final SetClock clock = new SetClock("2026-01-01T12:00:00Z");
    private Shop shop;
    private Backups backups;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 300);
        backups = at().build();
    }

    private BackupsBuilder at() {
        return Backups.in(folder.resolve("backups"))
                .unencrypted()
                .readBack(false)
                .clock(clock);
    }

    private List<String> fulls(int days) {
        List<String> ids = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            clock.pass(Duration.ofDays(1));
            ids.add(backups.take(shop.file(), Backup.Kind.FULL).id());
        }
        return ids;
    }

    private List<String> left() {
        return backups.list().stream().map(Backup::id).sorted().toList();
    }

    @Test
    void days_olderOnes_go() throws IOException {
        List<String> ids = fulls(10);
        RetentionPlan plan = backups.prune(Retention.days(4));
        assertThat(left()).isEqualTo(ids.subList(6, 10));
        assertThat(plan.deleted()).extracting(Backup::id).hasSize(6);
        assertThat(plan.kept()).hasSize(4);
        assertThat(new Repository(folder.resolve("backups")).catalogue().entries())
                .filteredOn(e -> e.event() == Catalogue.Event.DELETE)
                .hasSize(6);
        assertThat(backups.verifyAll(Level.RESTORED)).allMatch(Verification::ok);
    }

    @Test
    void plan_dryRun_deletesNothing() {
        List<String> ids = fulls(5);
        RetentionPlan plan = backups.planPrune(Retention.days(1));
        assertThat(plan.deleted()).extracting(Backup::id).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
        assertThat(left()).isEqualTo(ids);
    }

    @Test
    void periods_lastOfEach_isKept() {
        List<String> ids = fulls(75);
        // 2026-01-02 to 2026-03-17: the last of each month, of each of the last weeks, of each of the last days.
        backups.prune(Retention.days(0).daily(2).weekly(3).monthly(3).yearly(5));
        assertThat(left())
                .containsExactly(ids.get(29), ids.get(57), ids.get(65), ids.get(72), ids.get(73), ids.get(74));
    }

    @Test
    void zero_keepsTheNewestSoundFull() {
        List<String> ids = fulls(3);
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(ids.get(2));
        refused(Kind.BAD_SETTING, () -> Retention.days(-1));
    }

    @Test
    void increments_kept_keepWhatTheyBuildOn() {
        String full = backups.take(shop.file()).id();
        List<String> chain = new ArrayList<>(List.of(full));
        for (int i = 0; i < 4; i++) {
            clock.pass(Duration.ofDays(1));
            shop.run("UPDATE customers SET name = 'x" + i + "' WHERE id = 1");
            chain.add(backups.take(shop.file(), Backup.Kind.INCREMENTAL).id());
        }
        RetentionPlan plan = backups.prune(Retention.days(0));
        assertThat(left()).isEqualTo(chain);
        assertThat(plan.items().get(4).reasons()).contains("a kept increment builds on it");
        clock.pass(Duration.ofHours(1));
        String next = backups.compact().id();
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(next);
    }

    @Test
    void pinned_stays_untilUnpinned() {
        List<String> ids = fulls(3);
        backups.pin(ids.get(0));
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(ids.get(0), ids.get(2));
        assertThat(backups.list().get(1).pinned()).isTrue();
        backups.unpin(ids.get(0));
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(ids.get(2));
    }

    @Test
    void newestProven_stays() {
        List<String> ids = fulls(3);
        backups.prove(ids.get(1));
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(ids.get(1), ids.get(2));
    }

    @Test
    void newestFailedItsVerification_nothingGoes() throws IOException {
        List<String> ids = fulls(3);
        Path data = backups.list().get(0).path().resolve("data.db.zst");
        byte[] bytes = Files.readAllBytes(data);
        bytes[100] ^= 1;
        Files.write(data, bytes);
        assertThat(backups.verify(ids.get(2), Level.STORED).ok()).isFalse();
        refused(Kind.PRUNE_REFUSED, () -> backups.prune(Retention.days(0)));
        assertThat(left()).isEqualTo(ids);
        String next = backups.take(shop.file(), Backup.Kind.FULL).id();
        backups.prune(Retention.days(0));
        assertThat(left()).containsExactly(next);
    }

    @Test
    void row23_clockJumped_nothingGoes() {
        List<String> ids = fulls(3);
        clock.pass(Duration.ofHours(25));
        refused(Kind.PRUNE_REFUSED, () -> backups.prune(Retention.days(0)));
        clock.pass(Duration.ofHours(-50));
        refused(Kind.PRUNE_REFUSED, () -> backups.planPrune(Retention.days(0)));
        assertThat(left()).isEqualTo(ids);
    }

    @Test
    void row23_clockBack_orderIsThatOfTheirMaking() {
        String first = backups.take(shop.file()).id();
        clock.pass(Duration.ofHours(-3));
        shop.run("UPDATE customers SET name = 'later' WHERE id = 1");
        Backup second = backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        assertThat(second.parent()).contains(first);
        assertThat(backups.list().get(0)).isEqualTo(second);
        assertThat(backups.prove(second.id()).ok()).isTrue();
    }

    @Test
    void retention_afterEachBackup_isApplied() {
        backups = at().retention(Retention.days(2)).build();
        List<String> ids = fulls(5);
        assertThat(left()).isEqualTo(ids.subList(3, 5));
    }

    @Test
    void readers_present_deletionIsRefused() throws IOException {
        fulls(2);
        Path repository = folder.resolve("backups");
        RepositoryLock.reading(repository, () -> {
            refused(Kind.LOCKED, () -> backups.prune(Retention.days(0)));
            // Adding goes on.
            return backups.take(shop.order(1, new Random(1)).file());
        });
        assertThat(left()).hasSize(3);
    }

    @Test
    void empty_plansNothing() throws IOException {
        backups.take(shop.file());
        DurableFiles.delete(backups.list().get(0).path());
        assertThat(backups.planPrune(Retention.days(0)).items()).isEmpty();
    }
}
