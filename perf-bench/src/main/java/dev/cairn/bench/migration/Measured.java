package dev.cairn.bench.migration;

import java.util.Arrays;

/** How long something takes. */
final class Measured {

    /** Something to do, which may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    private Measured() {}

    /** Milliseconds of one run. */
    static double once(Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** The median of so many runs, in milliseconds; what is done before each is not measured. */
    static double median(int runs, Action before, Action action) throws Exception {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            before.run();
            times[i] = once(action);
        }
        Arrays.sort(times);
        return times[runs / 2];
    }
}
