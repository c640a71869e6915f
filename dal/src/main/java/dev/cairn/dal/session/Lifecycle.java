package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database.FileBody;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the connections of a database are all closed: for a while, or for good. Thread-safe. */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class.getPackageName());
    private static final long STRAGGLERS = TimeUnit.SECONDS.toNanos(2);

    private final Parts parts;
    private final Runnable check;
    private final ReentrantLock alone = new ReentrantLock();

    Lifecycle(Parts parts, Runnable check) {
        this.parts = parts;
        this.check = check;
    }

    /** Opens the file, so that what is wrong with it is said at once. */
    void start() {
        long deadline = parts.deadline(Call.DEFAULT);
        if (parts.settings().recipe().readOnly()) {
            parts.holdForReading("open", System.nanoTime(), deadline).giveBack();
            return;
        }
        Held held = Held.writer(parts.gate(), parts.writer(), "open", deadline);
        try {
            settle(held.lane(), deadline);
        } finally {
            held.giveBack();
        }
    }

    /** Settles how the file is written, and has SQLite look at its statistics, which it does in a moment. */
    private void settle(Lane lane, long deadline) {
        try {
            if (!Lanes.writeAhead(lane, deadline)) {
                LOG.warn(
                        "{} cannot be in WAL mode here: readers and the writer wait for each other",
                        parts.settings().name());
            }
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
        lane.optimize();
    }

    <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        Readers pool = parts.readers();
        Path file = parts.settings().recipe().file();
        if (pool == null || file == null) {
            throw DalException.of(Kind.MISUSE, "instead", "use a database on a file: this one is nowhere else");
        }
        long deadline = System.nanoTime() + drain.toNanos();
        lock(deadline);
        try {
            drain(pool, deadline);
            closeConnections();
            T result = run(file, body);
            check();
            start();
            return result;
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        } finally {
            parts.lanes().schemaMayHaveChanged();
            parts.turnstile().open();
            alone.unlock();
        }
    }

    private <T, X extends Exception> T run(Path file, FileBody<T, X> body) throws X {
        try {
            return body.run(file);
        } catch (Throwable e) {
            checkAfter(file, e);
            throw e;
        }
    }

    /** What failed may have left anything behind; a file that is gone must not be made anew. */
    private void checkAfter(Path file, Throwable failure) {
        if (!Files.exists(file)) {
            parts.turnstile().closeForGood();
            return;
        }
        try {
            check();
        } catch (RuntimeException problem) {
            failure.addSuppressed(problem);
        }
    }

    /** A file that is not what the classes were made for is not let anybody at. */
    private void check() {
        try {
            check.run();
        } catch (RuntimeException e) {
            parts.turnstile().closeForGood();
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
            if (parts.turnstile().isClosed()) {
                throw DalException.of(Kind.CLOSED);
            }
            if (!parts.turnstile().shut(false, deadline)) {
                throw DalException.of(Kind.BUSY, holders(pool).toArray(String[]::new));
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private List<String> holders(Readers pool) {
        List<String> fields = new ArrayList<>(parts.gate().describeHolder());
        List<String> reading = pool.describeLongestHeld();
        for (int i = 0; i + 1 < reading.size(); i += 2) {
            fields.add("reading: " + reading.get(i));
            fields.add(reading.get(i + 1));
        }
        return fields;
    }

    void close() {
        alone.lock();
        try {
            if (!parts.turnstile().isClosed()) {
                endScopes();
                closeConnections();
            }
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        } finally {
            alone.unlock();
        }
    }

    /** What could not be opened leaves nothing open. */
    void closeAfter(Throwable problem) {
        try {
            close();
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    /** Those inside may finish; at the deadline what they run is ended, and soon after their connections. */
    private void endScopes() {
        boolean interrupted = false;
        try {
            long deadline =
                    System.nanoTime() + parts.settings().acquireTimeout().toNanos();
            if (!parts.turnstile().shut(true, deadline)) {
                cancel();
                parts.turnstile().shut(true, System.nanoTime() + STRAGGLERS);
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
        Lane present = parts.writer().present();
        if (present != null) {
            present.cancel();
        }
        Readers pool = parts.readers();
        if (pool != null) {
            pool.cancel();
        }
    }

    /** Without one, as when the file is gone, the log stays where it is. */
    private void openWriter() {
        try {
            parts.writer().open();
        } catch (DalException e) {
            LOG.warn(
                    "{}: its log cannot be moved into the file",
                    parts.settings().name(),
                    e);
        }
    }

    /** The writer last: only a connection that may write moves the log into the file and deletes it. */
    private void closeConnections() throws SQLException {
        Readers pool = parts.readers();
        if (pool != null && pool.wereUsed() && !parts.settings().recipe().readOnly()) {
            openWriter();
        }
        try {
            if (pool != null) {
                pool.close();
            }
        } finally {
            parts.writer().close();
        }
    }
}
