package dev.cairn.bench.harness;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was measured in one comparison; each contestant has a sample for each round, the first is what the others are
 * compared with. Immutable.
 *
 * @param contest its name
 * @param samples by contestant, in their order
 */
public record Outcome(String contest, Map<String, List<Sample>> samples) {

    /** The contestants, in their order. */
    public List<String> names() {
        return List.copyOf(samples.keySet());
    }

    /** The figures of one contestant. */
    public Spread spread(String name, ToDoubleFunction<Sample> figure) {
        return Spread.of(figures(name, figure));
    }

    /** One contestant's figures divided by another's of the same round. */
    public Spread ratio(String name, String base, ToDoubleFunction<Sample> figure) {
        return Spread.ofRatios(figures(name, figure), figures(base, figure));
    }

    private double[] figures(String name, ToDoubleFunction<Sample> figure) {
        List<Sample> all = samples.get(name);
        if (all == null) {
            throw new IllegalArgumentException(contest + " has no " + name + ", but " + names());
        }
        return all.stream().mapToDouble(figure).toArray();
    }
}
