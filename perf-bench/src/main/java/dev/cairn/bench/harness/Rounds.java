package dev.cairn.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares contenders in turns of some milliseconds each, so that whatever else the machine is doing falls on all of
 * them alike. Ratios are taken within each round; each round begins with another contender, so that none always runs in
 * the wake of the same one.
 */
public final class Rounds {
    /**
     * From the first turn of a round to that of the next: all see the same turns in a round, and others in the next.
     */
    private static final int STRIDE = 65_537;

    /** Of what is shown of a result. */
    private static final int LONGEST = 1_000;

    private Rounds() {}

    /** Compares results, warms up, measures; the first contender is what the others are compared with. */
    public static Outcome run(String name, List<Contender> contenders, Plan plan) throws Exception {
        agree(name, contenders, plan.checks());
        for (Contender contender : contenders) {
            warmUp(contender, plan.warmUpMillis());
        }
        List<List<Sample>> samples = new ArrayList<>();
        contenders.forEach(contender -> samples.add(new ArrayList<>()));
        for (int round = 0; round < plan.rounds(); round++) {
            for (int i = 0; i < contenders.size(); i++) {
                int next = (round + i) % contenders.size();
                samples.get(next).add(contenders.get(next).slice(round * STRIDE, plan.sliceMillis()));
            }
        }
        Map<String, List<Sample>> byName = new LinkedHashMap<>();
        for (int i = 0; i < contenders.size(); i++) {
            byName.put(contenders.get(i).name(), samples.get(i));
        }
        return new Outcome(name, byName);
    }

    /** By time of the processor: on a busy machine a second of the clock may be little of that. */
    private static void warmUp(Contender contender, int millis) throws Exception {
        double cpu = 0;
        double wall = 0;
        while (cpu < millis * 1e6 && wall < millis * 5e6) {
            Sample sample = contender.slice(0, Math.max(1, millis / 10));
            cpu += sample.cpuNanos() * sample.calls();
            wall += sample.wallNanos() * sample.calls();
        }
    }

    private static void agree(String name, List<Contender> contenders, int checks) throws Exception {
        for (int turn = 0; turn < checks; turn++) {
            String wanted = contenders.get(0).check(turn);
            for (Contender contender : contenders.subList(1, contenders.size())) {
                String got = contender.check(turn);
                if (!got.equals(wanted)) {
                    throw new AssertionError(name + ": " + contender.name() + " gives another result than "
                            + contenders.get(0).name() + "\n" + shortened(got) + "\n" + shortened(wanted));
                }
            }
        }
    }

    private static String shortened(String result) {
        return result.length() <= LONGEST ? result : result.substring(0, LONGEST) + "…";
    }
}
