package dev.cairn.bench.harness;

/** When operations are meant to begin, whether or not those before have ended. */
@FunctionalInterface
public interface Arrivals {
    /** From the start of a slice to the so-manieth operation of all threads together. */
    long nanos(long number);

    /** So many a second, one by one. */
    static Arrivals evenly(double perSecond) {
        return number -> (long) (number * 1e9 / perSecond);
    }

    /** So many at once, every so many milliseconds. */
    static Arrivals inBursts(int size, int millis) {
        return number -> number / size * millis * 1_000_000L;
    }
}
