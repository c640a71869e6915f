package dev.cairn.bench.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long some ways to do something take, in turns, so that whatever else the machine does falls on all of them.
 * Ratios are taken within each turn, and their median counts. Not thread-safe.
 */
final class Series {
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    /** One way to do it: what is done before and after is not measured. */
    @FunctionalInterface
    interface Way {
        /** Does it and says how many milliseconds it took. */
        double run() throws Exception;
    }

    /** Something that takes time. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    static double millis(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Runs each so many times; each turn begins with another. */
    void run(int turns, Map<String, Way> ways) throws Exception {
        List<String> names = new ArrayList<>(ways.keySet());
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get((turn + i) % names.size());
                add(name, ways.getOrDefault(name, () -> 0).run());
            }
        }
    }

    void add(String name, double value) {
        millis.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return millis.containsKey(name);
    }

    double median(String name) {
        return median(values(name));
    }

    /** The median of the quotients of each turn. */
    double ratio(String name, String base) {
        double[] values = values(name);
        double[] bases = values(base);
        double[] ratios = new double[Math.min(values.length, bases.length)];
        Arrays.setAll(ratios, i -> values[i] / bases[i]);
        return median(ratios);
    }

    private double[] values(String name) {
        return millis.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    Map<String, List<Double>> all() {
        return millis;
    }
}
