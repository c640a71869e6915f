package dev.cairn.backup.format;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a backup: when, which in order, what kind, and something random:
 * {@code 20261121T004215Z-000123-F-7f3a9c}.
 */
public record BackupId(String text, long sequence, char kind) implements Comparable<BackupId> {
    static final Pattern PATTERN = Pattern.compile("(\\d{8}T\\d{6}Z)-(\\d{6,12})-([FIS])-([0-9a-f]{6})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final int RANDOM_BOUND = 1 << 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one, for a backup that is begun now. */
    public static BackupId next(Instant now, long sequence, Backup.Kind kind) {
        char letter = letter(kind);
        String text = String.format(
                Locale.ROOT,
                "%s-%06d-%s-%06x",
                TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC)),
                sequence,
                letter,
                RANDOM.nextInt(RANDOM_BOUND));
        return new BackupId(text, sequence, letter);
    }

    static char letter(Backup.Kind kind) {
        return switch (kind) {
            case FULL -> 'F';
            case INCREMENTAL -> 'I';
            case SYNTHETIC -> 'S';
        };
    }

    /** Whether a text is one. */
    public static boolean is(String text) {
        return PATTERN.matcher(text).matches();
    }

    /** Reads one; no backup is known by any other text. */
    public static BackupId parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw BackupException.of(BackupException.Kind.UNKNOWN_BACKUP)
                    .with("id", text)
                    .build();
        }
        return new BackupId(
                text, Long.parseLong(matcher.group(2)), matcher.group(3).charAt(0));
    }

    /** By sequence: the clock may have been wrong. */
    @Override
    public int compareTo(BackupId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
