package dev.cairn.samples;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Draws values from a seed: few are frequent and many are rare. Not thread-safe. */
final class Draw {
    /** The end of the time that the data tells of. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> WORDS = List.of(("the of and to in for is on that by this with you it not or be "
                    + "are from at as your all have new more an was we will home can us about if page my has search "
                    + "section chapter review draft approved revision procedure equipment inspection maintenance "
                    + "checklist pressure temperature valve engine hangar crew training schedule report finding "
                    + "measure action risk tolerance calibration certificate supplier torque sealant wiring harness "
                    + "inlet outlet fuel hydraulic cabin panel assembly installation removal cleaning storage handling")
            .split(" "));
    private static final List<String> FIRST = List.of(("Ada Grace Alan Edsger Barbara Donald Katherine Linus Margaret "
                    + "Dennis Frances Ken Radia Niklaus Hedy John Mary Tony Joan Claude Emmy Kurt Sofia Carl Marie Max "
                    + "Chien Lise Rosalind Niels")
            .split(" "));
    private static final List<String> LAST = List.of(("Lovelace Hopper Turing Dijkstra Liskov Knuth Johnson Torvalds "
                    + "Hamilton Ritchie Allen Thompson Perlman Wirth Lamarr McCarthy Shaw Hoare Clarke Shannon Noether "
                    + "Goedel Kovalevskaya Gauss Curie Planck Wu Meitner Franklin Bohr")
            .split(" "));

    private final SplittableRandom random;

    Draw(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** From 0 to below a bound, all alike. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0 to below a bound, the first ones most often: half of the draws fall into the first eighth. */
    int skewed(int bound) {
        double unit = random.nextDouble();
        return (int) (bound * unit * unit * unit);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** The first of the values most often. */
    <T> T pickSkewed(List<T> values) {
        return values.get(skewed(values.size()));
    }

    /** Each text with the percentage before it. */
    String of(Object... percentagesAndTexts) {
        int left = random.nextInt(100);
        for (int i = 0; i < percentagesAndTexts.length; i += 2) {
            left -= (Integer) percentagesAndTexts[i];
            if (left < 0) {
                return (String) percentagesAndTexts[i + 1];
            }
        }
        throw new IllegalArgumentException("the percentages have to make up a hundred");
    }

    /** Nothing, unless by chance. */
    <T> @Nullable T maybe(double probability, T value) {
        return chance(probability) ? value : null;
    }

    /** A whole minute of the last so many days, the latest most often. */
    Instant recently(int days) {
        return NOW.minusSeconds(60L * (1 + skewed(days * 1_440)));
    }

    /** Within so many days after another time, or before the end. */
    Instant after(Instant time, int days) {
        Instant later = time.plusSeconds(1 + below(days * 86_400));
        return later.isBefore(NOW) ? later : NOW;
    }

    String words(int count) {
        StringBuilder text = new StringBuilder(count * 7);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : i % 12 == 0 ? ".\n" : " ").append(pick(WORDS));
        }
        return text.toString();
    }

    String firstName() {
        return pick(FIRST);
    }

    String lastName() {
        return pick(LAST);
    }

    String hex(int digits) {
        return HexFormat.of().formatHex(bytes((digits + 1) / 2)).substring(0, digits);
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** The sixteen bytes of one. */
    byte[] uuidBytes() {
        return bytes(16);
    }

    String address() {
        return String.format(
                Locale.ROOT, "10.%d.%d.%d", random.nextInt(256), random.nextInt(256), 1 + random.nextInt(254));
    }
}
