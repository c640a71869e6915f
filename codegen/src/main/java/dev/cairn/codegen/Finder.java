package dev.cairn.codegen;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.Index;
import dev.cairn.codegen.Model.IndexColumn;
import dev.cairn.codegen.Model.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A way to find rows that an index serves.
 *
 * @param suffix what its methods are called: {@code ByRole}
 * @param unique whether it finds one row at the most
 * @param columns those that are compared
 * @param index the one that serves it; none for a primary key or UNIQUE constraint, where there is no choice
 * @param predicate of a partial index
 * @param order of the rows; empty if the index has none to offer
 * @param total whether that order tells any two rows apart, so that pages can follow it
 */
record Finder(
        String suffix,
        boolean unique,
        List<Column> columns,
        Optional<String> index,
        Optional<String> predicate,
        List<Ordered> order,
        boolean total) {

    /** A column of an order. */
    record Ordered(Column column, boolean descending) {}

    /**
     * All finders of a table: for each unique key, then for each index and each of its prefixes that adds something.
     */
    static List<Finder> of(Table table) {
        List<Finder> finders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Finder finder : uniques(table)) {
            if (names.add(finder.suffix())) {
                finders.add(finder);
            }
        }
        for (Finder finder : lists(table)) {
            if (names.add(finder.suffix())) {
                finders.add(finder);
            }
        }
        return finders;
    }

    private static List<Finder> uniques(Table table) {
        List<Finder> uniques = new ArrayList<>();
        if (!table.key().isEmpty()) {
            uniques.add(new Finder(
                    by(table.key()), true, table.key(), Optional.empty(), Optional.empty(), List.of(), false));
        }
        for (Index index : table.indexes()) {
            if (index.unique() && index.plain()) {
                uniques.add(new Finder(
                        word(table, index) + by(index.plainColumns()),
                        true,
                        index.plainColumns(),
                        index.constraint() ? Optional.empty() : Optional.of(index.name()),
                        index.predicate(),
                        List.of(),
                        false));
            }
        }
        return uniques;
    }

    /** A prefix of an index, as a way to find rows. */
    private record Candidate(Index index, int length) {
        List<Column> columns() {
            return index.plainColumns().subList(0, length);
        }

        List<IndexColumn> rest() {
            return index.columns().subList(length, index.columns().size());
        }
    }

    private static List<Finder> lists(Table table) {
        Map<String, List<Candidate>> byColumns = new LinkedHashMap<>();
        for (Index index : table.indexes()) {
            int longest = index.unique()
                    ? index.columns().size() - 1
                    : index.columns().size();
            for (int length = 1; index.plain() && !index.constraint() && length <= longest; length++) {
                Candidate candidate = new Candidate(index, length);
                byColumns
                        .computeIfAbsent(word(table, index) + by(candidate.columns()), k -> new ArrayList<>())
                        .add(candidate);
            }
        }
        List<Finder> finders = new ArrayList<>();
        byColumns.forEach((name, candidates) -> {
            candidates.sort(Comparator.<Candidate>comparingInt(c -> c.rest().size())
                    .thenComparing(c -> c.index().name()));
            boolean first = true;
            for (Candidate candidate : candidates) {
                finders.add(list(table, name, candidate, first));
                first = false;
            }
        });
        return finders;
    }

    private static Finder list(Table table, String name, Candidate candidate, boolean first) {
        List<Ordered> order = candidate.rest().stream()
                .map(c -> new Ordered(c.column().orElseThrow(), c.descending()))
                .collect(Collectors.toCollection(ArrayList::new));
        String suffix = first
                ? name
                : name + "OrderBy" + order.stream().map(Finder::word).collect(Collectors.joining("And"));
        // Behind its own columns an index has the rowid, or the key of a WITHOUT ROWID table.
        List<Column> key = table.key();
        boolean appended = table.withoutRowid() || table.identity().isPresent();
        Set<Column> known = new HashSet<>(candidate.columns());
        order.forEach(o -> known.add(o.column()));
        for (Column column : key) {
            if (appended && known.add(column)) {
                order.add(new Ordered(column, false));
            }
        }
        boolean total = !key.isEmpty() && known.containsAll(key);
        return new Finder(
                suffix,
                false,
                candidate.columns(),
                Optional.of(candidate.index().name()),
                candidate.index().predicate(),
                order,
                total && !order.isEmpty());
    }

    private static String word(Ordered ordered) {
        return word(ordered.column()) + (ordered.descending() ? "Desc" : "");
    }

    /** Within a longer name no word is kept by the language. */
    private static String word(Column column) {
        return cap(column.javaName().replaceFirst("(?<=.)_$", ""));
    }

    /** What a partial index is called beyond its table: {@code idx_tasks_active} finds active ones. */
    private static String word(Table table, Index index) {
        if (index.predicate().isEmpty()) {
            return "";
        }
        String name = index.name().toLowerCase(Locale.ROOT);
        for (String prefix : List.of("idx_", "uq_", "ux_", "ix_", table.name().toLowerCase(Locale.ROOT) + "_")) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        return Names.type(name);
    }

    static String by(List<Column> columns) {
        return "By" + columns.stream().map(Finder::word).collect(Collectors.joining("And"));
    }

    static String cap(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
