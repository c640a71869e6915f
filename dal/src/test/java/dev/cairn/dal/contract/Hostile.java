package dev.cairn.dal.contract;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value that other programs may have left in any column.
 *
 * @param expression what stands in the statement: a mark, or a CAST around it
 */
record Hostile(String expression, @Nullable Object bound) {
    static final String PLAIN = "?";
    static final String CAST = "CAST(? AS TEXT)";

    private static final double[] REALS = {
        0.0,
        -0.0,
        1.0,
        1.5,
        0.1,
        1.0 / 3,
        Math.PI,
        1e15,
        1e16,
        1e17,
        9.999999999999999e22,
        123456789012345680.0,
        9007199254740992.0,
        0x1p63,
        -0x1p63,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long[] NUMBERS = {
        0, 1, -1, 2, 10, 1_700_000_000, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1
    };
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "\u0000",
            "a\u0000b",
            "\u0000\u0000",
            "\"",
            "'",
            "\\",
            "\\\\",
            "\\\"",
            "\"\\",
            "\\u0041",
            "\\n",
            "/",
            "\u007f",
            "\n\r\t\b\f",
            "ä",
            "€",
            "😀",
            "a😀\"b",
            "\uD800",
            "\uDC00",
            "a\uD83D",
            "\uDE00\uD83D",
            "\uFEFFa",
            "\uFFFE",
            "\u2028",
            "[1,2]",
            "]",
            ",",
            "[",
            "{}",
            "null",
            "true",
            "1",
            "0",
            "12",
            "-5",
            "1.5",
            "1e5",
            "1e999",
            " 12",
            "0x10",
            "9223372036854775807",
            "9223372036854775808",
            "Infinity",
            "inf",
            "NaN");
    private static final List<String> TIMES = List.of(
            "2024-02-29 12:34:56",
            "2024-02-29 12:34:56.1",
            "2024-02-29 12:34:56.123456",
            "2024-02-29 12:34:56.123456789",
            "2024-02-29 12:34:56.1234567",
            "2024-02-29 12:34:56.",
            "2023-02-29 00:00:00",
            "2024-13-01 00:00:00",
            "2024-00-10 00:00:00",
            "2024-01-01 24:00:00",
            "2024-01-01 23:60:00",
            "2024-01-01 23:59:60",
            "2024-01-01",
            "2024-1-1",
            "2024-01-01 00:00",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00Z",
            "2024-01-01 00:00:00Z",
            "2024-01-01 00:00:00+02:00",
            "2024-01-01 00:00:00.5-11:30",
            "2024-01-01 00:00:00 ",
            " 2024-01-01 00:00:00",
            "0000-01-01 00:00:00",
            "-001-01-01 00:00:00",
            "-0001-01-01 00:00:00",
            "9999-12-31 23:59:59.999999",
            "+2024-01-01 00:00:00",
            "12024-01-01 00:00:00",
            "２０２４-01-01 00:00:00",
            "2024-01-01\u000000:00:00",
            "2024-01-01 00:00:00\u0000",
            "2024/01/01 00:00:00",
            "2024-01-01 00:00:0x",
            "2024-01-01 00:00:00\"",
            "2024-01-01 00\\:00:00",
            "2024-01-01 -1:00:00",
            "1700000000",
            "2460000.5");
    /** Bytes that are UTF-8 and that are not. */
    private static final List<String> BYTES = List.of(
            "",
            "61",
            "ff",
            "c3",
            "c080",
            "eda080",
            "f09f98",
            "f8888080",
            "6100ff",
            "ff22",
            "5cff",
            "225c",
            "e282",
            "5b5d",
            "6e756c6c",
            "23ff31",
            "000102030405060708090a0b0c0d0e0f");

    /** SQLite's binary JSON: null, true, false, 1, 0, 1.5, a text, an array, an object, a time. */
    private static final List<String> JSONB = List.of(
            "00",
            "01",
            "02",
            "1331",
            "1330",
            "35312e35",
            "1761",
            "0b",
            "0c",
            "c713323032342d30322d32392031323a33343a3536");

    /** Texts that are times, nearly so, or not at all. */
    static List<Hostile> times() {
        return TIMES.stream().map(t -> new Hostile(PLAIN, t)).toList();
    }

    static List<Hostile> jsonb() {
        return JSONB.stream()
                .map(hex -> new Hostile(PLAIN, HexFormat.of().parseHex(hex)))
                .toList();
    }

    static List<Hostile> values() {
        List<Hostile> values = new ArrayList<>();
        values.add(new Hostile(PLAIN, null));
        TEXTS.forEach(t -> values.add(new Hostile(PLAIN, t)));
        values.add(new Hostile(
                PLAIN,
                IntStream.range(0, 256).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining())));
        values.add(new Hostile(PLAIN, "\"\\\n\u0001€😀".repeat(300)));
        for (long number : NUMBERS) {
            values.add(new Hostile(PLAIN, number));
        }
        for (double real : REALS) {
            values.add(new Hostile(PLAIN, real));
        }
        Random random = new Random(5);
        for (int i = 0; i < 15; i++) {
            double real = Double.longBitsToDouble(random.nextLong());
            values.add(new Hostile(PLAIN, Double.isNaN(real) ? i / 7.0 : real));
        }
        for (String hex : BYTES) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            values.add(new Hostile(PLAIN, bytes));
            values.add(new Hostile(CAST, bytes));
        }
        return values;
    }

    @Override
    public String toString() {
        String shown = bound instanceof byte[] bytes ? "x" + HexFormat.of().formatHex(bytes) : String.valueOf(bound);
        return expression.replace("?", bound == null ? "null" : bound.getClass().getSimpleName() + " " + shown);
    }
}
