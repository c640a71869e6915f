package dev.cairn.dal.insight;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A look at a database that is open: it changes nothing, and what it runs is not taken down itself. Thread-safe.
 *
 * <p>Inside a scope it looks through that scope, elsewhere through a reader.
 */
public final class Inspection {
    private final Inspected database;
    private final Recorder recorder;
    private final SlowLog slow;
    private final RecentQueries recent;
    private final List<Supplier<List<String>>> health;

    Inspection(
            Inspected database,
            Recorder recorder,
            SlowLog slow,
            RecentQueries recent,
            List<Supplier<List<String>>> health) {
        this.database = database;
        this.recorder = recorder;
        this.slow = slow;
        this.recent = recent;
        this.health = health;
    }

    /** The file; nothing for a database in memory. */
    public Optional<Path> file() {
        return database.file();
    }

    /** How the database is, which takes a moment. */
    public Health health() {
        return new Checkup(database, health).health(false);
    }

    /** The same after SQLite has read all of the file and found it whole, or not. */
    public Health healthWithIntegrity() {
        return new Checkup(database, health).health(true);
    }

    /** What is in it, of one moment. Rows are counted, so it takes its time on large tables. */
    public Statistics statistics() {
        return database.look("statistics", database.patience(), this::statistics);
    }

    private Statistics statistics(Connection connection) throws SQLException {
        Optional<Path> file = database.file();
        long pageSize = Checkup.number(connection, "PRAGMA page_size");
        return new Statistics(
                file,
                file.map(Sizes::of).orElse(0L),
                file.map(Sizes::log).map(Sizes::of).orElse(0L),
                pageSize,
                pageSize * Checkup.number(connection, "PRAGMA freelist_count"),
                rows(connection),
                schemaVersion(connection),
                database.statementHits(),
                database.statementMisses());
    }

    private static SortedMap<String, Long> rows(Connection connection) throws SQLException {
        SortedMap<String, Long> rows = new TreeMap<>();
        for (String table : Checkup.texts(connection, "SELECT name " + Checkup.TABLES, Integer.MAX_VALUE)) {
            rows.put(table, Checkup.number(connection, "SELECT count(*) FROM " + quoted(table)));
        }
        return rows;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String schemaVersion(Connection connection) throws SQLException {
        String isThere = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration_history'";
        return Checkup.number(connection, isThere) == 0
                ? ""
                : Checkup.texts(
                                connection,
                                "SELECT migration_name FROM migration_history WHERE status = 'success'"
                                        + " ORDER BY migration_name DESC",
                                1)
                        .stream()
                        .findFirst()
                        .orElse("");
    }

    /** The last queries that took long, newest last. */
    public List<SlowQuery> slowQueries() {
        return slow.queries();
    }

    /** The last queries of all, newest last; none unless {@code recentQueries} was set. */
    public List<RecentQuery> recentQueries() {
        return recent.queries();
    }

    /** What the calls of each method and tag came to, the longest together first. */
    public List<Timing> calls() {
        return timings(recorder.calls().stream());
    }

    /** What {@code read} and {@code write} came to, all without a tag and each tag, the longest together first. */
    public List<Timing> scopes() {
        return timings(recorder.scopes().stream());
    }

    private static List<Timing> timings(Stream<Tally> tallies) {
        return tallies.map(Tally::timing)
                .sorted(Comparator.comparing(Timing::ran).reversed())
                .toList();
    }

    /** What SQLite means to do for a statement, which is not run: lines, deeper ones indented. */
    public List<String> explain(String sql) {
        return new Plans(database).plan(sql, database.patience());
    }
}
