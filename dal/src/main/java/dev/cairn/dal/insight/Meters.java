package dev.cairn.dal.insight;

import dev.cairn.dal.DalException.Kind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our figures as meters of Micrometer; docs/observability.md has the list. The registry asks for them when it likes,
 * and is told of new ones by the clerk alone, so that no call ever waits for a registry. Confined to the clerk.
 */
public final class Meters {
    private static final Logger LOG = LoggerFactory.getLogger(Meters.class.getPackageName());

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> shown = new ArrayList<>();
    private final Set<Tally> tallies = new HashSet<>();
    private boolean begun;
    private boolean refused;

    /** In a registry, each with the tag {@code database}. */
    public Meters(MeterRegistry registry, String database) {
        this.registry = registry;
        this.tags = Tags.of("database", database);
    }

    /** Shows what is not shown yet. */
    void show(Inspected database, Recorder recorder, SlowLog slow) {
        if (!begun) {
            begun = true;
            begin(database, recorder, slow);
        }
        if (!refused) {
            recorder.calls().forEach(this::call);
            recorder.scopes().forEach(this::scope);
        }
    }

    private void begin(Inspected database, Recorder recorder, SlowLog slow) {
        if (registry.find("cairn.statements").tags(tags).meter() != null) {
            refused = true;
            LOG.warn("Another database is metered by the name {}: give this one a name of its own", tags);
            return;
        }
        for (Kind kind : Kind.values()) {
            counter("cairn.errors", tags.and("kind", kind.name()), recorder, r -> r.errors(kind));
        }
        counter("cairn.statements", tags.and("result", "hit"), database, Inspected::statementHits);
        counter("cairn.statements", tags.and("result", "miss"), database, Inspected::statementMisses);
        counter("cairn.queries.slow", tags, slow, SlowLog::count);
        gauge(
                "cairn.readers",
                tags.and("state", "active"),
                database,
                d -> d.readers().lent());
        gauge(
                "cairn.readers",
                tags.and("state", "idle"),
                database,
                d -> d.readers().idle());
        gauge("cairn.readers.max", tags, database, d -> d.readers().most());
        gauge("cairn.readers.waiting", tags, database, d -> d.readers().waiting());
        gauge("cairn.writers.waiting", tags, database, Inspected::writersWaiting);
        database.file().ifPresent(this::sizes);
    }

    private void sizes(Path file) {
        size("database", file);
        size("wal", Sizes.log(file));
    }

    private void size(String what, Path file) {
        add(() -> Gauge.builder("cairn.file.size", file, Sizes::of)
                .tags(tags.and("file", what))
                .baseUnit(BaseUnits.BYTES)
                .strongReference(true)
                .register(registry));
    }

    private void call(Tally tally) {
        if (tallies.add(tally)) {
            Tags named = tags.and("name", tally.name(), "kind", tally.kind());
            timer("cairn.calls", named, tally, Tally::ranNanos);
            timer("cairn.calls.wait", named, tally, Tally::waitedNanos);
            counter("cairn.calls.rows", named, tally, Tally::rows);
        }
    }

    private void scope(Tally tally) {
        if (tallies.add(tally)) {
            Tags named = tags.and("name", tally.name(), "kind", tally.kind());
            timer("cairn.scopes", named, tally, Tally::ranNanos);
            timer("cairn.scopes.wait", named, tally, Tally::waitedNanos);
        }
    }

    private void timer(String name, Tags with, Tally tally, ToDoubleFunction<Tally> nanos) {
        add(() -> FunctionTimer.builder(name, tally, Tally::count, nanos, TimeUnit.NANOSECONDS)
                .tags(with)
                .register(registry));
    }

    private <T> void counter(String name, Tags with, T of, ToDoubleFunction<T> count) {
        add(() -> FunctionCounter.builder(name, of, count).tags(with).register(registry));
    }

    private <T> void gauge(String name, Tags with, T of, ToDoubleFunction<T> value) {
        add(() -> Gauge.builder(name, of, value).tags(with).register(registry));
    }

    /** One that the registry refuses is left out; the others are not. */
    private void add(Supplier<Meter> registration) {
        Clerk.quietly(() -> shown.add(registration.get()));
    }

    /** Takes all of them away. */
    void remove() {
        shown.forEach(meter -> Clerk.quietly(() -> registry.remove(meter)));
        shown.clear();
    }
}
