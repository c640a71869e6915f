package dev.cairn.dal.spi;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The short columns of one row, which travelled as one JSON array, read one after the other in their order.
 *
 * <p>One cell costs one call into the driver, whatever is in it, and that call is most of what a row costs; so all
 * short columns come as {@code json_array(...)} and are taken apart here. Whatever is not as the column's kind has it
 * is a {@link Mismatch}: the row is then read again column by column, which finds the value readable after all or says
 * what is wrong with it. Confined to one thread and one call.
 */
public final class Packed {
    /** Not as the column's kind has it. Carries nothing: it is caught by the reader of the statement. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Mismatch() {
            super(null, null, false, false);
        }
    }

    private final @Nullable Cells cells;
    private byte[] bytes = {};
    private int at;

    Packed(@Nullable Cells cells) {
        this.cells = cells;
    }

    /** Of a row that has no columns beside the array. */
    static Packed only(byte[] array) {
        return new Packed(null).of(array);
    }

    /** Begins the row of this array. */
    Packed of(byte[] array) {
        this.bytes = array;
        this.at = 0;
        return this;
    }

    /** The columns that came as they are, counted from 2. */
    public Cells cells() {
        if (cells == null) {
            throw new IllegalStateException("all columns are in the array");
        }
        return cells;
    }

    /** A number. */
    public long number() {
        if (nextIsNull()) {
            throw new Mismatch();
        }
        return digits();
    }

    /** A number, or NULL. */
    public @Nullable Long numberOrNull() {
        return nextIsNull() ? null : digits();
    }

    /** A number with a fraction. */
    public double real() {
        if (nextIsNull()) {
            throw new Mismatch();
        }
        return fraction();
    }

    /** A number with a fraction, or NULL. */
    public @Nullable Double realOrNull() {
        return nextIsNull() ? null : fraction();
    }

    /** 1 or 0. */
    public boolean truth() {
        if (nextIsNull()) {
            throw new Mismatch();
        }
        return oneOrZero();
    }

    /** 1, 0, or NULL. */
    public @Nullable Boolean truthOrNull() {
        return nextIsNull() ? null : oneOrZero();
    }

    /** A text. */
    public String text() {
        if (nextIsNull()) {
            throw new Mismatch();
        }
        return string();
    }

    /** A text, or NULL. */
    public @Nullable String textOrNull() {
        return nextIsNull() ? null : string();
    }

    /** An instant. */
    public Instant instant() {
        if (nextIsNull()) {
            throw new Mismatch();
        }
        return time();
    }

    /** An instant, or NULL. */
    public @Nullable Instant instantOrNull() {
        return nextIsNull() ? null : time();
    }

    /** One of the texts a column takes. */
    public <E extends Enum<E> & Constant> E constant(ValueSet<E> set) {
        E constant = set.find(text());
        if (constant == null) {
            throw new Mismatch();
        }
        return constant;
    }

    /** One of the texts a column takes, or NULL. */
    public <E extends Enum<E> & Constant> @Nullable E constantOrNull(ValueSet<E> set) {
        return nextIsNull() ? null : constantHere(set);
    }

    private <E extends Enum<E> & Constant> E constantHere(ValueSet<E> set) {
        E constant = set.find(string());
        if (constant == null) {
            throw new Mismatch();
        }
        return constant;
    }

    /** Steps over the bracket or comma before a value, and over the value if it is null. */
    private boolean nextIsNull() {
        at++;
        if (bytes[at] == 'n') {
            at += 4;
            return true;
        }
        return false;
    }

    private long digits() {
        boolean negative = bytes[at] == '-';
        int from = negative ? at + 1 : at;
        int to = from;
        // Downwards, since the least long has no positive one.
        long number = 0;
        for (int digit = bytes[to] - '0'; digit >= 0 && digit <= 9; digit = bytes[to] - '0') {
            number = number * 10 - digit;
            to++;
        }
        boolean whole = to > from && (bytes[to] == ',' || bytes[to] == ']');
        if (!whole) {
            throw new Mismatch();
        }
        at = to;
        return negative ? number : -number;
    }

    private double fraction() {
        int to = at;
        while (bytes[to] != ',' && bytes[to] != ']') {
            to++;
        }
        byte first = bytes[at];
        boolean isNumber = first == '-' || (first >= '0' && first <= '9');
        if (!isNumber) {
            throw new Mismatch();
        }
        double value = Double.parseDouble(new String(bytes, at, to - at, StandardCharsets.ISO_8859_1));
        at = to;
        return value;
    }

    private boolean oneOrZero() {
        byte digit = bytes[at];
        boolean single = bytes[at + 1] == ',' || bytes[at + 1] == ']';
        if (!single || (digit != '0' && digit != '1')) {
            throw new Mismatch();
        }
        at++;
        return digit == '1';
    }

    private Instant time() {
        int from = opened();
        // Nearly all are as long as this. Where the quote is another's, what stands before it is no time.
        int to = from + Times.USUAL_LENGTH;
        Instant instant = to < bytes.length && bytes[to] == '"' ? Times.parse(bytes, from, to) : null;
        if (instant == null) {
            to = endOfTime(from);
            instant = Times.parse(bytes, from, to);
        }
        if (instant == null) {
            throw new Mismatch();
        }
        at = to + 1;
        return instant;
    }

    private int endOfTime(int from) {
        int to = from;
        while (bytes[to] != '"') {
            if (bytes[to] == '\\') {
                throw new Mismatch();
            }
            to++;
        }
        return to;
    }

    private String string() {
        int from = opened();
        int to = from;
        while (bytes[to] != '"') {
            if (bytes[to] == '\\') {
                return escapedString(from, to);
            }
            to++;
        }
        at = to + 1;
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private int opened() {
        if (bytes[at] != '"') {
            throw new Mismatch();
        }
        return at + 1;
    }

    /** From the first backslash on; escapes only ever make a text shorter. */
    private String escapedString(int from, int firstEscape) {
        byte[] plain = new byte[bytes.length - from];
        int length = firstEscape - from;
        System.arraycopy(bytes, from, plain, 0, length);
        int to = firstEscape;
        while (bytes[to] != '"') {
            if (bytes[to] != '\\') {
                plain[length++] = bytes[to++];
            } else if (bytes[to + 1] == 'u') {
                // SQLite writes only control characters so, and those are one byte.
                plain[length++] =
                        (byte) Integer.parseInt(new String(bytes, to + 2, 4, StandardCharsets.ISO_8859_1), 16);
                to += 6;
            } else {
                plain[length++] = unescape(bytes[to + 1]);
                to += 2;
            }
        }
        at = to + 1;
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    private static byte unescape(byte escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> escaped;
        };
    }
}
