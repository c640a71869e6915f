package dev.cairn.backup.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.Recovered.Outcome;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 3 and 4 of the fault matrix: restores that are killed, in every state and anywhere between. */
class RestoreKillTest {
    private static final List<RestoreState> FORWARD =
            List.copyOf(EnumSet.range(RestoreState.REQUESTED, RestoreState.UNFENCED));
    private static final Duration LONGEST_APPLY = Duration.ofMillis(150);
    private static final String NEVER = RestoringProgram.never();

    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;
    private Backup backup;
    private List<String> then;
    private List<String> before;
    private final Map<String, Integer> found = new TreeMap<>();

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 40_000);
        repository = folder.resolve("backups");
        backup = Backups.in(repository).unencrypted().build().take(shop.file());
        then = shop.state();
        shop.run(
                "UPDATE orders SET detail = detail || ' more'",
                "DELETE FROM customers WHERE id NOT IN " + "(SELECT customer_id FROM orders)");
        before = shop.state();
    }

    private Child start(String what, String stopAt, String failAt) throws InterruptedException {
        return Child.start(folder, RestoringProgram.class, what, shop.file(), repository, backup.id(), stopAt, failAt)
                .await("ready");
    }

    private void note(String how, Optional<Recovered> recovered) {
        String what = recovered.map(r -> r.found() + " -> " + r.outcome()).orElse("nothing to recover");
        found.merge(how + ": " + what, 1, Integer::sum);
    }

    /** Old or new, whole, and the right one for where it was killed. */
    private void requireOldOrNew(String how) {
        Optional<Recovered> recovered = Backups.recover(shop.file());
        note(how, recovered);
        List<String> now = shop.state();
        Optional<Outcome> outcome = recovered.map(Recovered::outcome);
        if (outcome.isPresent()) {
            assertThat(now).isEqualTo(outcome.get() == Outcome.RESTORED ? then : before);
            boolean certain = recovered.get().found().compareTo(RestoreState.APPLYING) < 0;
            assertThat(outcome.get() == Outcome.UNTOUCHED || !certain).isTrue();
        } else {
            assertThat(now).isIn(then, before);
        }
        assertThat(recovered.flatMap(Recovered::unexpected)).isEmpty();
        shop.requireSound();
        assertThat(Backups.unfinishedRestore(shop.file())).isEmpty();
        assertThat(folder.resolve("shop.db-restore/staged.db")).doesNotExist();
    }

    /** As it was before the next one. */
    private void reset(String mode) {
        if (!shop.state().equals(before)) {
            shop.run(
                    "UPDATE orders SET detail = detail || ' more'",
                    "DELETE FROM customers WHERE id NOT IN " + "(SELECT customer_id FROM orders)");
        }
        assertThat(shop.state()).isEqualTo(before);
        shop.run("PRAGMA journal_mode = " + mode);
        Backups.deleteRestorePoints(shop.file(), Duration.ZERO);
    }

    private void killIn(RestoreState state, String mode) throws Exception {
        reset(mode);
        try (Child child = start("closed", state.name(), NEVER)) {
            child.go().await("stopped");
            child.killAfter(Duration.ZERO);
        }
        assertThat(Backups.unfinishedRestore(shop.file())).contains(state);
        requireOldOrNew(mode + ", in " + state);
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly(mode.toLowerCase(java.util.Locale.ROOT));
    }

    private void killWhile(RestoreState state, String mode, Torture torture) throws Exception {
        reset(mode);
        try (Child child = start("closed", NEVER, NEVER)) {
            child.go().await("state " + state);
            child.killAfter(some(torture));
        }
        requireOldOrNew(mode + ", while " + state);
    }

    private static Duration some(Torture torture) {
        return Duration.ofNanos((long) (torture.random().nextDouble() * LONGEST_APPLY.toNanos()));
    }

    private static String mode(int kill) {
        return kill % 2 == 0 ? "WAL" : "DELETE";
    }

    @Test
    void row03_killedWhileReplacing_isOldOrNew() throws Exception {
        killIn(RestoreState.APPLYING, "DELETE");
        killIn(RestoreState.APPLIED, "WAL");
        killWhile(RestoreState.APPLYING, "WAL", new Torture(1));
        killWhile(RestoreState.APPLYING, "DELETE", new Torture(1));
        System.out.println(found);
    }

    @Test
    void row03_writtenBetweenKillAndRecovery_isKeptBesideTheOldState() throws Exception {
        try (Child child = start("closed", RestoreState.APPLIED.name(), NEVER)) {
            child.go().await("stopped");
            child.killAfter(Duration.ZERO);
        }
        shop.run("INSERT INTO customers (name) VALUES ('in between')");
        Recovered recovered = Backups.recover(shop.file()).orElseThrow();
        assertThat(recovered.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(shop.requireSound().state()).isEqualTo(before);
        Shop kept = new Shop(recovered.unexpected().orElseThrow());
        assertThat(kept.texts("SELECT name FROM customers")).contains("in between");
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreState.class,
            names = {"RESTORE_POINT", "APPLYING", "APPLIED"})
    void row03_swapKilled_isOldOrNew(RestoreState state) throws Exception {
        Files.delete(shop.file());
        shop.run("PRAGMA page_size = 1024", "VACUUM", "PRAGMA journal_mode = WAL", "CREATE TABLE small (a)");
        before = shop.state();
        try (Child child = start("closed", state.name(), NEVER)) {
            child.go().await("stopped");
            child.killAfter(Duration.ZERO);
        }
        requireOldOrNew("swap, in " + state);
        assertThat(shop.state()).isEqualTo(state == RestoreState.APPLIED ? then : before);
    }

    /** With the 15 of {@link ServingKillTest} they are 60. */
    @Test
    @Tag("torture")
    void row03_killed45TimesInEveryState_isOldOrNew() throws Exception {
        Torture torture = new Torture(0.3);
        int done = 0;
        for (; done < 2 * FORWARD.size() && torture.timeIsLeft(); done++) {
            killIn(FORWARD.get(done / 2), mode(done));
        }
        for (; done < 45 && torture.timeIsLeft(); done++) {
            killWhile(RestoreState.APPLYING, mode(done), torture);
        }
        System.out.printf("restores: %d kills, found %s, %s%n", done, found, torture);
    }
}
