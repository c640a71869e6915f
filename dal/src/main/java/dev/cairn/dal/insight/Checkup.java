package dev.cairn.dal.insight;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One look at how a database is. Confined to one thread. */
final class Checkup {
    /** Tables that somebody made, full-text ones too, but not those that stand below these. */
    static final String TABLES = "FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    private static final int MOST_FINDINGS = 20;

    private final Inspected database;
    private final List<Supplier<List<String>>> others;
    private final List<String> problems = new ArrayList<>();
    private Duration responseTime = Duration.ZERO;
    private boolean writeAhead;
    private boolean foreignKeys;
    private Optional<Boolean> intact = Optional.empty();
    private int tables;
    private int indexes;

    Checkup(Inspected database, List<Supplier<List<String>>> others) {
        this.database = database;
        this.others = others;
    }

    Health health(boolean withIntegrity) {
        try {
            long asked = System.nanoTime();
            database.look("health", database.patience(), connection -> look(connection, asked));
            if (withIntegrity) {
                intact = Optional.of(false);
                intact = Optional.of(database.look("integrity", database.patience(), this::isIntact));
            }
        } catch (DalException e) {
            if (e.kind() == Kind.CLOSED) {
                throw e;
            }
            problems.add(e.kind().text());
        }
        ReaderCounts readers = database.readers();
        if (readers.waiting() > 0) {
            problems.add("all readers are in use, and " + readers.waiting() + " threads wait for one");
        }
        problems.addAll(NativeCopies.problems());
        others.forEach(this::ask);
        return new Health(
                problems.isEmpty(), responseTime, writeAhead, foreignKeys, intact, tables, indexes, readers, problems);
    }

    private void ask(Supplier<List<String>> other) {
        try {
            problems.addAll(other.get());
        } catch (RuntimeException e) {
            problems.add("one of those who were to be asked as well failed: "
                    + e.getClass().getName());
        }
    }

    private boolean look(Connection connection, long asked) throws SQLException {
        tables = (int) number(connection, "SELECT count(*) " + TABLES);
        responseTime = Duration.ofNanos(System.nanoTime() - asked);
        indexes = (int) number(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL");
        foreignKeys = number(connection, "PRAGMA foreign_keys") == 1;
        writeAhead = texts(connection, "PRAGMA journal_mode", 1).contains("wal");
        if (!foreignKeys) {
            problems.add("foreign keys are not enforced: something has switched them off");
        }
        if (!writeAhead && database.file().isPresent() && !database.isReadOnly()) {
            problems.add("the file cannot be in WAL mode here: readers and the writer wait for each other");
        }
        return true;
    }

    /** SQLite's findings name tables, indexes, rows and pages; none of them is a value. */
    private boolean isIntact(Connection connection) throws SQLException {
        List<String> findings = texts(connection, "PRAGMA integrity_check(" + MOST_FINDINGS + ")", MOST_FINDINGS);
        boolean whole = findings.equals(List.of("ok"));
        if (!whole) {
            findings.forEach(finding -> problems.add("the file is damaged: " + finding));
        }
        List<String> dangling = texts(
                connection,
                "SELECT DISTINCT \"table\" || ' that refer to nothing in ' || parent FROM pragma_foreign_key_check",
                MOST_FINDINGS);
        dangling.forEach(rows -> problems.add("there are rows of " + rows));
        return whole && dangling.isEmpty();
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    static List<String> texts(Connection connection, String sql, int most) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (found.size() < most && rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
