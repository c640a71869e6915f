package dev.cairn.backup.store;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Retention;
import dev.cairn.backup.RetentionPlan;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Manifest.Link;
import dev.cairn.backup.store.Catalogue.Entry;
import dev.cairn.backup.store.Catalogue.Event;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Applies a {@link Retention} to a repository. */
public final class Pruning {
    private static final Duration MOST_DRIFT = Duration.ofDays(1);

    private final Settings settings;
    private final Repository repository;
    private final Map<String, Manifest> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> reasons = new LinkedHashMap<>();

    /** For one plan: reasons are gathered here. */
    public Pruning(Settings settings) {
        this.settings = settings;
        this.repository = settings.repository();
    }

    /** What would be done now, or why nothing may be. */
    public RetentionPlan plan(Retention retention) throws IOException {
        List<Manifest> manifests = new ArrayList<>(repository.trusted(settings.trust()));
        manifests.forEach(m -> {
            byId.put(m.id().text(), m);
            reasons.put(m.id().text(), new LinkedHashSet<>());
        });
        if (manifests.isEmpty()) {
            return new RetentionPlan(List.of());
        }
        Verdicts verdicts = new Verdicts(repository.catalogue().entries());
        Manifest newest = manifests.get(manifests.size() - 1);
        requireFresh(newest, verdicts);
        keep(newest, "the newest");
        Collections.reverse(manifests);
        keepByRule(manifests, retention);
        List<Manifest> fulls = manifests.stream()
                .filter(m -> m.kind().standsAlone() && !verdicts.failed(m.id()))
                .toList();
        fulls.stream().findFirst().ifPresent(m -> keep(m, "the newest sound full"));
        // A damaged database is backed up too; what it was before is worth more then.
        fulls.stream()
                .filter(m -> m.defects().isEmpty())
                .findFirst()
                .ifPresent(m -> keep(m, "the newest without defects"));
        manifests.stream()
                .filter(m -> verdicts.proven(m.id()))
                .findFirst()
                .ifPresent(m -> keep(m, "the newest proven"));
        manifests.stream().filter(m -> repository.pinned(m.id())).forEach(m -> keep(m, "pinned"));
        keepAncestors(manifests);
        return new RetentionPlan(manifests.stream().map(this::item).toList());
    }

    private RetentionPlan.Item item(Manifest manifest) {
        List<String> why = List.copyOf(reasons.getOrDefault(manifest.id().text(), Set.of()));
        Backup backup = repository.describe(manifest);
        return new RetentionPlan.Item(backup, !why.isEmpty(), why);
    }

    private void keep(Manifest manifest, String why) {
        reasons.computeIfAbsent(manifest.id().text(), id -> new HashSet<>()).add(why);
    }

    /**
     * A clock that is wrong makes everything look old, and a newest backup that is bad makes the older ones precious.
     */
    private void requireFresh(Manifest newest, Verdicts verdicts) {
        Duration drift = Duration.between(newest.created(), settings.clock().instant());
        if (drift.abs().compareTo(MOST_DRIFT) > 0) {
            throw refused(newest, "the newest backup is more than a day away from now");
        }
        if (verdicts.failed(newest.id())) {
            throw refused(newest, "the newest backup failed its verification");
        }
    }

    private static BackupException refused(Manifest newest, String problem) {
        return BackupException.of(Kind.PRUNE_REFUSED)
                .with("newest", newest.id())
                .with("problem", problem)
                .build();
    }

    private void keepByRule(List<Manifest> newestFirst, Retention retention) {
        Instant limit = settings.clock().instant().minus(retention.days(), ChronoUnit.DAYS);
        newestFirst.stream()
                .filter(m -> m.created().isAfter(limit))
                .forEach(m -> keep(m, "younger than the days kept"));
        keepLast(newestFirst, retention.daily(), "daily", date -> date);
        keepLast(
                newestFirst,
                retention.weekly(),
                "weekly",
                date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
        keepLast(newestFirst, retention.monthly(), "monthly", date -> date.withDayOfMonth(1));
        keepLast(newestFirst, retention.yearly(), "yearly", date -> date.withDayOfYear(1));
    }

    private void keepLast(List<Manifest> newestFirst, int count, String why, Function<LocalDate, LocalDate> period) {
        Set<LocalDate> seen = new HashSet<>();
        for (Manifest manifest : newestFirst) {
            LocalDate start = period.apply(LocalDate.ofInstant(manifest.created(), ZoneOffset.UTC));
            if (seen.size() < count && seen.add(start)) {
                keep(manifest, why);
            }
        }
    }

    private void keepAncestors(List<Manifest> newestFirst) {
        for (Manifest manifest : newestFirst) {
            boolean kept = !reasons.getOrDefault(manifest.id().text(), Set.of()).isEmpty();
            Manifest parent = kept ? byId.get(manifest.link().map(Link::parent).orElse("")) : null;
            if (parent != null) {
                keep(parent, "a kept increment builds on it");
            }
        }
    }

    /** Deletes what a plan says; the caller is the one writer. Increments go before what they build on. */
    public void carryOut(RetentionPlan plan) throws IOException {
        if (plan.deleted().isEmpty()) {
            return;
        }
        RepositoryLock.deleting(repository.directory(), () -> {
            for (Backup backup : plan.deleted()) {
                delete(backup);
            }
            return plan;
        });
    }

    private void delete(Backup backup) throws IOException {
        long start = System.nanoTime();
        repository.remove(BackupId.parse(backup.id()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Instant now = settings.clock().instant();
        repository.catalogue().add(new Entry(now, Event.DELETE, backup.id(), true, "retention", took));
    }
}
