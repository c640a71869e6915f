package dev.cairn.dal.statement;

import dev.cairn.dal.spi.Errors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/** Opens the connections of one database, all with the same settings. Thread-safe. */
public final class Lanes {
    private static final int READ_ONLY = 8;
    private static final int CANNOT_OPEN = 14;
    private static final int BUSY_SLICE_MILLIS = 50;
    private static final int JOURNAL_LIMIT = 64 << 20;
    private static final long PAUSE_NANOS = 1_000_000;

    /** Something to do to each connection when it is opened. */
    @FunctionalInterface
    public interface OnConnect {
        /** Does it. */
        void accept(SQLiteConnection connection) throws SQLException;
    }

    /**
     * What each connection is opened with.
     *
     * @param file nothing for a database in memory
     */
    public record Recipe(
            @Nullable Path file,
            boolean readOnly,
            long cacheBytes,
            long mmapBytes,
            SynchronousMode synchronous,
            OnConnect onConnect) {}

    private final Recipe recipe;
    private final StatementCounts counts = new StatementCounts();
    private final AtomicInteger schemaChanges = new AtomicInteger();

    /** Opens nothing yet. */
    public Lanes(Recipe recipe) {
        this.recipe = recipe;
    }

    /** Statements found prepared and not. */
    public StatementCounts counts() {
        return counts;
    }

    /** Makes all connections forget their statements, before they are lent again. */
    public void schemaMayHaveChanged() {
        schemaChanges.incrementAndGet();
    }

    /** The connection that writes. The file has to be there. */
    public Lane writer() throws SQLException {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return open(config, "");
    }

    /**
     * A connection that can only read. That of a database which is opened for reading only leaves nothing beside the
     * file: SQLite's own read-only mode would leave empty {@code -wal} and {@code -shm} files there, so it is left to
     * files that cannot be written, or whose log holds something, which a writer would write back when it closes.
     */
    public Lane reader() throws SQLException {
        Path file = recipe.file();
        if (file == null || !recipe.readOnly() || !isWritable(file) || hasLog(file)) {
            return readOnly();
        }
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Lane lane = open(config, "");
        lane.control("PRAGMA query_only = ON");
        return lane;
    }

    /** The folder counts too: that is where the log comes. */
    private static boolean isWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return Files.isWritable(file) && (folder == null || Files.isWritable(folder));
    }

    private static boolean hasLog(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal").toFile().length() > 0;
    }

    private Lane readOnly() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        try {
            return tried(open(config, ""));
        } catch (SQLException e) {
            Path file = recipe.file();
            // In WAL mode, and where nothing may be written beside it, a file opens only as one that nobody writes.
            boolean nobodyWrites = recipe.readOnly() && file != null && !isWritable(file) && !hasLog(file);
            int code = Errors.code(e) & 0xff;
            if ((code == CANNOT_OPEN || code == READ_ONLY) && nobodyWrites) {
                return open(config, "?immutable=1");
            }
            throw e;
        }
    }

    private static Lane tried(Lane lane) throws SQLException {
        try {
            lane.learnSchema();
            return lane;
        } catch (SQLException e) {
            lane.end();
            throw e;
        }
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setGetGeneratedKeys(false);
        // SQLite's own lock around each call: the driver has one of Java's there already.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setBusyTimeout(BUSY_SLICE_MILLIS);
        // Negative: kibibytes rather than pages.
        config.setCacheSize((int) -(recipe.cacheBytes() / 1_024));
        config.setPragma(Pragma.MMAP_SIZE, Long.toString(recipe.mmapBytes()));
        config.setSynchronous(recipe.synchronous());
        config.setTempStore(TempStore.MEMORY);
        config.setJournalSizeLimit(JOURNAL_LIMIT);
        config.enforceForeignKeys(true);
        return config;
    }

    private Lane open(SQLiteConfig config, String parameters) throws SQLException {
        Path file = recipe.file();
        // As a URI, since the driver takes everything behind a question mark in a path for settings.
        String address =
                file == null ? ":memory:" : file.toAbsolutePath().toUri().toASCIIString() + parameters;
        Lane lane = new Lane("jdbc:sqlite:" + address, address, config.toProperties(), counts, schemaChanges);
        try {
            recipe.onConnect().accept(lane);
            return lane;
        } catch (SQLException | RuntimeException e) {
            lane.close();
            throw e;
        }
    }

    /** Whether the file is in WAL mode now; where it cannot be, it stays as it is. */
    public static boolean writeAhead(Lane lane, long deadline) throws SQLException {
        while (true) {
            try (var statement = lane.createStatement();
                    var mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
                return mode.next() && mode.getString(1).equals("wal");
            } catch (SQLException e) {
                // SQLite does not wait for this by itself.
                if ((Errors.code(e) & 0xff) != 5 || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
