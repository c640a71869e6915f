package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The next times on the wall clock of Berlin, and how far from UTC it was then. */
    private static List<String> after(Schedule schedule, String local, int count) {
        Instant at = LocalDateTime.parse(local).atZone(BERLIN).toInstant();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            at = schedule.in(BERLIN).next(at).orElseThrow();
            ZonedDateTime here = at.atZone(BERLIN);
            found.add(here.toLocalDateTime() + " " + here.getOffset());
        }
        return found;
    }

    @Test
    void manual_neverComes() {
        assertThat(Schedule.manual().next(Instant.EPOCH)).isEmpty();
    }

    @Test
    void daily_beforeAndAfter_comesTodayOrTomorrow() {
        Schedule schedule = Schedule.daily(LocalTime.of(2, 0));
        assertThat(after(schedule, "2026-06-01T01:59:59", 2))
                .containsExactly("2026-06-01T02:00 +02:00", "2026-06-02T02:00 +02:00");
        assertThat(after(schedule, "2026-06-01T02:00", 1)).containsExactly("2026-06-02T02:00 +02:00");
    }

    @Test
    void weekly_onItsDay_comesOnceAWeek() {
        assertThat(after(Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(3, 30)), "2026-11-21T12:00", 2))
                .containsExactly("2026-11-22T03:30 +01:00", "2026-11-29T03:30 +01:00");
    }

    @Test
    void monthly_onTheLastDays_comesOnTheLastDayThereIs() {
        assertThat(after(Schedule.monthly(31, LocalTime.of(4, 0)), "2027-12-31T05:00", 4))
                .containsExactly(
                        "2028-01-31T04:00 +01:00",
                        "2028-02-29T04:00 +01:00",
                        "2028-03-31T04:00 +02:00",
                        "2028-04-30T04:00 +02:00");
    }

    @Test
    void row23_skippedHour_comesAtTheFirstMomentAfter() {
        assertThat(after(Schedule.daily(LocalTime.of(2, 30)), "2026-03-28T12:00", 2))
                .containsExactly("2026-03-29T03:00 +02:00", "2026-03-30T02:30 +02:00");
        assertThat(after(Schedule.cron("*/20 * * * *"), "2026-03-29T01:30", 3))
                .containsExactly("2026-03-29T01:40 +01:00", "2026-03-29T03:00 +02:00", "2026-03-29T03:20 +02:00");
    }

    @Test
    void row23_doubledHour_comesOnce() {
        assertThat(after(Schedule.daily(LocalTime.of(2, 30)), "2026-10-24T12:00", 2))
                .containsExactly("2026-10-25T02:30 +02:00", "2026-10-26T02:30 +01:00");
        assertThat(after(Schedule.cron("30 * * * *"), "2026-10-25T01:45", 2))
                .containsExactly("2026-10-25T02:30 +02:00", "2026-10-25T03:30 +01:00");
        Instant secondTime = Instant.parse("2026-10-25T01:10:00Z");
        assertThat(Schedule.daily(LocalTime.of(2, 30)).in(BERLIN).next(secondTime))
                .contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void row23_leapDay_comesWhereThereIsOne() {
        assertThat(after(Schedule.cron("0 5 29 2 *"), "2026-01-01T00:00", 2))
                .containsExactly("2028-02-29T05:00 +01:00", "2032-02-29T05:00 +01:00");
        assertThat(after(Schedule.cron("0 5 31 * *"), "2026-01-31T06:00", 2))
                .containsExactly("2026-03-31T05:00 +02:00", "2026-05-31T05:00 +02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "@hourly, 2026-06-01T11:00 +02:00",
        "@daily, 2026-06-02T00:00 +02:00",
        "@weekly, 2026-06-07T00:00 +02:00",
        "@monthly, 2026-07-01T00:00 +02:00",
        "@yearly, 2027-01-01T00:00 +01:00",
        "0 3 * * 1-5, 2026-06-02T03:00 +02:00",
        "daily 22:15, 2026-06-01T22:15 +02:00",
        "weekly friday 22:15, 2026-06-05T22:15 +02:00",
        "monthly 15 22:15, 2026-06-15T22:15 +02:00"
    })
    void parse_everyForm_isUnderstood(String text, String next) {
        assertThat(after(Schedule.parse(text), "2026-06-01T10:30", 1)).containsExactly(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "61 * * * *",
                "often",
                "daily 25:00",
                "weekly someday 02:00",
                "monthly 32 02:00",
                "monthly x 02:00",
                "* * * * * *",
                "0 5 31 13 *",
                "0 5 30 2 *",
                "0 0 31 4,6,9,11 *"
            })
    void parse_nonsense_isRefused(String text) {
        refused(Kind.BAD_SCHEDULE, () -> Schedule.parse(text));
    }
}
