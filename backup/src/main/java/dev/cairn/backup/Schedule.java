package dev.cairn.backup;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.cairn.backup.BackupException.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * When backups are taken by themselves: times of the wall clock in a zone. A time that daylight saving skips counts at
 * the first moment after the gap; one that comes twice counts once, the first time. Immutable and thread-safe.
 */
public final class Schedule {
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int FURTHEST_YEARS = 12;
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final Map<String, String> NICKNAMES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private final String text;
    private final ZoneId zone;
    private final Function<LocalDateTime, Optional<LocalDateTime>> following;

    private Schedule(String text, ZoneId zone, Function<LocalDateTime, Optional<LocalDateTime>> following) {
        this.text = text;
        this.zone = zone;
        this.following = following;
    }

    /** Never by itself. */
    public static Schedule manual() {
        return new Schedule("manual", ZoneOffset.UTC, after -> Optional.empty());
    }

    /** Every day at this time, UTC unless {@linkplain #in said otherwise}. */
    public static Schedule daily(LocalTime time) {
        return new Schedule("daily at " + time, ZoneOffset.UTC, after -> {
            LocalDateTime today = after.toLocalDate().atTime(time);
            return Optional.of(today.isAfter(after) ? today : today.plusDays(1));
        });
    }

    /** Every week on this day at this time. */
    public static Schedule weekly(DayOfWeek day, LocalTime time) {
        return new Schedule("weekly on " + day + " at " + time, ZoneOffset.UTC, after -> {
            LocalDateTime first =
                    after.toLocalDate().with(TemporalAdjusters.nextOrSame(day)).atTime(time);
            return Optional.of(first.isAfter(after) ? first : first.plusWeeks(1));
        });
    }

    /** Every month on this day at this time; in a month that is too short, on its last day. */
    public static Schedule monthly(int day, LocalTime time) {
        if (day < 1 || day > 31) {
            throw bad("day " + day);
        }
        return new Schedule("monthly on " + day + " at " + time, ZoneOffset.UTC, after -> {
            LocalDateTime first = inMonth(YearMonth.from(after), day, time);
            return Optional.of(
                    first.isAfter(after) ? first : inMonth(YearMonth.from(after).plusMonths(1), day, time));
        });
    }

    private static LocalDateTime inMonth(YearMonth month, int day, LocalTime time) {
        return month.atDay(Math.min(day, month.lengthOfMonth())).atTime(time);
    }

    /**
     * By a cron expression of five fields (minute, hour, day of month, month, day of week), or {@code @daily} and the
     * like. Where both days are restricted either will do; the 31st comes in the months that have one.
     */
    public static Schedule cron(String expression) {
        String spelled = NICKNAMES.getOrDefault(expression.strip().toLowerCase(Locale.ROOT), expression.strip());
        try {
            Cron cron = CRON.parse(spelled).validate();
            ExecutionTime times = ExecutionTime.forCron(cron);
            // As UTC, where no time is skipped or doubled: what the zone makes of them is said below.
            Function<LocalDateTime, Optional<LocalDateTime>> following =
                    after -> times.nextExecution(after.atZone(ZoneOffset.UTC))
                            .map(ZonedDateTime::toLocalDateTime)
                            .filter(next -> next.isBefore(after.plusYears(FURTHEST_YEARS)));
            if (following.apply(ANY_TIME).isEmpty()) {
                throw new IllegalArgumentException("the time never comes");
            }
            return new Schedule("cron " + expression.strip(), ZoneOffset.UTC, following);
        } catch (IllegalArgumentException e) {
            throw BackupException.of(Kind.BAD_SCHEDULE)
                    .with("cron", expression)
                    .because(e)
                    .build();
        }
    }

    /**
     * Reads {@code manual}, {@code daily HH:MM}, {@code weekly DAY HH:MM}, {@code monthly N HH:MM}, or a cron
     * expression.
     */
    public static Schedule parse(String text) {
        List<String> words =
                BLANKS.splitAsStream(text.strip().toLowerCase(Locale.ROOT)).toList();
        try {
            return switch (words.get(0) + " " + words.size()) {
                case "manual 1" -> manual();
                case "daily 2" -> daily(LocalTime.parse(words.get(1)));
                case "weekly 3" ->
                    weekly(DayOfWeek.valueOf(words.get(1).toUpperCase(Locale.ROOT)), LocalTime.parse(words.get(2)));
                case "monthly 3" -> monthly(Integer.parseInt(words.get(1)), LocalTime.parse(words.get(2)));
                default -> cron(text);
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw BackupException.of(Kind.BAD_SCHEDULE)
                    .with("schedule", text)
                    .because(e)
                    .build();
        }
    }

    private static BackupException bad(String problem) {
        return BackupException.of(Kind.BAD_SCHEDULE).with("problem", problem).build();
    }

    /** The same by the wall clock of a zone. */
    public Schedule in(ZoneId other) {
        return new Schedule(text, other, following);
    }

    /** The first moment after this one at which a backup is due; none if it never is. */
    public Optional<Instant> next(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        Optional<LocalDateTime> candidate = following.apply(local);
        while (candidate.isPresent()) {
            Instant instant = instantOf(candidate.get());
            if (instant.isAfter(after)) {
                return Optional.of(instant);
            }
            candidate = following.apply(candidate.get());
        }
        return Optional.empty();
    }

    private Instant instantOf(LocalDateTime local) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        // In an overlap this is the earlier of the two.
        return local.atZone(zone).toInstant();
    }

    @Override
    public String toString() {
        return text + " (" + zone + ")";
    }
}
