package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Instants as SQLite writes them: UTC, {@code yyyy-MM-dd HH:mm:ss}, equal to CURRENT_TIMESTAMP, and up to six digits of
 * a second where there are any. No zone of the machine has a say.
 */
public final class Times {
    /** Without a fraction. */
    static final int USUAL_LENGTH = 19;

    private static final int LONGEST = 26;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    /** The text of an instant; what is finer than a microsecond is cut off. */
    public static String format(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw DalException.of(Kind.BAD_VALUE, "column holds", "an instant of the years 0000 to 9999");
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        byte[] text = new byte[LONGEST];
        put(text, 0, 4, time.getYear(), '-');
        put(text, 5, 2, time.getMonthValue(), '-');
        put(text, 8, 2, time.getDayOfMonth(), ' ');
        put(text, 11, 2, time.getHour(), ':');
        put(text, 14, 2, time.getMinute(), ':');
        put(text, 17, 2, time.getSecond(), '.');
        put(text, 20, 6, instant.getNano() / 1_000, '0');
        return new String(text, 0, end(text), StandardCharsets.ISO_8859_1);
    }

    /** Writes a number with so many digits, and what comes after it if there is room. */
    private static void put(byte[] text, int from, int digits, int number, char next) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (from + digits < text.length) {
            text[from + digits] = (byte) next;
        }
    }

    /** Without zeros at the end of the fraction, and without the point of one that is zero. */
    private static int end(byte[] text) {
        int end = text.length;
        while (text[end - 1] == '0' && end > 20) {
            end--;
        }
        return text[end - 1] == '.' ? end - 1 : end;
    }

    /** The instant of a text, also with {@code T}, with {@code Z} or an offset, or of a date alone; else nothing. */
    public static @Nullable Instant parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    private static @Nullable Instant parseAny(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            if (text.length() < 16) {
                return null;
            }
            String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return zoned
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(iso, Instant::from)
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The same from the bytes between two positions, without a text where they have the form that {@link #format}
     * writes.
     */
    static @Nullable Instant parse(byte[] bytes, int from, int to) {
        int length = to - from;
        boolean plain = length >= 19
                && length <= 26
                && length != 20
                && bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && bytes[from + 10] == ' '
                && bytes[from + 13] == ':'
                && bytes[from + 16] == ':'
                && (length == 19 || bytes[from + 19] == '.');
        if (!plain) {
            return parseAny(bytes, from, length);
        }
        int year = 100 * pair(bytes, from) + pair(bytes, from + 2);
        int month = pair(bytes, from + 5);
        int day = pair(bytes, from + 8);
        int hour = pair(bytes, from + 11);
        int minute = pair(bytes, from + 14);
        int second = pair(bytes, from + 17);
        int fraction = length > 20 ? number(bytes, from + 20, length - 20) : 0;
        boolean digits = (year | month | day | hour | minute | second | fraction) >= 0;
        if (!digits || hour > 23 || minute > 59 || second > 59) {
            return parseAny(bytes, from, length);
        }
        for (int places = length - 20; length > 20 && places < 9; places++) {
            fraction *= 10;
        }
        try {
            long days = LocalDate.of(year, month, day).toEpochDay();
            return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second, fraction);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Two digits as a number; so far below zero that no digits beside them make up for it, if one is none. */
    private static int pair(byte[] bytes, int from) {
        int tens = bytes[from] - '0';
        int ones = bytes[from + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -10_000 : 10 * tens + ones;
    }

    /** So many digits as a number; negative if one is none. */
    private static int number(byte[] bytes, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
