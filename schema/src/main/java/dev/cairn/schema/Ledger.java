package dev.cairn.schema;

import dev.cairn.schema.History.Entry;
import dev.cairn.schema.History.State;
import dev.cairn.schema.Migration.Way;
import dev.cairn.schema.MigrationException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The migrations there are, held against those a database has applied. */
final class Ledger {
    private final Migrations migrations;
    private final History history;
    private final Settings settings;
    private final boolean foreignContent;
    private final Map<Long, Entry> applied;

    /** One migration to apply or to undo. */
    record Work(
            String name,
            Way way,
            @Nullable Migration migration,
            @Nullable String consent) {

        boolean isUp() {
            return migration != null;
        }
    }

    Ledger(Migrations migrations, History history, boolean foreignContent, Settings settings) {
        this.migrations = migrations;
        this.history = history;
        this.foreignContent = foreignContent;
        this.settings = settings;
        this.applied = history.appliedByNumber();
    }

    /** What is in the way of migrating, first things first. */
    private Optional<MigrationException> problem() {
        if (!history.exists() && foreignContent) {
            return Optional.of(MigrationException.of(Kind.NO_HISTORY).build());
        }
        return history.applied().stream()
                .sorted(Comparator.comparingLong(Entry::number))
                .map(this::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<MigrationException> problem(Entry entry) {
        Migration source = migrations.find(entry.number());
        long highest = migrations.latest().map(Migration::number).orElse(-1L);
        if (entry.number() > highest) {
            return settings.allowNewer() && entry.additive() ? Optional.empty() : Optional.of(newer(entry));
        }
        if (!settings.validation()) {
            return Optional.empty();
        }
        if (source == null || !source.name().equals(entry.name())) {
            return Optional.of(MigrationException.of(Kind.MISSING)
                    .with("migration", entry.name())
                    .with("source", migrations.origin())
                    .build());
        }
        if (!source.checksum().equals(entry.checksum())) {
            return Optional.of(MigrationException.of(Kind.EDITED)
                    .with("migration", entry.name())
                    .with("file", source.up().location())
                    .with("applied", String.valueOf(entry.checksum()))
                    .with("found", source.checksum())
                    .build());
        }
        return Optional.empty();
    }

    private MigrationException newer(Entry entry) {
        return MigrationException.of(Kind.NEWER_DATABASE)
                .with("migration", entry.name())
                .with("additive", entry.additive())
                .with("latestKnown", migrations.latest().map(Migration::name).orElse("none"))
                .build();
    }

    /** What is left to apply on the way to a target, in order. */
    List<Work> toApply(Target target) {
        problem().ifPresent(p -> {
            throw p;
        });
        Set<Long> wanted = wanted(target);
        List<Work> pending = new ArrayList<>();
        long highest = applied.keySet().stream().mapToLong(n -> n).max().orElse(-1);
        for (Migration migration : migrations) {
            if (wanted.contains(migration.number()) && !applied.containsKey(migration.number())) {
                boolean late = migration.number() < highest;
                if (late && !settings.allowOutOfOrder()) {
                    throw MigrationException.of(Kind.OUT_OF_ORDER)
                            .with("migration", migration.name())
                            .with("applied", highest)
                            .build();
                }
                pending.add(new Work(migration.name(), migration.up(), migration, late ? "out-of-order" : null));
            }
        }
        return pending;
    }

    private Set<Long> wanted(Target target) {
        Set<Long> wanted = new HashSet<>();
        if (target.reach() == Target.Reach.STEPS) {
            throw new IllegalArgumentException("steps count backwards: use them to roll back");
        }
        if (target.reach() != Target.Reach.END) {
            migrations.get(Long.toString(target.number()));
        }
        if (target.reach() != Target.Reach.ONLY) {
            long last = target.reach() == Target.Reach.END ? Long.MAX_VALUE : target.number();
            migrations.stream().map(Migration::number).filter(n -> n <= last).forEach(wanted::add);
            return wanted;
        }
        Deque<Long> open = new ArrayDeque<>(List.of(target.number()));
        while (!open.isEmpty()) {
            long number = open.pop();
            if (wanted.add(number)) {
                open.addAll(migrations.get(Long.toString(number)).depends());
            }
        }
        return wanted;
    }

    /** The names of what is to be undone on the way back to a target, last first. */
    List<String> namesToUndo(Target target) {
        List<Entry> inOrder = new ArrayList<>(history.applied());
        List<Entry> chosen = switch (target.reach()) {
            case END -> inOrder;
            case STEPS -> lastOf(inOrder, target.number());
            case ONLY -> List.of(require(target.number()));
            case TO -> {
                require(target.number());
                yield inOrder.stream().filter(e -> e.number() > target.number()).toList();
            }
        };
        Comparator<Entry> lastFirst = target.reach() == Target.Reach.STEPS
                ? Comparator.comparingLong(Entry::id).reversed()
                : Comparator.comparingLong(Entry::number).reversed();
        return chosen.stream().sorted(lastFirst).map(Entry::name).toList();
    }

    private static List<Entry> lastOf(List<Entry> entries, long count) {
        if (count < 1 || count > entries.size()) {
            throw MigrationException.of(Kind.NOT_APPLIED)
                    .with("steps", count)
                    .with("applied", entries.size())
                    .build();
        }
        return entries.subList(entries.size() - (int) count, entries.size());
    }

    private Entry require(long number) {
        Entry entry = applied.get(number);
        if (entry == null) {
            throw MigrationException.of(Kind.NOT_APPLIED)
                    .with("migration", number)
                    .build();
        }
        return entry;
    }

    /** How to undo those of these that are still applied, in this order. */
    List<Work> toUndo(List<String> names) {
        Map<String, Entry> present = new LinkedHashMap<>();
        history.applied().forEach(e -> present.put(e.name(), e));
        List<Entry> leaving =
                names.stream().map(present::remove).flatMap(Stream::ofNullable).toList();
        List<Work> undo = new ArrayList<>();
        for (Entry entry : leaving) {
            requireFree(entry, present.values());
            undo.add(new Work(entry.name(), down(entry), null, null));
        }
        return undo;
    }

    private void requireFree(Entry entry, Collection<Entry> staying) {
        List<String> dependents = staying.stream()
                .filter(e -> e.number() > entry.number() && mayDependOn(e, entry))
                .map(Entry::name)
                .sorted()
                .toList();
        if (!dependents.isEmpty()) {
            throw MigrationException.of(Kind.NEEDED)
                    .with("migration", entry.name())
                    .with("neededBy", String.join(", ", dependents))
                    .build();
        }
    }

    /** What an unknown migration depends on, nobody here can say. */
    private boolean mayDependOn(Entry dependent, Entry entry) {
        Migration source = migrations.find(dependent.number());
        return source == null || source.depends().contains(entry.number());
    }

    /** The way down that is in the source; else the one kept when the migration was applied. */
    private Way down(Entry entry) {
        Migration source = migrations.find(entry.number());
        Way down = source != null && source.name().equals(entry.name()) ? source.down() : null;
        if (down != null) {
            return down;
        }
        String kept = entry.rollbackSql();
        if (kept == null) {
            throw MigrationException.of(Kind.NO_DOWN)
                    .with("migration", entry.name())
                    .build();
        }
        return Way.sql(History.TABLE + ".rollback_sql of " + entry.name(), kept);
    }

    Status status() {
        List<Status.Pending> pending = migrations.stream()
                .filter(m -> !applied.containsKey(m.number()))
                .map(m -> new Status.Pending(m.name(), m.version(), m.description()))
                .toList();
        return new Status(
                history.current().map(Entry::name),
                migrations.latest().map(Migration::name),
                Status.Applied.of(history.applied()),
                pending,
                Status.Applied.of(history.in(State.FAILED)),
                Status.Applied.of(history.in(State.ROLLED_BACK)),
                problems());
    }

    private List<String> problems() {
        try {
            toApply(Target.end());
            return List.of();
        } catch (MigrationException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    History history() {
        return history;
    }
}
