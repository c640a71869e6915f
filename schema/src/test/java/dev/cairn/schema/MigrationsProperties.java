package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** Random sets of migrations, each of which reads the tables of those it depends on. */
class MigrationsProperties {
    private static final int TRIES = 60;

    /** The names of migrations by number, and the numbers each depends on. */
    record Graph(NavigableMap<Long, String> names, NavigableMap<Long, NavigableSet<Long>> depends) {

        String name(long number) {
            return Objects.requireNonNull(names.get(number));
        }

        NavigableSet<Long> needs(long number) {
            return Objects.requireNonNull(depends.get(number));
        }

        long number(int choice) {
            return List.copyOf(names.keySet()).get(choice % names.size());
        }

        NavigableSet<Long> closure(long number) {
            NavigableSet<Long> closure = new TreeSet<>(Set.of(number));
            needs(number).forEach(needed -> closure.addAll(closure(needed)));
            return closure;
        }

        List<String> namesOf(Set<Long> numbers) {
            return numbers.stream().map(this::name).toList();
        }

        Fixture write() {
            Fixture app = Fixture.temporary();
            names.keySet().forEach(number -> write(app, number, needs(number)));
            return app;
        }

        void write(Fixture app, long number, Set<Long> needed) {
            String header = needed.stream().map(n -> "-- depends: " + n + "\n").collect(Collectors.joining());
            String reads = needs(number).stream()
                    .map(n -> "INSERT INTO m%d SELECT x FROM m%d;\n".formatted(number, n))
                    .collect(Collectors.joining());
            app.up(name(number), header + "CREATE TABLE m" + number + " (x);\n" + reads);
            app.down(name(number), "DROP TABLE m" + number + ";");
        }
    }

    @Property(tries = TRIES)
    void migrate_anySet_isAppliedInOrderOfTheNumbers(@ForAll("graphs") Graph graph) {
        try (Fixture app = graph.write()) {
            assertThat(names(app.migrator().migrate()))
                    .isEqualTo(graph.namesOf(graph.names().keySet()));
            assertThat(applied(app)).isEqualTo(graph.namesOf(graph.names().keySet()));
        }
    }

    @Property(tries = TRIES)
    void migrate_toOne_appliesThoseUpToIt(@ForAll("graphs") Graph graph, @ForAll @IntRange(max = 99) int choice) {
        try (Fixture app = graph.write()) {
            long last = graph.number(choice);

            app.migrator().migrate(Target.to(last));

            assertThat(applied(app))
                    .isEqualTo(graph.namesOf(graph.names().headMap(last, true).keySet()));
        }
    }

    @Property(tries = TRIES)
    void migrate_onlyOne_appliesWhatItDependsOnAndThenTheRest(
            @ForAll("graphs") Graph graph, @ForAll @IntRange(max = 99) int choice) {
        try (Fixture app = graph.write()) {
            NavigableSet<Long> closure = graph.closure(graph.number(choice));
            NavigableSet<Long> rest = new TreeSet<>(graph.names().keySet());
            rest.removeAll(closure);

            assertThat(names(app.migrator().migrate(Target.only(closure.last()))))
                    .isEqualTo(graph.namesOf(closure));
            assertThat(applied(app)).isEqualTo(graph.namesOf(closure));

            if (!rest.isEmpty() && rest.first() < closure.last()) {
                app.refused(Kind.OUT_OF_ORDER, app.migrator()::migrate);
            }
            assertThat(names(app.at().allowOutOfOrder(true).build().migrate())).isEqualTo(graph.namesOf(rest));
        }
    }

    @Property(tries = TRIES)
    void rollback_onlyOne_isRefusedWhileOthersDependOnIt(
            @ForAll("graphs") Graph graph, @ForAll @IntRange(max = 99) int choice) {
        try (Fixture app = graph.write()) {
            long number = graph.number(choice);
            Set<Long> dependents = new TreeSet<>(graph.names().keySet());
            dependents.removeIf(n -> !graph.needs(n).contains(number));
            app.migrate();

            if (dependents.isEmpty()) {
                app.migrator().rollback(Target.only(number));
                assertThat(applied(app)).hasSize(graph.names().size() - 1).doesNotContain(graph.name(number));
            } else {
                MigrationException refusal =
                        app.refused(Kind.NEEDED, () -> app.migrator().rollback(Target.only(number)));
                assertThat(refusal.field("neededBy").orElseThrow().split(", "))
                        .containsExactlyInAnyOrderElementsOf(graph.namesOf(dependents));
            }
        }
    }

    @Property(tries = TRIES)
    void migrations_withOneBadDependency_areRefused(
            @ForAll("graphs") Graph graph,
            @ForAll @IntRange(max = 99) int choice,
            @ForAll @IntRange(min = 1, max = 100_000) long distance,
            @ForAll boolean present) {
        try (Fixture app = graph.write()) {
            long number = graph.number(choice);
            // Itself or a higher one that is there; or one that is not there, above or below.
            Long higher = graph.names().ceilingKey(number + distance % 3);
            long bad = present ? (higher == null ? number : higher) : absent(graph, distance);
            Set<Long> needed = new TreeSet<>(graph.needs(number));
            needed.add(bad);
            graph.write(app, number, needed);

            MigrationException refusal = app.refused(Kind.BAD_DEPENDENCY, app::migrations);

            assertThat(refusal.field("migration")).contains(graph.name(number));
            assertThat(refusal.field("depends")).contains(Long.toString(bad));
        }
    }

    private static long absent(Graph graph, long start) {
        long number = start;
        while (graph.names().containsKey(number)) {
            number++;
        }
        return number;
    }

    private static List<String> names(Report report) {
        return report.steps().stream().map(Report.Step::migration).toList();
    }

    private static List<String> applied(Fixture app) {
        return app.texts("SELECT migration_name FROM migration_history WHERE status = 'success' ORDER BY id");
    }

    @Provide
    Arbitrary<Graph> graphs() {
        RandomDistribution even = RandomDistribution.uniform();
        Arbitrary<List<Long>> numbers = Arbitraries.longs()
                .between(0, 100_000)
                .withDistribution(even)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(9)
                .withSizeDistribution(even);
        Arbitrary<String> name =
                Arbitraries.strings().withChars("aZ9_-.é名").ofMinLength(1).ofMaxLength(6);
        Arbitrary<Set<Integer>> needs =
                Arbitraries.integers().between(0, 9).set().ofMaxSize(4);
        return Combinators.combine(numbers, name.list().ofSize(9), needs.list().ofSize(9))
                .as(MigrationsProperties::graph);
    }

    /** Of the places that a migration needs, those below its own count. */
    private static Graph graph(List<Long> unordered, List<String> names, List<Set<Integer>> needs) {
        List<Long> numbers = new ArrayList<>(new TreeSet<>(unordered));
        Graph graph = new Graph(new TreeMap<>(), new TreeMap<>());
        for (int i = 0; i < numbers.size(); i++) {
            int place = i;
            graph.names().put(numbers.get(i), String.format(Locale.ROOT, "%03d_%s", numbers.get(i), names.get(i)));
            graph.depends()
                    .put(
                            numbers.get(i),
                            needs.get(i).stream()
                                    .filter(n -> n < place)
                                    .map(numbers::get)
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        return graph;
    }
}
