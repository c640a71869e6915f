package dev.cairn.dal.insight;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upkeep of a database that is open. What writes waits for its turn like everybody else. Thread-safe. */
public final class Maintenance {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class.getPackageName());

    /**
     * ANALYZE of a sample, for tables whose statistics are missing or stale, whether this connection used them or not.
     */
    private static final int ANALYZE_ALL_IN_A_MOMENT = 0x10012;

    private static final int SAY_WHAT = 0x1;
    private static final int INCREMENTAL = 2;
    private static final Pattern ANALYZE = Pattern.compile("ANALYZE \"main\"\\.\"(.*)\"");

    private final Inspected database;

    Maintenance(Inspected database) {
        this.database = database;
    }

    /**
     * Moves the write-ahead log into the file and empties it. Most of that is done beside the writer, so that others
     * wait for the rest alone.
     */
    public Checkpoint checkpoint() {
        long began = System.nanoTime();
        Optional<Path> file = database.file();
        if (file.isEmpty()) {
            return new Checkpoint(true, 0, 0, 0, 0, Duration.ZERO);
        }
        Path log = Sizes.log(file.get());
        long before = Sizes.of(log);
        Moved moved = database.look(
                "checkpoint", database.patience(), reader -> database.beside(beside -> moved(beside, "PASSIVE")));
        Moved all = database.inTurn("checkpoint", writer -> moved(writer, "TRUNCATE"));
        return new Checkpoint(!all.busy(), moved.frames(), moved.moved(), before, Sizes.of(log), since(began));
    }

    /** What the pragma says; of a file that is not in WAL mode, -1 and -1. */
    private record Moved(boolean busy, long frames, long moved) {}

    private static Moved moved(Connection connection, String how) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + how + ")")) {
            row.next();
            return new Moved(row.getInt(1) != 0, Math.max(0, row.getLong(2)), Math.max(0, row.getLong(3)));
        }
    }

    /**
     * Brings SQLite's statistics up to date, from which it chooses plans, and gives free pages back where the file was
     * made with {@code auto_vacuum = INCREMENTAL}. Quick, since it looks at samples. Done by itself once a day.
     */
    public Optimization optimize() {
        long began = System.nanoTime();
        return database.inTurn("optimize", writer -> {
            List<String> due = Checkup.texts(
                    writer, "PRAGMA optimize(" + (ANALYZE_ALL_IN_A_MOMENT | SAY_WHAT) + ")", Integer.MAX_VALUE);
            run(writer, "PRAGMA optimize(" + ANALYZE_ALL_IN_A_MOMENT + ")");
            long pageSize = Checkup.number(writer, "PRAGMA page_size");
            long before = pageSize * Checkup.number(writer, "PRAGMA page_count");
            if (Checkup.number(writer, "PRAGMA auto_vacuum") == INCREMENTAL) {
                run(writer, "PRAGMA incremental_vacuum");
            }
            long after = pageSize * Checkup.number(writer, "PRAGMA page_count");
            Optimization done = new Optimization(tables(due), before, after, since(began));
            LOG.debug("Optimized: {}", done);
            return done;
        });
    }

    private static List<String> tables(List<String> statements) {
        return statements.stream()
                .map(ANALYZE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .sorted()
                .toList();
    }

    /**
     * Writes the file anew without its free pages. It takes as much space again while it runs, and nobody writes
     * meanwhile.
     */
    public Vacuum vacuum() {
        long began = System.nanoTime();
        return database.inTurn("vacuum", writer -> {
            long before = size(writer);
            if (database.file().isPresent()) {
                database.beside(Maintenance::vacuumOnDisk);
            } else {
                run(writer, "VACUUM");
            }
            return new Vacuum(before, size(writer), since(began));
        });
    }

    /** On a connection of its own: ours keep what is temporary in memory, and that would be all of the file. */
    private static boolean vacuumOnDisk(Connection connection) throws SQLException {
        run(connection, "PRAGMA temp_store = FILE");
        run(connection, "VACUUM");
        return moved(connection, "TRUNCATE").busy();
    }

    private long size(Connection connection) throws SQLException {
        Optional<Path> file = database.file();
        return file.isPresent()
                ? Sizes.of(file.get()) + Sizes.of(Sizes.log(file.get()))
                : Checkup.number(connection, "PRAGMA page_size") * Checkup.number(connection, "PRAGMA page_count");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
