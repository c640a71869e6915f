package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Health;
import dev.cairn.dal.pqs.Pqs;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupWatchTest {
    @TempDir
    Path folder;

    private final SetClock clock = new SetClock("2026-06-01T10:00:00Z");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Shop shop;
    private Path repository;
    private Backups backups;
    private BackupWatch watch;

    @BeforeEach
    void makeWatch() {
        shop = Shop.filled(folder.resolve("shop.db"), 100);
        repository = folder.resolve("backups");
        backups = Backups.in(repository).unencrypted().clock(clock).build();
        watch = new BackupWatch(backups, "shop", Duration.ofDays(2), Duration.ofDays(7));
        watch.bindTo(registry);
    }

    private double gauge(String name) {
        return registry.get(name).tag("database", "shop").gauge().value();
    }

    @Test
    void meters_provenBackup_tellItsAgeAndTheCoverage() {
        Backup first = backups.take(shop.file());
        clock.pass(Duration.ofHours(3));
        backups.prove(first.id());
        clock.pass(Duration.ofHours(1));
        Backup second = backups.take(shop.file(), Backup.Kind.FULL);
        clock.pass(Duration.ofMinutes(30));

        assertThat(gauge("cairn.backup.age")).isEqualTo(30 * 60.0);
        assertThat(gauge("cairn.backup.proven.age")).isEqualTo(270 * 60.0);
        assertThat(gauge("cairn.backup.proof.age")).isEqualTo(90 * 60.0);
        assertThat(gauge("cairn.backup.coverage")).isEqualTo(0.5);
        assertThat(gauge("cairn.backup.count")).isEqualTo(2);
        assertThat(gauge("cairn.backup.failed")).isZero();
        assertThat(gauge("cairn.backup.size")).isEqualTo((double) (first.size() + second.size()));
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void meters_beforeTheFirstBackup_areNotANumber() {
        assertThat(gauge("cairn.backup.proven.age")).isNaN();
        assertThat(gauge("cairn.backup.coverage")).isNaN();
        assertThat(watch.problems())
                .containsExactly("the backups cannot be seen: there is no backup repository at this path");
    }

    @Test
    void meters_repositoryLost_areNotANumber() throws IOException {
        backups.take(shop.file());
        assertThat(gauge("cairn.backup.count")).isEqualTo(1);
        Files.move(repository, folder.resolve("elsewhere"));
        clock.pass(Duration.ofMinutes(1));
        assertThat(gauge("cairn.backup.count")).isNaN();
        assertThat(watch.problems()).singleElement().asString().startsWith("the backups cannot be seen: ");
    }

    /** However often somebody asks, and however many backups there are. */
    @Test
    void meters_manyBackups_areAsManyAndSeenOnceAMinute() {
        List<Meter.Id> before = registry.getMeters().stream().map(Meter::getId).toList();
        backups.take(shop.file());
        assertThat(gauge("cairn.backup.count")).isEqualTo(1);
        backups.take(shop.file());
        assertThat(gauge("cairn.backup.count")).isEqualTo(1);
        clock.pass(Duration.ofMinutes(1));
        assertThat(gauge("cairn.backup.count")).isEqualTo(2);
        assertThat(registry.getMeters()).extracting(Meter::getId).containsExactlyInAnyOrderElementsOf(before);
        assertThat(before).hasSize(7).allMatch(id -> id.getTags().size() == 1);
    }

    @Test
    void problems_tooOldOrNeverProven_sayWhich() {
        backups.take(shop.file());
        assertThat(watch.problems()).containsExactly("there is no proven backup");
        backups.prove();
        clock.pass(Duration.ofDays(2));
        assertThat(watch.problems()).containsExactly("the newest backup is 48 hours old");
        clock.pass(Duration.ofDays(5));
        assertThat(watch.problems())
                .containsExactly("the newest backup is 168 hours old", "the newest proven backup is 168 hours old");
    }

    @Test
    void problems_damagedBackup_nameIt() throws IOException {
        Backup made = backups.take(shop.file());
        backups.prove();
        try (Stream<Path> files = Files.list(made.path())) {
            Path data = files.filter(f -> f.getFileName().toString().startsWith("data"))
                    .findFirst()
                    .orElseThrow();
            Files.write(data, new byte[] {1, 2, 3});
        }
        backups.verifyAll(Level.STORED);
        assertThat(watch.problems())
                .contains("the backup " + made.id() + " failed its last verification", "there is no proven backup");
    }

    @Test
    void health_ofTheDatabase_hasTheProblemsOfItsBackups() {
        Path file = folder.resolve("pqs.db");
        try (Database database = Database.at(file)
                .migrations(Pqs.MIGRATIONS)
                .meters(registry)
                .health(watch::problems)
                .open()) {
            Health health = database.inspect().health();
            assertThat(health.healthy()).isFalse();
            assertThat(health.problems())
                    .containsExactly("the backups cannot be seen: there is no backup repository at this path");
            backups.take(shop.file());
            backups.prove();
            clock.pass(Duration.ofMinutes(1));
            assertThat(database.inspect().health().healthy()).isTrue();
        }
    }
}
