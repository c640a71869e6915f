package dev.cairn.backup.process;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;

/** The seed of a test that runs for long, and the time it may take: its share of {@code cairn.torture.minutes}. */
public final class Torture {
    private final long seed = Long.getLong("cairn.torture.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final long end;

    /** Begins now. */
    public Torture(double share) {
        Duration box = Duration.ofMinutes(
                Long.getLong("cairn.torture.minutes", Duration.ofDays(1).toMinutes()));
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        this.end = Math.min(start + box.toMillis(), System.currentTimeMillis() + (long) (share * box.toMillis()));
    }

    public boolean timeIsLeft() {
        return System.currentTimeMillis() < end;
    }

    public Random random() {
        return random;
    }

    @Override
    public String toString() {
        return "cairn.torture.seed=" + seed;
    }
}
