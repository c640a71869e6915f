package dev.cairn.backup.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.Recovered.Outcome;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows 3 and 4 of the fault matrix for a service that is killed while it restores its own database under write load. A
 * row that was acknowledged is there afterwards, unless a restore that came after it was completed.
 */
class ServingKillTest {
    private static final String NEVER = RestoringProgram.never();

    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;
    private Backup backup;
    private final Map<String, Integer> found = new TreeMap<>();

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 20_000)
                .run(
                        "CREATE TABLE log (epoch INTEGER, n INTEGER)",
                        "CREATE TABLE counter (n INTEGER)",
                        "INSERT INTO counter VALUES (0)");
        repository = folder.resolve("backups");
        backup = Backups.in(repository).unencrypted().build().take(shop.file());
        shop.run("UPDATE orders SET detail = detail || ' more'");
    }

    private Child serving(String failAt) throws InterruptedException {
        return Child.start(folder, RestoringProgram.class, "live", shop.file(), repository, backup.id(), NEVER, failAt)
                .await("ready");
    }

    /** Any time after its first restore has begun: in the second or third as well. */
    private void killServing(Torture torture) throws Exception {
        shop.run("DELETE FROM log", "UPDATE counter SET n = 0");
        try (Child child = serving(NEVER)) {
            child.go().await("state " + RestoreState.FENCED);
            child.killAfter(Duration.ofMillis(torture.random().nextInt(1_500)));
            assertThat(child.find("failed")).isEmpty();
            assertThat(child.find("writer failed")).isEmpty();
            Optional<Recovered> recovered = Backups.recover(shop.file());
            note("restore", recovered);
            assertThat(recovered.flatMap(Recovered::unexpected)).isEmpty();
            requireAcknowledged(child, recovered.map(Recovered::outcome).equals(Optional.of(Outcome.RESTORED)));
        }
        shop.requireSound();
    }

    private void requireAcknowledged(Child child, boolean restoredNow) {
        assertThat(shop.texts("SELECT count(*) FROM log")).isEqualTo(shop.texts("SELECT n FROM counter"));
        List<String> epochs = shop.texts("SELECT DISTINCT epoch FROM log");
        assertThat(epochs).hasSizeLessThanOrEqualTo(1);
        String last = child.find("epoch").orElse("0");
        List<String> rows = shop.texts("SELECT epoch || ' ' || n FROM log");
        if (restoredNow) {
            assertThat(rows).isEmpty();
        } else {
            assertThat(epochs).isSubsetOf(last);
            assertThat(rows)
                    .containsAll(child.all("acked " + last + " ").stream()
                            .map(n -> last + " " + n)
                            .toList());
        }
    }

    private void note(String what, Optional<Recovered> recovered) {
        String how = recovered.map(r -> r.found() + " -> " + r.outcome()).orElse("nothing to recover");
        found.merge(what + ": " + how, 1, Integer::sum);
    }

    /** Each restore fails when it has replaced the database; while that is undone the service is killed. */
    private void killRollback(Torture torture) throws Exception {
        shop.run("DELETE FROM log", "UPDATE counter SET n = 0");
        try (Child child = serving(RestoreState.APPLIED.name())) {
            child.go().await("state " + RestoreState.ROLLING_BACK);
            child.killAfter(Duration.ofMillis(torture.random().nextInt(60)));
            assertThat(child.find("writer failed")).isEmpty();
            if (torture.random().nextBoolean()
                    && Backups.unfinishedRestore(shop.file()).isPresent()) {
                killRecovery(torture);
            }
            Optional<Recovered> recovered = Backups.recover(shop.file());
            note("rollback", recovered);
            assertThat(recovered.map(Recovered::outcome)).isNotEqualTo(Optional.of(Outcome.RESTORED));
            assertThat(shop.texts("SELECT n FROM log"))
                    .containsAll(child.all("acked 0 "))
                    .hasSameSizeAs(shop.texts("SELECT rowid FROM log"));
            assertThat(shop.texts("SELECT count(*) FROM orders WHERE detail LIKE '% more'"))
                    .containsExactly("20000");
        }
        shop.requireSound();
        assertThat(Backups.unfinishedRestore(shop.file())).isEmpty();
    }

    private void killRecovery(Torture torture) throws Exception {
        try (Child child = Child.start(
                        folder, RestoringProgram.class, "recover", shop.file(), repository, backup.id(), NEVER, NEVER)
                .await("ready")) {
            child.go().killAfter(Duration.ofMillis(torture.random().nextInt(400)));
        }
    }

    @Test
    void row03_serviceKilledWhileRestoring_losesNothingAcknowledged() throws Exception {
        killServing(new Torture(1));
        killServing(new Torture(1));
        System.out.println(found);
    }

    @Test
    @Tag("torture")
    void row03_serviceKilled15TimesWhileRestoring_losesNothingAcknowledged() throws Exception {
        Torture torture = new Torture(0.15);
        int done = 0;
        for (; done < 15 && torture.timeIsLeft(); done++) {
            killServing(torture);
        }
        System.out.printf("restores of a service: %d kills, found %s, %s%n", done, found, torture);
    }

    @Test
    void row04_killedWhileRollingBack_isAsItWas() throws Exception {
        killRollback(new Torture(1));
        killRollback(new Torture(1));
        System.out.println(found);
    }

    @Test
    @Tag("torture")
    void row04_killed20TimesWhileRollingBack_isAsItWas() throws Exception {
        Torture torture = new Torture(0.2);
        int done = 0;
        for (; done < 20 && torture.timeIsLeft(); done++) {
            killRollback(torture);
        }
        System.out.printf("rollbacks: %d kills, found %s, %s%n", done, found, torture);
    }
}
