package dev.cairn.dal;

import dev.cairn.dal.DalException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of rows begins, how long it is, and which way it goes. Opaque: pass its text through a client and read
 * it again with {@link #parse}. Immutable.
 */
public final class Cursor {
    private static final int LARGEST = 10_000;

    private final int size;
    private final boolean forward;
    private final int order;
    private final @Nullable List<@Nullable Object> position;

    private Cursor(int size, boolean forward, int order, @Nullable List<@Nullable Object> position) {
        if (size < 1 || size > LARGEST) {
            throw DalException.of(Kind.BAD_CURSOR, "size", Integer.toString(size), "allowed", "1 to " + LARGEST);
        }
        this.size = size;
        this.forward = forward;
        this.order = order;
        this.position = position;
    }

    /** The first so many rows. */
    public static Cursor first(int size) {
        return new Cursor(size, true, 0, null);
    }

    /** The last so many rows. */
    public static Cursor last(int size) {
        return new Cursor(size, false, 0, null);
    }

    /** For generated code: the rows after, or before, the one with these values, in the order that has this number. */
    public static Cursor at(int size, boolean forward, int order, List<@Nullable Object> position) {
        return new Cursor(size, forward, order, new ArrayList<>(position));
    }

    /** How many rows a page has at the most. */
    public int size() {
        return size;
    }

    /** Whether rows follow the position, rather than precede it. */
    public boolean forward() {
        return forward;
    }

    /** For generated code: the number of the order it belongs to; 0 at either end, which any order has. */
    public int order() {
        return order;
    }

    /** For generated code: the values of the row before the first or after the last; nothing at either end. */
    public @Nullable List<@Nullable Object> position() {
        return position;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(forward ? 'f' : 'b').append(size);
        if (position != null) {
            text.append('\n').append(order);
            for (Object value : position) {
                text.append('\n').append(encode(value));
            }
        }
        String sum = checksum(text.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString((sum + text).getBytes(StandardCharsets.UTF_8));
    }

    /** Against damage on the way, not against forgery: whoever forges one gets rows that they may ask for anyway. */
    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** Reads what {@link #toString} wrote; anything else is refused. */
    public static Cursor parse(String text) {
        try {
            Cursor cursor = read(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (cursor.toString().equals(text)) {
                return cursor;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Said below, in the same words for all that is wrong with it.
        }
        throw DalException.of(Kind.BAD_CURSOR, "problem", "it cannot be read");
    }

    private static Cursor read(String plain) {
        String[] lines = plain.substring(checksum("").length()).split("\n", -1);
        boolean forward = lines[0].startsWith("f");
        int size = Integer.parseInt(lines[0].substring(1));
        if (lines.length == 1) {
            return new Cursor(size, forward, 0, null);
        }
        List<@Nullable Object> position = new ArrayList<>();
        for (int i = 2; i < lines.length; i++) {
            position.add(decode(lines[i]));
        }
        return new Cursor(size, forward, Integer.parseInt(lines[1]), position);
    }

    private static String encode(@Nullable Object value) {
        if (value == null) {
            return "n";
        }
        if (value instanceof Long n) {
            return "l" + n;
        }
        if (value instanceof Double d) {
            return "d" + d;
        }
        if (value instanceof byte[] bytes) {
            return "x" + Base64.getEncoder().encodeToString(bytes);
        }
        return "t" + Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object decode(String line) {
        String value = line.substring(1);
        return switch (line.charAt(0)) {
            case 'n' -> null;
            case 'l' -> Long.valueOf(value);
            case 'd' -> Double.valueOf(value);
            case 'x' -> Base64.getDecoder().decode(value);
            case 't' -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException("no such value");
        };
    }
}
