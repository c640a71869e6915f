package dev.cairn.bench.harness;

/**
 * How long a comparison takes.
 *
 * @param rounds in each of which every contestant has its turn
 * @param sliceMillis how long a turn is
 * @param warmUpMillis how long each runs before anything counts
 * @param checks how often all of them are compared before that
 */
public record Plan(int rounds, int sliceMillis, int warmUpMillis, int checks) {

    /** With as many rounds as are left when each is so many times as long. */
    public Plan slices(int millis) {
        return new Plan(Math.max(2, rounds * sliceMillis / Math.max(1, millis)), millis, warmUpMillis, checks);
    }

    /** With so many checks. */
    public Plan checks(int count) {
        return new Plan(rounds, sliceMillis, warmUpMillis, Math.min(checks, count));
    }

    /** With so many rounds at the least. */
    public Plan atLeast(int least) {
        return new Plan(Math.max(rounds, least), sliceMillis, warmUpMillis, checks);
    }
}
