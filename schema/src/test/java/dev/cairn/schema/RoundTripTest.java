package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Schema.Item;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every migration of the four systems, down and up again with rows in every table. */
@ExtendWith(FixtureExtension.class)
class RoundTripTest {
    private static final int ROWS = 5;
    private static final Set<String> LOSSLESS = Set.of(
            "pqs/009_create_composite_indexes",
            "ebf/001_performance_indexes",
            "ebf/006_search",
            "hive/005_indexes",
            "rpma/002_indexes",
            "rpma/003_clients_fts");

    static Stream<Arguments> losslessDowns() {
        return all().filter(a -> LOSSLESS.contains(a.get()[0] + "/" + a.get()[1]));
    }

    static Stream<Arguments> lossyDowns() {
        return all().filter(a -> !LOSSLESS.contains(a.get()[0] + "/" + a.get()[1]));
    }

    private static Stream<Arguments> all() {
        return Stream.of("pqs", "ebf", "hive", "rpma")
                .flatMap(system -> migrations(system).stream().map(m -> Arguments.of(system, m.name())));
    }

    @ParameterizedTest
    @MethodSource("losslessDowns")
    void rollback_losslessDown_keepsEveryRow(String system, String name, Fixture app) throws SQLException {
        Migration migration = migrateWithRows(system, name, app);
        Content before = content(app);
        assertThat(lostBy(system, migration, app)).isEmpty();

        migrator(system, app, false).rollback(Target.only(migration.number()));

        assertSameSchema(Execution.fresh(migrations(system).upTo(migration.number() - 1)), app);
        assertThat(before.rowDifferences(content(app), false)).isEmpty();

        migrator(system, app, false).migrate(Target.to(migration.number()));

        assertSameSchema(before.schema(), app);
        assertThat(before.rowDifferences(content(app), false)).isEmpty();
        assertSearchesAgree(app);
    }

    @ParameterizedTest
    @MethodSource("lossyDowns")
    void rollback_lossyDown_namesItsLossesAndNeedsConsent(String system, String name, Fixture app) throws SQLException {
        Migration migration = migrateWithRows(system, name, app);
        Content before = content(app);
        Target target = Target.only(migration.number());

        MigrationException refusal =
                app.refused(Kind.LOSSY_DOWN, () -> migrator(system, app, false).rollback(target));

        assertThat(refusal.field("migration")).contains(name);
        assertThat(refusal.field("lost").orElseThrow().split("; "))
                .containsExactlyInAnyOrderElementsOf(lostBy(system, migration, app));

        List<String> kept = keptRows(system, migration, app);
        migrator(system, app, true).rollback(target);

        assertSameSchema(Execution.fresh(migrations(system).upTo(migration.number() - 1)), app);
        assertThat(keptRows(system, migration, app)).isEqualTo(kept);

        migrator(system, app, false).migrate(Target.to(migration.number()));

        assertSameSchema(before.schema(), app);
        assertThat(keptRows(system, migration, app)).isEqualTo(kept);
    }

    private static Migration migrateWithRows(String system, String name, Fixture app) {
        Migration migration = migrations(system).get(name);
        migrator(system, app, false).migrate(Target.to(migration.number()));
        RowMaker.fill(app.file(), ROWS);
        return migration;
    }

    private static Migrator migrator(String system, Fixture app, boolean consent) {
        return Migrator.at(app.file(), migrations(system))
                .restorePoint(false)
                .allowDestructive(consent)
                .build();
    }

    private static Migrations migrations(String system) {
        return Migrations.classpath("db/" + system);
    }

    /** What the schema before the migration has no place for, counted in the rows there are. */
    private static List<String> lostBy(String system, Migration migration, Fixture app) throws SQLException {
        List<String> lost = new ArrayList<>();
        try (Sqlite earlier = before(system, migration);
                Sqlite now = Sqlite.open(app.file())) {
            Schema kept = Schema.read(earlier);
            for (Item table : Schema.read(now).tables()) {
                if (kept.table(table.name()) == null) {
                    long rows = table.isVirtual() ? 0 : now.number("SELECT count(*) FROM " + table.name());
                    add(lost, rows, "rows with table " + table.name());
                    continue;
                }
                List<String> columns = Schema.columns(now, table.name());
                columns.removeAll(Schema.columns(earlier, table.name()));
                for (String column : columns) {
                    long values = now.number("SELECT count(" + column + ") FROM " + table.name());
                    add(lost, values, "values with column " + table.name() + "." + column);
                }
            }
        }
        return lost;
    }

    private static void add(List<String> lost, long count, String what) {
        if (count > 0) {
            lost.add(count + " " + what);
        }
    }

    /** The rows of all tables and columns that were there before the migration. */
    private static List<String> keptRows(String system, Migration migration, Fixture app) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Sqlite earlier = before(system, migration);
                Sqlite now = Sqlite.open(app.file())) {
            for (Item table : Schema.read(earlier).tables()) {
                String values = Schema.columns(earlier, table.name()).stream()
                        .map(c -> "quote(" + c + ")")
                        .collect(Collectors.joining(" || ',' || "));
                now.texts("SELECT " + values + " FROM " + table.name() + " ORDER BY 1")
                        .forEach(row -> rows.add(table.name() + ": " + row));
            }
        }
        return rows;
    }

    private static Sqlite before(String system, Migration migration) throws SQLException {
        Sqlite db = Sqlite.inMemory();
        migrations(system).upTo(migration.number() - 1).applyTo(db.connection());
        return db;
    }

    private static Content content(Fixture app) throws SQLException {
        try (Sqlite db = Sqlite.open(app.file())) {
            return Content.of(db);
        }
    }

    private static void assertSameSchema(Schema expected, Fixture app) throws SQLException {
        assertThat(expected.differences(content(app).schema())).isEmpty();
    }

    /** FTS5's own check: the index holds what the rows say. */
    private static void assertSearchesAgree(Fixture app) throws SQLException {
        for (Item table : content(app).schema().tables()) {
            if (table.isVirtual()) {
                app.sql("INSERT INTO %1$s (%1$s, rank) VALUES ('integrity-check', 1)".formatted(table.name()));
            }
        }
    }
}
