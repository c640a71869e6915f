package dev.cairn.bench.harness;

/**
 * How long a comparison takes.
 *
 * @param rounds in each of which every contestant has its turn
 * @param sliceMillis how long a turn is
 * @param warmUpMillis how long each runs before anything counts
 * @param checks how often all of them are compared before that
 */
public record Plan(int rounds, int sliceMillis, int warmUpMillis, int checks) {}
