package dev.cairn.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What many threads at a time reached.
 *
 * @param contest its name
 * @param base what the others are compared with
 * @param open whether operations began at times that were set, so that only latencies differ
 * @param lines by contestant, in their order
 */
public record LoadOutcome(String contest, String base, boolean open, Map<String, Line> lines) {

    /**
     * Of one contestant.
     *
     * @param perSecond operations, in each round
     * @param tails in each round, microseconds at the 99th percentile of the kind that waits longest
     * @param latencies in nanoseconds over all rounds, by kind of operation
     * @param errors by their text
     */
    public record Line(
            List<Double> perSecond, List<Double> tails, Map<String, Histogram> latencies, Map<String, Long> errors) {

        Line() {
            this(new ArrayList<>(), new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        }

        /** How many operations failed. */
        public long failed() {
            return errors.values().stream().mapToLong(Long::longValue).sum();
        }

        /** A percentile of one kind of operation, in microseconds. */
        public double micros(String kind, double percentile) {
            Histogram histogram = latencies.get(kind);
            return histogram == null ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e3;
        }

        /** The same of the kind that waits longest. */
        public double slowest(double percentile) {
            return latencies.keySet().stream()
                    .mapToDouble(kind -> micros(kind, percentile))
                    .max()
                    .orElse(Double.NaN);
        }
    }

    /** The line of one contestant. */
    public Line line(String name) {
        Line line = lines.get(name);
        if (line == null) {
            throw new IllegalArgumentException(contest + " has no " + name + ", but "
                    + lines.keySet().stream().collect(Collectors.joining(", ")));
        }
        return line;
    }

    /** Operations a second of one contestant. */
    public Spread perSecond(String name) {
        return Spread.of(array(line(name).perSecond()));
    }

    /** How many times as many operations as another in the same round. */
    public Spread ratio(String name, String base) {
        return Spread.ofRatios(array(line(name).perSecond()), array(line(base).perSecond()));
    }

    /** What callers of one contestant waited at the 99th percentile, in microseconds. */
    public Spread tail(String name) {
        return Spread.of(array(line(name).tails()));
    }

    /** How many times as long they waited as those of another in the same round. */
    public Spread tailRatio(String name, String base) {
        return Spread.ofRatios(array(line(name).tails()), array(line(base).tails()));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
