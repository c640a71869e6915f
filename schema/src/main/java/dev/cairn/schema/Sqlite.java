package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection of the engine, with the few calls it needs. Confined to one thread.
 *
 * <p>Transactions are begun and ended by statements, because the driver's {@code commit()} begins the next one at once.
 * SQLite's own busy handler cannot be interrupted, so waiting goes in slices of it.
 */
final class Sqlite implements AutoCloseable {
    static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CANTOPEN = 14;
    private static final int SLICE_MILLIS = 50;
    private static final long PAUSE_NANOS = 1_000_000;

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Something to do with the database. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException;
    }

    private final SQLiteConnection connection;

    /** On a connection of somebody else, who closes it. */
    Sqlite(SQLiteConnection connection) {
        this.connection = connection;
    }

    private Sqlite(String address, SQLiteConfig config) throws SQLException {
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(SLICE_MILLIS);
        this.connection = (SQLiteConnection) config.createConnection("jdbc:sqlite:" + address);
    }

    /** Opens the file for writing and creates it if it is not there. */
    static Sqlite create(Path file) throws SQLException {
        return new Sqlite(address(file), new SQLiteConfig());
    }

    /** Opens an existing file for writing. */
    static Sqlite open(Path file) throws SQLException {
        requireExisting(file);
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return new Sqlite(address(file), config);
    }

    /**
     * Opens an existing file for queries only. Not SQLite's read-only mode where it can be avoided: that leaves empty
     * {@code -wal} and {@code -shm} files beside a file in WAL mode.
     */
    static Sqlite query(Path file) throws SQLException {
        requireExisting(file);
        if (!Files.isWritable(file)) {
            return readOnly(file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Sqlite db = new Sqlite(address(file), config);
        db.execute("PRAGMA query_only = ON");
        return db;
    }

    /** In WAL mode, and where nothing may be written beside it, a file opens only as one that nobody writes. */
    private static Sqlite readOnly(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Sqlite db = new Sqlite(address(file), config);
        try {
            db.schemaVersion();
            return db;
        } catch (SQLException e) {
            db.close();
            boolean unwritten = !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
            if ((code(e).orElse(0) & 0xff) == CANTOPEN && unwritten) {
                return immutable(file);
            }
            throw e;
        }
    }

    /** Opens a file that nobody writes, and leaves nothing beside it. */
    static Sqlite immutable(Path file) throws SQLException {
        requireExisting(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return new Sqlite(address(file) + "?immutable=1", config);
    }

    static Sqlite inMemory() throws SQLException {
        return new Sqlite(":memory:", new SQLiteConfig());
    }

    /** As a URI, since the driver takes everything behind a question mark in a path for settings. */
    private static String address(Path file) {
        return file.toAbsolutePath().toUri().toASCIIString();
    }

    static void requireExisting(Path file) {
        if (!Files.exists(file)) {
            throw MigrationException.of(Kind.NO_DATABASE).with("file", file).build();
        }
    }

    SQLiteConnection connection() {
        return connection;
    }

    /** Runs one statement to its end; what it returns is not wanted. */
    void execute(String sql) throws SQLException {
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

    void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bind(connection.prepareStatement(sql), values)) {
            statement.executeUpdate();
        }
    }

    <T> List<T> rows(String sql, Row<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = bind(connection.prepareStatement(sql), values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        }
        return found;
    }

    List<String> texts(String sql, Object... values) throws SQLException {
        return rows(sql, row -> row.getString(1), values);
    }

    /** The first value of the first row; zero if there is none. */
    long number(String sql, Object... values) throws SQLException {
        return rows(sql, row -> row.getLong(1), values).stream().findFirst().orElse(0L);
    }

    private static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Takes the write lock, waiting for it up to the deadline. */
    void beginImmediate(Duration deadline) throws SQLException {
        waiting(deadline, "BEGIN IMMEDIATE");
        // From here on nobody can make us wait but at COMMIT; a spilling cache must not try again and again.
        connection.setBusyTimeout(0);
    }

    void commit(Duration deadline) throws SQLException {
        connection.setBusyTimeout(SLICE_MILLIS);
        waiting(deadline, "COMMIT");
    }

    /** Ends the transaction if there still is one: some errors have ended it already. */
    void rollback() throws SQLException {
        connection.setBusyTimeout(SLICE_MILLIS);
        if (inTransaction()) {
            execute("ROLLBACK");
        }
    }

    boolean inTransaction() throws SQLException {
        try {
            execute("BEGIN");
        } catch (SQLException e) {
            return true;
        }
        execute("ROLLBACK");
        return false;
    }

    /** Runs a statement again and again while another connection is in its way. */
    void waiting(Duration deadline, String sql) throws SQLException {
        waiting(deadline, () -> {
            execute(sql);
            return true;
        });
    }

    /** Does something again and again while another connection is in its way. */
    <T> T waiting(Duration deadline, Call<T> call) throws SQLException {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                return call.run();
            } catch (SQLException e) {
                if (!isBusy(e)) {
                    throw e;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw MigrationException.of(Kind.INTERRUPTED).because(e).build();
                }
                if (System.nanoTime() - end >= 0) {
                    throw MigrationException.of(Kind.BUSY)
                            .with("waitedMillis", deadline.toMillis())
                            .because(e)
                            .build();
                }
                // Where SQLite does not call its busy handler, such as at a change of the journal mode.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    static boolean isBusy(SQLException e) {
        int code = code(e).orElse(0) & 0xff;
        return code == BUSY || code == LOCKED;
    }

    /** SQLite's extended result code. */
    static Optional<Integer> code(SQLException e) {
        return e instanceof SQLiteException s ? Optional.of(s.getResultCode().code) : Optional.empty();
    }

    /** Writes what this connection sees into a new file, row by row and with its rowids. */
    void copyInto(Path target) throws SQLException {
        long queryOnly = number("PRAGMA query_only");
        execute("PRAGMA query_only = OFF");
        update("VACUUM INTO ?", target.toString());
        execute("PRAGMA query_only = " + queryOnly);
    }

    long totalChanges() throws SQLException {
        return number("SELECT total_changes()");
    }

    long schemaVersion() throws SQLException {
        return number("PRAGMA schema_version");
    }

    long size() throws SQLException {
        return number("PRAGMA page_count") * number("PRAGMA page_size");
    }

    /** A name such that two are the same to SQLite if they are equal: it tells É from é, but not A from a. */
    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return folded.toString();
    }

    /** A name as SQL takes it, whatever it is made of. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
