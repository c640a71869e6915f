package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;

/** One connection of this module. Confined to one thread; transactions are begun and ended by statements. */
public final class Sqlite implements AutoCloseable {
    /** The result where nothing failed. */
    public static final int OK = 0;
    /** The result where somebody else has the lock. */
    public static final int BUSY = 5;

    private static final int LOCKED = 6;
    private static final int FULL = 13;
    private static final int IOERR = 10;
    private static final int CANTOPEN = 14;
    private static final int CORRUPT = 11;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;
    private static final int BUSY_MILLIS = 5_000;
    /** Some milliseconds of SQLite's virtual machine. */
    private static final int STEPS = 10_000;

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final SQLiteConnection connection;

    private Sqlite(String address, SQLiteConfig config) throws SQLException {
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(BUSY_MILLIS);
        this.connection = (SQLiteConnection) config.createConnection("jdbc:sqlite:" + address);
    }

    /** A connection of our own to a live database. Read-only only where the file is: see {@link Snapshot}. */
    public static Sqlite live(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (Files.isWritable(file) && Files.isWritable(DurableFiles.directoryOf(file))) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
            return new Sqlite(address(file), config);
        }
        return readOnly(file);
    }

    /** In WAL mode, and where nothing may be written beside it, a file opens only as one that nobody writes. */
    private static Sqlite readOnly(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Sqlite db = new Sqlite(address(file), config);
        try {
            db.number("PRAGMA schema_version");
            return db;
        } catch (SQLException e) {
            db.close();
            if (code(e) == CANTOPEN && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
                return copy(file);
            }
            throw e;
        }
    }

    /** A copy that nobody writes, read without trust in what it says; leaves nothing beside it. */
    public static Sqlite copy(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Sqlite db = new Sqlite(address(file) + "?immutable=1", config);
        try {
            db.execute("PRAGMA trusted_schema = OFF");
            db.execute("PRAGMA cell_size_check = ON");
            db.execute("PRAGMA query_only = ON");
            // Checks go to and fro between tables and indexes; with SQLite's 2 MB they take twice as long.
            db.execute("PRAGMA cache_size = -65536");
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    /** Of a plain file that nobody writes; fails if it is no database. */
    static int pageSize(Path file) throws SQLException {
        try (Sqlite db = copy(file)) {
            return (int) db.number("PRAGMA page_size");
        }
    }

    /** As a URI, since the driver takes everything behind a question mark in a path for settings. */
    private static String address(Path file) {
        return file.toAbsolutePath().toUri().toASCIIString();
    }

    /** SQLite's online backup of this connection's database into a file. */
    public int backup(Path target, DB.ProgressObserver observer, int pages) throws SQLException {
        return connection.getDatabase().backup("main", target.toAbsolutePath().toString(), observer, 1, 1, pages);
    }

    /** Ends whatever runs here as soon as that says so. It is asked below SQLite, so it must not throw. */
    void stopWhen(BooleanSupplier stop) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return stop.getAsBoolean() ? 1 : 0;
            }
        });
    }

    /** How long a statement waits for the locks of others. */
    public void busyTimeout(int millis) throws SQLException {
        connection.setBusyTimeout(millis);
    }

    /** Runs one statement to its end; what it returns is not wanted. */
    public void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (statement.execute()) {
                try (ResultSet rows = statement.getResultSet()) {
                    boolean more = true;
                    while (more) {
                        more = rows.next();
                    }
                }
            }
        }
    }

    <T> List<T> rows(String sql, Row<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    /** The first column of all rows, as text. */
    public List<String> texts(String sql) throws SQLException {
        return rows(sql, row -> String.valueOf(row.getString(1)));
    }

    /** The first column of the first row; empty if there is none. */
    public String text(String sql) throws SQLException {
        List<String> found = texts(sql);
        return found.isEmpty() ? "" : found.get(0);
    }

    /** The first column of the first row as a number; zero if there is none. */
    public long number(String sql) throws SQLException {
        return rows(sql, row -> row.getLong(1)).stream().findFirst().orElse(0L);
    }

    /** A name as SQL takes it, whatever it is made of. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What an error of SQLite's means for a file. */
    public static BackupException failure(Path file, SQLException e) {
        return failure(file, code(e)).because(e).build();
    }

    /** Whether it failed only since somebody else has the lock. */
    public static boolean isBusy(SQLException e) {
        return code(e) == BUSY || code(e) == LOCKED;
    }

    private static int code(SQLException e) {
        return (e instanceof SQLiteException s ? s.getResultCode().code : e.getErrorCode()) & 0xff;
    }

    /** What a result code of SQLite's means for a file. */
    public static BackupException.Failure failure(Path file, int code) {
        Kind kind = switch (code) {
            case BUSY, LOCKED -> Kind.BUSY;
            case FULL, IOERR -> Kind.STORAGE;
            case CANTOPEN, CORRUPT, AUTH, NOTADB -> Kind.UNUSABLE_DATABASE;
            default -> Kind.SNAPSHOT_FAILED;
        };
        return BackupException.of(kind).with("path", file).with("code", code);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
