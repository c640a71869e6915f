package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the foreign keys that point at nothing now and did not before. Rows are told apart by the values of their key,
 * because a rebuild may give them other rowids.
 */
final class ForeignKeys {
    private static final int NAMED_ROWS = 5;
    /** Stands for the key values of a table whose foreign key SQLite cannot check at all. */
    private static final String MISMATCH = "mismatch";

    /** One foreign key of a table: its columns, and those they refer to. */
    private record Key(String table, String parent, List<String> columns, List<String> references) {

        /**
         * The rows that point at nothing; the parent stands left, since its collation decides, and alone its affinity.
         */
        String dangling(boolean parentExists) {
            String present = columns.stream()
                    .map(c -> "c." + Sqlite.quote(c) + " IS NOT NULL")
                    .collect(and());
            String matches = IntStream.range(0, columns.size())
                    .mapToObj(i -> "p." + Sqlite.quote(references.get(i)) + " = +c." + Sqlite.quote(columns.get(i)))
                    .collect(and());
            String orphaned = parentExists
                    ? " AND NOT EXISTS (SELECT 1 FROM " + Sqlite.quote(parent) + " p WHERE " + matches + ")"
                    : "";
            return " FROM " + Sqlite.quote(table) + " c WHERE " + present + orphaned;
        }

        String values() {
            return columns.stream().map(c -> "quote(c." + Sqlite.quote(c) + ")").collect(Collectors.joining("||','||"));
        }

        private static java.util.stream.Collector<CharSequence, ?, String> and() {
            return Collectors.joining(" AND ");
        }
    }

    private ForeignKeys() {}

    /** Refuses what points at nothing now, unless it did before; {@code before} is asked only if there is any. */
    static void check(String migration, @Nullable Sqlite before, Sqlite now) throws SQLException {
        Map<Key, Map<String, Long>> dangling = dangling(now);
        if (dangling.isEmpty()) {
            return;
        }
        Map<Key, Map<String, Long>> known = before == null ? Map.of() : dangling(before);
        for (Map.Entry<Key, Map<String, Long>> entry : dangling.entrySet()) {
            Map<String, Long> old = known.getOrDefault(entry.getKey(), Map.of());
            long added = entry.getValue().entrySet().stream()
                    .mapToLong(v -> Math.max(0, v.getValue() - old.getOrDefault(v.getKey(), 0L)))
                    .sum();
            if (added > 0) {
                throw refusal(
                        migration, now, entry.getKey(), added, entry.getValue().containsKey(MISMATCH));
            }
        }
    }

    private static MigrationException refusal(String migration, Sqlite now, Key key, long rows, boolean mismatch)
            throws SQLException {
        MigrationException.Failure failure = MigrationException.of(Kind.DANGLING_REFERENCE)
                .with("migration", migration)
                .with("table", key.table())
                .with("key", String.join(", ", key.columns()))
                .with("parent", key.parent());
        if (mismatch) {
            return failure.hint("Keep the columns it refers to a PRIMARY KEY or UNIQUE in the parent.")
                    .build();
        }
        failure.with("rows", rows);
        if (!isWithoutRowid(now, key.table())) {
            List<String> rowids =
                    now.texts("SELECT c.rowid" + key.dangling(exists(now, key.parent())) + " LIMIT " + NAMED_ROWS);
            failure.with("rowids", String.join(" ", rowids));
        }
        return failure.build();
    }

    private static Map<Key, Map<String, Long>> dangling(Sqlite db) throws SQLException {
        Map<Key, Map<String, Long>> found = new LinkedHashMap<>();
        if (isClean(db)) {
            return found;
        }
        List<String> children = db.texts(
                "SELECT DISTINCT t.name FROM sqlite_schema t, pragma_foreign_key_list(t.name) WHERE t.type = 'table'");
        for (String child : children) {
            for (Key key : violated(db, child)) {
                found.put(key, values(db, key));
            }
        }
        return found;
    }

    private static boolean isClean(Sqlite db) {
        try {
            return db.number("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)") == 0;
        } catch (SQLException e) {
            // Some key cannot be checked: which one, and since when, is found table by table.
            return false;
        }
    }

    /** The keys of a table that SQLite finds violated; all of them, where it finds that it cannot check them. */
    private static List<Key> violated(Sqlite db, String table) throws SQLException {
        Map<Long, Key> keys = keys(db, table);
        try {
            List<Long> ids =
                    db.rows("SELECT DISTINCT fkid FROM pragma_foreign_key_check(?)", row -> row.getLong(1), table);
            return ids.stream().map(keys::get).toList();
        } catch (SQLException e) {
            return List.copyOf(keys.values());
        }
    }

    private static Map<Long, Key> keys(Sqlite db, String table) throws SQLException {
        record Part(
                long id,
                String parent,
                String column,
                @Nullable String reference) {}
        List<Part> parts = db.rows(
                "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq",
                row -> new Part(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                table);
        Map<Long, Key> keys = new HashMap<>();
        for (Map.Entry<Long, List<Part>> key :
                parts.stream().collect(Collectors.groupingBy(Part::id)).entrySet()) {
            List<Part> of = key.getValue();
            String parent = of.get(0).parent();
            List<String> primary = db.texts("SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk", parent);
            List<String> references = new ArrayList<>();
            for (int i = 0; i < of.size(); i++) {
                String reference = of.get(i).reference();
                references.add(reference != null ? reference : i < primary.size() ? primary.get(i) : "rowid");
            }
            keys.put(key.getKey(), new Key(table, parent, list(of, Part::column), references));
        }
        return keys;
    }

    private static <T> List<String> list(List<T> parts, Function<T, String> value) {
        return parts.stream().map(value).toList();
    }

    private static Map<String, Long> values(Sqlite db, Key key) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        String rows = key.dangling(exists(db, key.parent()));
        try {
            db.execute("PRAGMA foreign_key_check(" + Sqlite.quote(key.table()) + ")");
            db.rows(
                    "SELECT " + key.values() + ", count(*)" + rows + " GROUP BY 1",
                    row -> counts.put(row.getString(1), row.getLong(2)));
        } catch (SQLException e) {
            counts.put(MISMATCH, 1L);
        }
        return counts;
    }

    private static boolean exists(Sqlite db, String table) throws SQLException {
        return db.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE", table)
                > 0;
    }

    private static boolean isWithoutRowid(Sqlite db, String table) throws SQLException {
        return db.number("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", table) == 1;
    }
}
