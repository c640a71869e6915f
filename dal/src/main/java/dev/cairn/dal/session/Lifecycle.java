package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database.FileBody;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Writer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the connections of a database are all closed: for a while, or for good. Thread-safe. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class.getPackageName());
    private static final long STRAGGLERS = TimeUnit.SECONDS.toNanos(2);

    private final Settings settings;
    private final Turnstile turnstile;
    private final Gate gate;
    private final Writer writer;
    private final @Nullable Readers readers;
    private final Runnable check;
    private final ReentrantLock alone = new ReentrantLock();

    Lifecycle(
            Settings settings,
            Turnstile turnstile,
            Gate gate,
            Writer writer,
            @Nullable Readers readers,
            Runnable check) {
        this.settings = settings;
        this.turnstile = turnstile;
        this.gate = gate;
        this.writer = writer;
        this.readers = readers;
        this.check = check;
    }

    /** Settles how the file is written, and has SQLite look at its statistics, which it does in a moment. */
    void settle(Lane lane, long deadline) {
        try {
            if (!Lanes.writeAhead(lane, deadline)) {
                LOG.warn("{} cannot be in WAL mode here: readers and the writer wait for each other", settings.name());
            }
            lane.control("PRAGMA optimize = 0x10002");
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        Readers pool = readers;
        Path file = settings.recipe().file();
        if (pool == null || file == null) {
            throw DalException.of(Kind.MISUSE, "instead", "use a database on a file: this one is nowhere else");
        }
        long deadline = System.nanoTime() + drain.toNanos();
        lock(deadline);
        try {
            drain(pool, deadline);
            pool.close();
            writer.close();
            T result = body.run(file);
            check();
            return result;
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        } finally {
            turnstile.open();
            alone.unlock();
        }
    }

    /** A file that is not what the classes were made for is not let anybody at. */
    private void check() {
        try {
            check.run();
        } catch (RuntimeException e) {
            turnstile.closeForGood();
            throw e;
        }
    }

    private void lock(long deadline) {
        try {
            if (!alone.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw DalException.of(Kind.BUSY, "holder", "exclusively");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static DalException interrupted() {
        Thread.currentThread().interrupt();
        return DalException.of(Kind.INTERRUPTED, "waiting for", "open scopes to end");
    }

    private void drain(Readers pool, long deadline) {
        try {
            if (turnstile.isClosed()) {
                throw DalException.of(Kind.CLOSED);
            }
            if (!turnstile.shut(false, deadline)) {
                List<String> fields = new ArrayList<>(gate.describeHolder());
                fields.addAll(pool.describeLongestHeld());
                throw DalException.of(Kind.BUSY, fields.toArray(String[]::new));
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    void close() {
        alone.lock();
        try {
            if (!turnstile.isClosed()) {
                endScopes();
                closeConnections();
            }
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        } finally {
            alone.unlock();
        }
    }

    /** Those inside may finish; at the deadline what they run is ended, and soon after their connections. */
    private void endScopes() {
        boolean interrupted = false;
        try {
            long deadline = System.nanoTime() + settings.acquireTimeout().toNanos();
            if (!turnstile.shut(true, deadline)) {
                cancel();
                turnstile.shut(true, System.nanoTime() + STRAGGLERS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            cancel();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel() {
        Lane present = writer.present();
        if (present != null) {
            present.cancel();
        }
        if (readers != null) {
            readers.cancel();
        }
    }

    /** The writer last: only a connection that may write moves the log into the file and deletes it. */
    private void closeConnections() throws SQLException {
        Readers pool = readers;
        if (pool != null && pool.wereUsed() && !settings.recipe().readOnly()) {
            writer.open();
        }
        try {
            if (pool != null) {
                pool.close();
            }
        } finally {
            writer.close();
        }
    }
}
