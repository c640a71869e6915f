package dev.cairn.dal.junit;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.OnOpen;
import dev.cairn.schema.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The database of one test. Closing it looks at it first; JUnit does so too where a test never began. */
final class TestDatabase implements AutoCloseable {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Migrations migrations;
    private final UnaryOperator<DatabaseBuilder> settings;
    private final Folder folder;
    private final Database database;
    private boolean closed;

    private TestDatabase(Migrations migrations, UnaryOperator<DatabaseBuilder> settings, Folder folder) {
        this.migrations = migrations;
        this.settings = settings;
        this.folder = folder;
        this.database = open();
    }

    static TestDatabase of(Migrations migrations, UnaryOperator<DatabaseBuilder> settings) {
        Folder folder = Folder.temporary();
        try {
            Template.of(migrations).copyTo(folder.file());
            return new TestDatabase(migrations, settings, folder);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** Without a look at the schema, which was made by these very migrations. */
    private Database open() {
        return settings.apply(Database.at(folder.file()).migrations(migrations).onOpen(OnOpen.TRUST))
                .open();
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<String> holders = holders();
        List<String> faults = new ArrayList<>();
        try (folder) {
            if (holders.isEmpty()) {
                try (database) {
                    faults.addAll(faults());
                }
            } else {
                closeAtOnce();
            }
        }
        fail(holders, faults);
    }

    /** Those who stay; a thread that has just handed over its result may need a moment to leave. */
    private List<String> holders() {
        long until = System.nanoTime() + GRACE;
        List<String> holders = database.holders();
        while (!holders.isEmpty() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(PAUSE);
            holders = database.holders();
        }
        return holders;
    }

    /** Those who hold something will not give it back: an interrupted close does not wait for them. */
    private void closeAtOnce() {
        Thread.currentThread().interrupt();
        try {
            database.close();
        } finally {
            Thread.interrupted();
        }
    }

    /** What is wrong with the file, also where the test has closed the database itself. */
    private List<String> faults() {
        try {
            return faults(database);
        } catch (DalException e) {
            if (e.kind() != Kind.CLOSED) {
                throw e;
            }
            try (Database again = open()) {
                return faults(again);
            }
        }
    }

    private static List<String> faults(Database database) {
        List<String> faults = new ArrayList<>();
        try (Connection connection = database.readers().getConnection();
                Statement statement = connection.createStatement()) {
            addDangling(statement, faults);
            addDamage(statement, faults);
        } catch (SQLException e) {
            faults.add("SQLite cannot check it: " + e.getMessage());
        }
        return faults;
    }

    private static void addDangling(Statement statement, List<String> faults) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (rows.next()) {
                // A table WITHOUT ROWID has no number for its rows.
                String row = rows.getString("rowid") == null ? "a row" : "row " + rows.getString("rowid");
                faults.add(row + " of " + rows.getString("table") + " refers to no row of " + rows.getString("parent"));
            }
        }
    }

    private static void addDamage(Statement statement, List<String> faults) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            while (rows.next()) {
                String verdict = rows.getString(1);
                if (!verdict.equals("ok")) {
                    faults.add(verdict);
                }
            }
        }
    }

    private static void fail(List<String> holders, List<String> faults) {
        List<String> text = new ArrayList<>();
        if (!holders.isEmpty()) {
            text.add("The test has left connections of its database in use. Close what readers() and writer() gave out"
                    + " and what jOOQ fetches lazily, and wait for the threads that the test started:\n  "
                    + String.join("\n  ", holders));
        }
        if (!faults.isEmpty()) {
            text.add("The test has left its database damaged:\n  " + String.join("\n  ", faults));
        }
        if (!text.isEmpty()) {
            throw new AssertionError(String.join("\n", text));
        }
    }
}
