package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupEvent.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledBackupsTest {
    @TempDir
    Path folder;

    private final SetClock clock = new SetClock("2026-06-01T10:00:00Z");
    private Shop shop;
    private Path repository;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 100);
        repository = folder.resolve("backups");
    }

    private BackupsBuilder at(Clock source) {
        return Backups.in(repository).unencrypted().clock(source);
    }

    private ScheduledBackups daily() {
        return new ScheduledBackups(at(clock).build(), shop.file(), Schedule.daily(LocalTime.of(2, 0)));
    }

    private ScheduledBackups dailyAfterTheFirst() {
        at(clock).build().take(shop.file());
        return daily();
    }

    @Test
    void takeDue_firstOfAll_isTakenAtOnce() {
        ScheduledBackups scheduled = daily();
        assertThat(scheduled.next()).contains(clock.instant());
        assertThat(scheduled.takeDue()).isPresent();
        assertThat(scheduled.takeDue()).isEmpty();
        assertThat(scheduled.next()).contains(Instant.parse("2026-06-02T02:00:00Z"));
    }

    @Test
    void next_manual_isNever() {
        assertThat(new ScheduledBackups(at(clock).build(), shop.file(), Schedule.manual()).next())
                .isEmpty();
    }

    @Test
    void takeDue_beforeItsTime_takesNothing() {
        assertThat(dailyAfterTheFirst().takeDue()).isEmpty();
        assertThat(at(clock).build().list()).hasSize(1);
    }

    @Test
    void takeDue_atItsTime_takesOne() {
        ScheduledBackups scheduled = dailyAfterTheFirst();
        clock.set("2026-06-02T02:00:00Z");
        assertThat(scheduled.takeDue()).get().extracting(Backup::trigger).isEqualTo("schedule");
        assertThat(scheduled.takeDue()).isEmpty();
        assertThat(scheduled.next()).contains(Instant.parse("2026-06-03T02:00:00Z"));
    }

    @Test
    void start_manyMissed_takesOne() {
        at(clock).build().take(shop.file());
        clock.pass(Duration.ofDays(9));
        ScheduledBackups scheduled = daily();
        assertThat(scheduled.takeDue()).isPresent();
        assertThat(scheduled.takeDue()).isEmpty();
        assertThat(at(clock).build().list()).hasSize(2);
    }

    @Test
    void takeDue_failed_isTriedAgainAfterAPause() throws IOException {
        ScheduledBackups scheduled = dailyAfterTheFirst();
        clock.set("2026-06-02T02:00:00Z");
        Path hidden = Files.move(shop.file(), folder.resolve("hidden.db"));
        assertThat(scheduled.takeDue()).isEmpty();
        assertThat(scheduled.next()).contains(Instant.parse("2026-06-02T02:01:00Z"));
        clock.pass(Duration.ofMinutes(1));
        assertThat(scheduled.takeDue()).isEmpty();
        assertThat(scheduled.next()).contains(Instant.parse("2026-06-02T02:03:00Z"));
        Files.move(hidden, shop.file());
        clock.pass(Duration.ofMinutes(2));
        assertThat(scheduled.takeDue()).isPresent();
        assertThat(scheduled.next()).contains(Instant.parse("2026-06-03T02:00:00Z"));
    }

    @Test
    void row23_clockAheadAndPutRight_doesNotHoldBackupsUp() {
        ScheduledBackups scheduled = dailyAfterTheFirst();
        clock.set("2026-08-01T02:00:00Z");
        assertThat(scheduled.takeDue()).isPresent();
        clock.set("2026-06-02T01:00:00Z");
        assertThat(scheduled.takeDue()).isEmpty();
        clock.set("2026-06-02T02:00:00Z");
        assertThat(scheduled.takeDue()).isPresent();
    }

    @Test
    void schedule_missedAtTheStart_isTakenByItself() throws InterruptedException {
        at(clock).build().take(shop.file());
        clock.pass(Duration.ofDays(2));
        BlockingQueue<BackupEvent> heard = new ArrayBlockingQueue<>(10);
        Backups backups = at(clock).listener(heard::add).build();
        try (ScheduledBackups scheduled = backups.schedule(shop.file(), Schedule.parse("daily 02:00"))) {
            assertThat(heard.poll(30, TimeUnit.SECONDS))
                    .extracting(BackupEvent::status)
                    .isEqualTo(Status.RUNNING);
            assertThat(heard.poll(30, TimeUnit.SECONDS))
                    .extracting(BackupEvent::status)
                    .isEqualTo(Status.DONE);
            assertThat(scheduled.next()).isPresent();
        }
        assertThat(backups.list()).hasSize(2);
    }

    @Test
    void close_twice_endsTheThread() {
        ScheduledBackups scheduled = at(Clock.systemUTC()).build().schedule(shop.file(), Schedule.manual());
        scheduled.close();
        scheduled.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("cairn-backup-schedule");
    }
}
