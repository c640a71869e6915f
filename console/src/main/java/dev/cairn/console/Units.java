package dev.cairn.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and sizes as people read them. */
final class Units {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Units() {}

    /** Of a time in UTC, to the minute. */
    static String text(Instant at) {
        return MINUTE.format(at);
    }

    /** For programs: in UTC, to the millisecond. */
    static String iso(Instant at) {
        return iso(at, ChronoUnit.MILLIS);
    }

    /** The same, to a unit. */
    static String iso(Instant at, ChronoUnit unit) {
        return at.truncatedTo(unit).toString();
    }

    static String text(Duration took) {
        long millis = took.toMillis();
        if (millis < 1) {
            return "<1 ms";
        }
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        return String.format(Locale.ROOT, "%d min %02d s", took.toMinutes(), took.toSecondsPart());
    }

    static String bytes(long size) {
        if (size < 1 << 10) {
            return size + " B";
        }
        if (size < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KB", size / 1024.0);
        }
        if (size < 1 << 30) {
            return String.format(Locale.ROOT, "%.1f MB", size / 1048576.0);
        }
        return String.format(Locale.ROOT, "%.1f GB", size / 1073741824.0);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
