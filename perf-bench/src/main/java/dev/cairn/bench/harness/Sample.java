package dev.cairn.bench.harness;

/**
 * What one call cost in one slice, on average.
 *
 * @param wallNanos of the clock
 * @param cpuNanos of the calling thread's processor
 * @param bytes that the calling thread allocated
 * @param calls in the slice
 */
public record Sample(double wallNanos, double cpuNanos, double bytes, long calls) {}
