package dev.cairn.dal.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Holder;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read, lent to one thread each. Thread-safe.
 *
 * <p>HikariCP keeps them: none before anybody reads, as many as were ever needed at once, up to the limit, for a minute
 * after, and the one that was used last. The pool itself is made by the first read, and is used below
 * {@code HikariDataSource} because only there a call can bring its own deadline.
 */
final class Readers {
    private static final long IDLE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int OPENING_SECONDS = 5;
    private static final long SLICE_MILLIS = 500;

    private final Lanes lanes;
    private final String name;
    private final int most;
    private final boolean pooled;
    private final Set<Lane> open = ConcurrentHashMap.newKeySet();
    private final Spare spare = new Spare();
    private final Threads threads;
    private volatile @Nullable HikariPool pool;
    private volatile boolean used;

    Readers(Lanes lanes, String name, int most, boolean pooled) {
        this.lanes = lanes;
        this.name = name;
        this.most = most;
        this.pooled = pooled;
        this.threads = new Threads("cairn-readers-" + name);
    }

    /** One that can be had at once, for a single call; {@link #putBack} ends that. */
    @Nullable
    Connection atHand() {
        return spare.take();
    }

    /** Ends a single call. */
    void putBack(Lane lane, Connection borrowed) {
        try {
            try {
                lane.takeBack();
            } finally {
                if (pooled) {
                    spare.keep(borrowed);
                } else {
                    borrowed.close();
                }
            }
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    /** A connection out of the pool, and what gives it back when it is closed. */
    Connection borrow(long asked, long deadline) {
        try {
            return pooled ? outOfPool(asked, deadline) : opened();
        } catch (SQLException e) {
            throw refused(e, asked);
        }
    }

    private Connection outOfPool(long asked, long deadline) throws SQLException {
        spare.turnToPool();
        try {
            return borrowed(pool(), asked, deadline);
        } finally {
            spare.turnFromPool();
        }
    }

    /** In slices: the pool itself tries to open connections until the deadline, even to a file that is damaged. */
    private static Connection borrowed(HikariPool pool, long asked, long deadline) throws SQLException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - asked);
        while (true) {
            try {
                return pool.getConnection(Math.max(1, Math.min(left, SLICE_MILLIS)));
            } catch (SQLException e) {
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                boolean cannotBeOpened = pool.getTotalConnections() == 0 && !isWorthWaiting(Errors.code(cause(e)));
                if (left <= 0 || cannotBeOpened || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static SQLException cause(SQLException e) {
        return e.getNextException() == null ? e : e.getNextException();
    }

    /** Nothing but that none was free, or another process that is in the way. */
    private static boolean isWorthWaiting(int code) {
        return code == 1 || (code & 0xff) == 5;
    }

    /** The physical connection below one that was borrowed. */
    static Lane lane(Connection borrowed) {
        try {
            return borrowed.unwrap(Lane.class);
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    /** Gives one back. */
    static void giveBack(Lane lane, Connection borrowed) {
        try {
            try {
                lane.takeBack();
            } finally {
                borrowed.close();
            }
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    private HikariPool pool() {
        HikariPool present = pool;
        return present == null ? made() : present;
    }

    private synchronized HikariPool made() {
        HikariPool present = pool;
        if (present == null) {
            HikariConfig config = new HikariConfig();
            config.setPoolName("cairn-" + name);
            config.setDataSource(new Source());
            config.setMaximumPoolSize(most);
            config.setMinimumIdle(0);
            config.setIdleTimeout(IDLE_MILLIS);
            config.setMaxLifetime(0);
            config.setKeepaliveTime(0);
            config.setInitializationFailTimeout(-1);
            config.setReadOnly(true);
            config.setThreadFactory(threads);
            present = new HikariPool(config);
            pool = present;
        }
        return present;
    }

    /** Opens physical connections for the pool. */
    private final class Source extends Connections {
        @Override
        public Connection getConnection() throws SQLException {
            return opened();
        }

        /** What the pool would set does not matter: each call brings its own deadline. */
        @Override
        public void setLoginTimeout(int seconds) {}

        /** So long the pool waits for one that is being opened when it is closed. */
        @Override
        public int getLoginTimeout() {
            return OPENING_SECONDS;
        }
    }

    private Lane opened() throws SQLException {
        Lane lane = lanes.reader();
        open.removeIf(Readers::isClosed);
        open.add(lane);
        used = true;
        return lane;
    }

    private static boolean isClosed(Lane lane) {
        try {
            return lane.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private DalException refused(SQLException e, long asked) {
        if (Thread.currentThread().isInterrupted()) {
            return DalException.of(Kind.INTERRUPTED, "waiting for", "a reader");
        }
        SQLException cause = cause(e);
        if (Errors.code(cause) != 1) {
            return Errors.translate(cause, "");
        }
        List<String> fields = new ArrayList<>(List.of(
                "pool",
                name,
                "waited ms",
                Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked)),
                "readers",
                Integer.toString(most),
                "lent",
                Integer.toString(lent()),
                "waiting",
                Integer.toString(waiting())));
        fields.addAll(describeLongestHeld());
        return DalException.of(Kind.POOL_EXHAUSTED, fields.toArray(String[]::new));
    }

    /** Names and values of fields that say who has held a reader for the longest time. */
    List<String> describeLongestHeld() {
        return lentLanes().stream()
                .min(Comparator.comparingLong(Lane::since))
                .map(lane -> Holder.describe(lane.label(), lane.thread(), lane.since()))
                .orElse(List.of());
    }

    /** Whether any was ever opened. */
    boolean wereUsed() {
        return used;
    }

    /** Those that are open, in use or not; some may have been closed meanwhile. */
    Set<Lane> lanes() {
        return open;
    }

    /** Those in use. */
    List<Lane> lentLanes() {
        return open.stream().filter(l -> !l.label().isEmpty()).toList();
    }

    int lent() {
        HikariPool present = pool;
        return present == null ? lentLanes().size() : present.getActiveConnections() - spare.count();
    }

    int idle() {
        HikariPool present = pool;
        return present == null ? 0 : present.getIdleConnections() + spare.count();
    }

    int waiting() {
        HikariPool present = pool;
        return present == null ? 0 : present.getThreadsAwaitingConnection();
    }

    int most() {
        return most;
    }

    void cancel() {
        open.forEach(Lane::cancel);
    }

    /**
     * An interrupt of this thread would leave threads of the pool behind; one of theirs ends a pause of 30 ms that they
     * make after each connection, and that the end would wait for.
     */
    private void shutDown(HikariPool pool) {
        boolean interrupted = Thread.interrupted();
        threads.interrupt();
        try {
            pool.shutdown();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Closes them all; nobody may be using one. */
    synchronized void close() throws SQLException {
        HikariPool present = pool;
        pool = null;
        if (present != null) {
            spare.putBack();
            shutDown(present);
        }
        for (Lane lane : open) {
            lane.end();
        }
        open.clear();
    }
}
