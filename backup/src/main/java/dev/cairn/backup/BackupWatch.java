package dev.cairn.backup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how well the backups of a database stand: for meters, which docs/observability.md lists, and for its health.
 *
 * <pre>{@code
 * BackupWatch watch = new BackupWatch(backups, "orders", Duration.ofDays(2), Duration.ofDays(30));
 * watch.bindTo(registry);
 * Database db = Database.at(file).migrations(Pqs.MIGRATIONS).meters(registry).health(watch::problems).open();
 * }</pre>
 *
 * <p>Nothing is thrown here: where the repository cannot be read, the meters are not a number, and that is the problem.
 * It is looked at once a minute at most, however often somebody asks. Thread-safe.
 */
public final class BackupWatch implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(BackupWatch.class);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST_NAMED = 5;
    private static final String SECONDS = "seconds";

    private final Backups backups;
    private final Clock clock;
    private final String database;
    private final Duration oldest;
    private final Duration oldestProven;
    private @Nullable Sight last;

    /**
     * Watches these backups.
     *
     * @param database the tag {@code database} of the meters
     * @param oldest from what age on the newest backup is too old
     * @param oldestProven from what age on the newest backup that is proven is too old
     */
    public BackupWatch(Backups backups, String database, Duration oldest, Duration oldestProven) {
        this.backups = backups;
        this.clock = backups.settings().clock();
        this.database = database;
        this.oldest = oldest;
        this.oldestProven = oldestProven;
    }

    /** One look: what was seen, or why nothing was. */
    private record Sight(Instant at, Optional<Standing> standing, String problem) {}

    private synchronized Sight look() {
        Instant now = clock.instant();
        Sight known = last;
        if (known == null || now.isBefore(known.at) || !now.isBefore(known.at.plus(FRESH))) {
            known = look(now);
            last = known;
        }
        return known;
    }

    private Sight look(Instant now) {
        try {
            return new Sight(now, Optional.of(backups.standing()), "");
        } catch (BackupException e) {
            return new Sight(now, Optional.empty(), e.kind().text());
        } catch (RuntimeException e) {
            LOG.warn("The backups could not be looked at", e);
            return new Sight(now, Optional.empty(), e.getClass().getName());
        }
    }

    /** What somebody should look at, in words; nothing if all is well. */
    public List<String> problems() {
        Sight sight = look();
        return sight.standing
                .map(this::problems)
                .orElseGet(() -> List.of("the backups cannot be seen: " + sight.problem));
    }

    private List<String> problems(Standing standing) {
        List<String> problems = new ArrayList<>();
        age("backup", standing.newestAge(), oldest).ifPresent(problems::add);
        age("proven backup", standing.newestProvenAge(), oldestProven).ifPresent(problems::add);
        standing.failed().stream()
                .limit(MOST_NAMED)
                .forEach(id -> problems.add("the backup " + id + " failed its last verification"));
        if (standing.failed().size() > MOST_NAMED) {
            problems.add("and so did " + (standing.failed().size() - MOST_NAMED) + " others");
        }
        return problems;
    }

    private static Optional<String> age(String what, Optional<Duration> age, Duration most) {
        if (age.isEmpty()) {
            return Optional.of("there is no " + what);
        }
        return age.get().compareTo(most) < 0
                ? Optional.empty()
                : Optional.of("the newest " + what + " is " + age.get().toHours() + " hours old");
    }

    /** Shows the meters in a registry. */
    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "cairn.backup.age", SECONDS, s -> seconds(s.newestAge()));
        gauge(registry, "cairn.backup.proven.age", SECONDS, s -> seconds(s.newestProvenAge()));
        gauge(
                registry,
                "cairn.backup.proof.age",
                SECONDS,
                s -> seconds(s.lastProof().map(at -> Duration.between(at, clock.instant()))));
        gauge(registry, "cairn.backup.coverage", null, Standing::coverage);
        gauge(registry, "cairn.backup.failed", null, s -> s.failed().size());
        gauge(registry, "cairn.backup.count", null, Standing::backups);
        gauge(registry, "cairn.backup.size", BaseUnits.BYTES, Standing::bytes);
    }

    private void gauge(MeterRegistry registry, String name, @Nullable String unit, ToDoubleFunction<Standing> figure) {
        Gauge.builder(
                        name,
                        this,
                        watch ->
                                watch.look().standing.map(figure::applyAsDouble).orElse(Double.NaN))
                .tag("database", database)
                .baseUnit(unit)
                .strongReference(true)
                .register(registry);
    }

    private static double seconds(Optional<Duration> age) {
        return age.map(a -> a.toMillis() / 1e3).orElse(Double.NaN);
    }
}
