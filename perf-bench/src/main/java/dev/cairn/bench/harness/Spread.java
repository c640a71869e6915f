package dev.cairn.bench.harness;

import java.util.Arrays;

/**
 * The middle of many figures and where the middle half of them lies.
 *
 * @param low quartile
 * @param median of them
 * @param high quartile
 */
public record Spread(double low, double median, double high) {

    /** Of at least one figure. */
    public static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Spread(sorted[last / 4], sorted[sorted.length / 2], sorted[last - last / 4]);
    }

    /** Of the quotients of each pair. */
    public static Spread ofRatios(double[] values, double[] bases) {
        double[] ratios = new double[values.length];
        Arrays.setAll(ratios, i -> values[i] / bases[i]);
        return of(ratios);
    }
}
