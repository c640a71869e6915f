package dev.cairn.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares several ways to do one thing, in turns of a few milliseconds each, so that whatever else the machine is
 * doing falls on all of them alike. A ratio is taken within each round; the median and quartiles over the rounds are
 * what counts.
 */
final class Interleaved {
    /** One way to do it; what it returns has to be the same for all, so that nobody wins by doing less. */
    @FunctionalInterface
    interface Way {
        long run(int turn) throws Exception;
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String title;
    private final List<String> names = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();

    Interleaved(String title) {
        this.title = title;
    }

    /** The first one added is what the others are measured by. */
    Interleaved add(String name, Way way) {
        names.add(name);
        ways.add(way);
        return this;
    }

    void run(int rounds, int sliceMillis, PrintStream out) throws Exception {
        agree();
        for (Way way : ways) {
            slice(way, 20L * sliceMillis);
        }
        double[][] wall = new double[ways.size()][rounds];
        double[][] cpu = new double[ways.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ways.size(); i++) {
                double[] cost = slice(ways.get(i), sliceMillis);
                wall[i][round] = cost[0];
                cpu[i][round] = cost[1];
            }
        }
        print(wall, cpu, out);
    }

    private void agree() throws Exception {
        for (int turn = 0; turn < 200; turn++) {
            long wanted = ways.get(0).run(turn);
            for (int i = 1; i < ways.size(); i++) {
                if (ways.get(i).run(turn) != wanted) {
                    throw new AssertionError(
                            title + ": " + names.get(i) + " returns something else than " + names.get(0));
                }
            }
        }
    }

    /** Nanoseconds of wall clock and of this thread's processor, for each call. */
    private static double[] slice(Way way, long millis) throws Exception {
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        long end = before + millis * 1_000_000;
        int calls = 0;
        while (System.nanoTime() < end) {
            way.run(calls++);
        }
        double wall = System.nanoTime() - before;
        double cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        return new double[] {wall / calls, cpu / calls};
    }

    private void print(double[][] wall, double[][] cpu, PrintStream out) {
        out.printf(Locale.ROOT, "%n%-28s %12s %12s %7s  %s%n", title, "us wall", "us cpu", "ratio", "quartiles");
        for (int i = 0; i < wall.length; i++) {
            double[] ratios = new double[wall[i].length];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = cpu[i][round] / cpu[0][round];
            }
            Arrays.sort(ratios);
            out.printf(
                    Locale.ROOT,
                    "%-28s %12.2f %12.2f %7.2f  %.2f to %.2f%n",
                    names.get(i),
                    median(wall[i]) / 1e3,
                    median(cpu[i]) / 1e3,
                    ratios[ratios.length / 2],
                    ratios[ratios.length / 4],
                    ratios[ratios.length * 3 / 4]);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
