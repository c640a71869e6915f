package dev.cairn.schema;

import dev.cairn.schema.Finding.Rule;
import dev.cairn.schema.Schema.Item;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks for what could be better in migrations, on the schema they make in memory. */
final class Lint {
    /** Numbers above this are dates, which have gaps by nature. */
    private static final long COUNTED = 100_000;

    private final Migrations migrations;
    private final List<Finding> findings = new ArrayList<>();

    private Lint(Migrations migrations) {
        this.migrations = migrations;
    }

    static List<Finding> of(Migrations migrations) {
        Lint lint = new Lint(migrations);
        migrations.forEach(lint::lookAt);
        lint.gaps();
        boolean sound = lint.findings.stream().noneMatch(f -> f.rule() == Rule.FORBIDDEN_STATEMENT);
        if (sound) {
            lint.schema();
        }
        return List.copyOf(lint.findings);
    }

    private void lookAt(Migration migration) {
        for (MigrationException violation : migration.violations()) {
            findings.add(
                    new Finding(Rule.FORBIDDEN_STATEMENT, migration.name(), String.valueOf(violation.getMessage())));
        }
        if (!migration.reversible()) {
            findings.add(new Finding(Rule.MISSING_DOWN, migration.name(), "It cannot be rolled back: it has no down."));
        }
    }

    private void gaps() {
        long last = -1;
        for (Migration migration : migrations) {
            if (last >= 0 && migration.number() < COUNTED && migration.number() > last + 1) {
                findings.add(new Finding(
                        Rule.GAP, migration.name(), "No migration has the numbers between " + last + " and this one."));
            }
            last = migration.number();
        }
    }

    private void schema() {
        try (Sqlite db = Sqlite.inMemory()) {
            Execution execution = new Execution(db, Settings.safe());
            Schema before = Schema.read(db);
            for (Migration migration : migrations) {
                db.execute("BEGIN");
                execution.run(migration.name(), migration.up());
                db.execute("COMMIT");
                Schema after = Schema.read(db);
                lostObjects(migration, before, after);
                before = after;
            }
            for (Item table : before.tables()) {
                indexes(db, table.name());
            }
        } catch (SQLException e) {
            throw Failures.of(Path.of(":memory:"), e);
        }
    }

    private void lostObjects(Migration migration, Schema before, Schema after) {
        List<Loss> lost = LossMeter.vanishedObjects(
                migration.up(), before, after, i -> after.holds("table", i.table()) || after.holds("view", i.table()));
        if (!lost.isEmpty()) {
            findings.add(new Finding(
                    Rule.LOST_OBJECT,
                    migration.name(),
                    "It loses " + Loss.describe(lost) + ": create them again, or drop them by name."));
        }
    }

    /** The columns of each index in order, and whether it may stand in for others. */
    private record Index(String name, List<String> columns, boolean unique, boolean whole) {

        boolean begins(Index other) {
            return other.columns.size() >= columns.size()
                    && other.columns.subList(0, columns.size()).equals(columns);
        }
    }

    private void indexes(Sqlite db, String table) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        for (String name : db.texts("SELECT name FROM pragma_index_list(?)", table)) {
            boolean unique = db.number("SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ?", table, name) == 1;
            boolean partial = db.number("SELECT partial FROM pragma_index_list(?) WHERE name = ?", table, name) == 1;
            List<String> columns = db.texts("""
                    SELECT coalesce(name, '(expression)') || iif(desc, ' DESC', '')
                        || iif(coll = 'BINARY', '', ' ' || coll)
                    FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno""", name);
            boolean whole = !partial && columns.stream().noneMatch(c -> c.startsWith("(expression)"));
            indexes.add(new Index(name, columns, unique, whole));
        }
        db.texts(
                        "SELECT group_concat(name, '\n') FROM (SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk)",
                        table)
                .forEach(key -> indexes.add(
                        new Index("PRIMARY KEY", List.of(String.valueOf(key).split("\n")), true, true)));
        redundant(table, indexes);
        unindexed(db, table, indexes);
    }

    private void redundant(String table, List<Index> indexes) {
        for (Index index : indexes) {
            if (!index.whole() || index.unique()) {
                continue;
            }
            indexes.stream()
                    .filter(other -> other.whole() && !other.equals(index) && index.begins(other))
                    .filter(other -> !other.begins(index)
                            || other.unique()
                            || index.name().compareTo(other.name()) > 0)
                    .findFirst()
                    .ifPresent(other -> findings.add(new Finding(
                            Rule.REDUNDANT_INDEX,
                            index.name(),
                            "On " + table + ", " + other.name() + " begins with the same columns.")));
        }
    }

    private void unindexed(Sqlite db, String table, List<Index> indexes) throws SQLException {
        record Part(long id, String column) {}
        Map<Long, List<Part>> keys = db
                .rows(
                        "SELECT id, \"from\" FROM pragma_foreign_key_list(?) ORDER BY id, seq",
                        row -> new Part(row.getLong(1), row.getString(2)),
                        table)
                .stream()
                .collect(Collectors.groupingBy(Part::id, TreeMap::new, Collectors.toList()));
        for (List<Part> key : keys.values()) {
            List<String> columns = key.stream().map(Part::column).toList();
            boolean served = indexes.stream()
                    .filter(Index::whole)
                    .anyMatch(i -> i.columns().size() >= columns.size()
                            && i.columns().stream()
                                    .limit(columns.size())
                                    .map(c -> c.split(" ", 2)[0])
                                    .toList()
                                    .containsAll(columns));
            if (!served) {
                findings.add(new Finding(
                        Rule.UNINDEXED_FOREIGN_KEY,
                        table,
                        "No index begins with its foreign key " + String.join(", ", columns)
                                + ": deleting or changing a parent reads the whole table."));
            }
        }
    }
}
