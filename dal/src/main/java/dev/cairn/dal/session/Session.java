package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database.Body;
import dev.cairn.dal.Database.FileBody;
import dev.cairn.dal.insight.Inspected;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.write.Writer;
import dev.cairn.schema.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connection a call runs on: that of its thread's scope, or one for the call alone. Thread-safe.
 *
 * <p>Waiting is always for one thing after the other, under one deadline: the turnstile, which is shut only while the
 * database closes or somebody has it exclusively; then a reader, or the turn of the writer and the file's lock.
 */
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class.getPackageName());

    private final Parts parts;
    private final Singles singles;
    private final Lending lending;
    private final Lifecycle lifecycle;

    // of this database alone: a thread may have a scope in each of several
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    private Session(Parts parts, Runnable check) {
        this.parts = parts;
        this.singles = new Singles(parts);
        this.lending = new Lending(parts);
        this.lifecycle = new Lifecycle(parts, check);
    }

    /**
     * On a file; opens it, and settles how it is written.
     *
     * @param check what to ask of the file when somebody has had it exclusively
     */
    public static Session onFile(Settings settings, Recorder recorder, Runnable check) {
        Session session = new Session(Parts.onFile(settings, recorder), check);
        try {
            session.lifecycle.start();
            return session;
        } catch (RuntimeException | Error e) {
            session.lifecycle.closeAfter(e);
            throw e;
        }
    }

    /** In memory, on the one connection there is; reads and writes take turns. */
    public static Session inMemory(Settings settings, Recorder recorder, Migrations migrations) {
        Lanes lanes = new Lanes(settings.recipe());
        try {
            Lane only = lanes.writer();
            migrations.applyTo(only);
            // The migrations ran without.
            only.control("PRAGMA foreign_keys = ON");
            return new Session(Parts.onOne(settings, recorder, lanes, only), () -> {});
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    // Calls

    /** Runs a call that reads, with one statement or, on one snapshot, with several. */
    <T> T reading(Call call, Operation operation, boolean several, Work<T> work) {
        Open scope = current.get();
        return scope == null ? singles.read(call, operation, several, work) : joined(scope, call, operation, work);
    }

    /** Runs a call that writes several times, all or none: in a transaction of its own, or a savepoint. */
    <T> T writing(Call call, Operation operation, Work<T> work) {
        Open scope = current.get();
        if (scope == null) {
            return scope(call, true, operation.name(), opened -> joined(opened, call, operation, work));
        }
        requireWriting(scope);
        return savepoint(scope, () -> joined(scope, call, operation, work));
    }

    /** Runs a single write, perhaps in one transaction with those of other threads. */
    <T> T combining(Call call, Operation operation, Work<T> work) {
        Open scope = current.get();
        if (scope == null) {
            return singles.write(call, operation, work);
        }
        requireWriting(scope);
        return joined(scope, call, operation, work);
    }

    /** Runs a call in the scope of its thread. */
    private <T> T joined(Open scope, Call call, Operation operation, Work<T> work) {
        Lane lane = scope.lane();
        Recorder recorder = parts.recorder();
        lane.about(operation);
        long rows = lane.rows();
        long began = System.nanoTime();
        try {
            return work.run(lane);
        } catch (SQLException e) {
            DalException translated = lane.translate(e, lane.last());
            recorder.failed(translated);
            throw translated;
        } catch (DalException e) {
            recorder.failed(e);
            throw e;
        } finally {
            recorder.called(operation, call.tag(), 0, began, lane.rows() - rows, lane.last());
        }
    }

    private static void requireWriting(Open scope) {
        scope.lane().requireUsable();
        if (!scope.isWriting()) {
            throw DalException.of(
                    Kind.MISUSE,
                    "instead",
                    "begin with write: a read is a snapshot, which cannot become a transaction");
        }
    }

    // Scopes

    /** What runs in a scope, and is told which. */
    @FunctionalInterface
    private interface Inside<T, X extends Exception> {
        T run(Open scope) throws X;
    }

    /** One snapshot; inside another scope, that. */
    <T, X extends Exception> T read(Call call, Body<T, X> body) throws X {
        Open outer = current.get();
        if (outer != null) {
            outer.lane().requireUsable();
            return body.run();
        }
        return scope(call, false, call.tag().isEmpty() ? "read" : call.tag(), scope -> body.run());
    }

    /** One transaction; inside another, a savepoint of it. */
    <T, X extends Exception> T write(Call call, Body<T, X> body) throws X {
        Open outer = current.get();
        if (outer != null) {
            requireWriting(outer);
            return savepoint(outer, body);
        }
        return scope(call, true, call.tag().isEmpty() ? "write" : call.tag(), scope -> body.run());
    }

    private <T, X extends Exception> T scope(Call call, boolean writing, String label, Inside<T, X> body) throws X {
        long asked = System.nanoTime();
        long deadline = parts.deadline(call, asked);
        @Nullable DalException earlier = null;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(call, writing, label, asked, body);
            } catch (DalException e) {
                if (earlier != null && earlier != e) {
                    e.addSuppressed(earlier);
                }
                earlier = e;
                long pause = call.retry().pauseNanos(attempt);
                boolean again = e.kind().retryable()
                        && attempt < call.retry().attempts()
                        && System.nanoTime() + pause - deadline < 0;
                if (!again) {
                    parts.recorder().failed(e);
                    throw e;
                }
                LockSupport.parkNanos(pause);
            }
        }
    }

    private <T, X extends Exception> T once(Call call, boolean writing, String label, long asked, Inside<T, X> body)
            throws X {
        Open scope = begin(call, writing, label, asked);
        boolean done = false;
        try {
            T result = body.run(scope);
            done = true;
            return result;
        } finally {
            end(scope, done);
        }
    }

    /** Opens a scope that writes for this thread, which has to {@link #end} it. */
    Open begin(Call call, String label) {
        return begin(call, true, label, System.nanoTime());
    }

    private Open begin(Call call, boolean writing, String label, long asked) {
        long deadline = parts.deadline(call, asked);
        parts.turnstile().enter(deadline);
        try {
            if (writing) {
                parts.requireWritable();
            }
            Held held = writing
                    ? Held.writer(parts.gate(), parts.writer(), label, deadline)
                    : parts.holdForReading(label, System.nanoTime(), deadline);
            return begun(new Open(call, writing, held), label, asked, deadline);
        } catch (RuntimeException | Error e) {
            parts.turnstile().leave();
            throw e;
        }
    }

    private Open begun(Open scope, String label, long asked, long deadline) {
        Lane lane = scope.lane();
        try {
            lane.lend(label, Parts.limit(scope.call(), asked), scope.began());
            if (scope.isWriting()) {
                parts.writer().begin(lane, deadline);
            } else {
                lane.beginTransaction("BEGIN");
                Writer.waiting(lane, deadline, lane::pin);
            }
            current.set(scope);
            return scope;
        } catch (SQLException e) {
            abandon(scope);
            throw lane.translate(e, "BEGIN");
        } catch (RuntimeException | Error e) {
            abandon(scope);
            throw e;
        }
    }

    private void abandon(Open scope) {
        try {
            parts.writer().rollback(scope.lane());
        } finally {
            scope.held().giveBack();
        }
    }

    /** Ends a scope; if it is to count, a transaction is committed, and what was to run after that runs. */
    void end(Open scope, boolean count) {
        if (!scope.ends()) {
            return;
        }
        Lane lane = scope.lane();
        boolean committed = false;
        current.remove();
        try {
            lane.closeOpen();
            if (count) {
                parts.writer().commit(lane, parts.deadline(scope.call()));
                committed = true;
            }
        } catch (SQLException e) {
            throw Commits.refused(lane, e);
        } finally {
            release(scope, committed);
        }
        if (committed) {
            scope.afterCommit().forEach(Session::runAfterCommit);
        }
    }

    private void release(Open scope, boolean committed) {
        try {
            if (!committed) {
                parts.writer().rollback(scope.lane());
            }
            List.copyOf(scope.unfinished()).forEach(Runnable::run);
            Recorder recorder = parts.recorder();
            boolean writing = scope.isWriting();
            long rows = scope.lane().rows();
            recorder.scope(writing, scope.call().tag(), scope.held().waited(), scope.began(), rows);
            if (LOG.isDebugEnabled()) {
                LOG.debug("{} {} {}", writing ? "write" : "read", scope.call().tag(), committed ? "done" : "undone");
            }
            if (writing && committed) {
                recorder.committed();
            }
        } finally {
            try {
                scope.held().giveBack();
            } finally {
                parts.turnstile().leave();
            }
        }
    }

    /** The transaction stands, whatever comes of this. */
    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (Exception e) {
            LOG.warn("An action after a commit has failed; the commit stands", e);
        }
    }

    private static <T, X extends Exception> T savepoint(Open scope, Body<T, X> body) throws X {
        Savepoint savepoint = Savepoint.of(scope);
        boolean done = false;
        try {
            T result = body.run();
            savepoint.release();
            done = true;
            return result;
        } finally {
            if (!done) {
                savepoint.undo();
            }
        }
    }

    /** Has something run after the COMMIT of this thread's transaction. */
    void afterCommit(Runnable action) {
        Open scope = current.get();
        if (scope == null || !scope.isWriting()) {
            throw DalException.of(Kind.MISUSE, "instead", "call afterCommit inside write");
        }
        scope.lane().requireUsable();
        scope.afterCommit().add(action);
    }

    /** The scope of this thread. */
    @Nullable
    Open scope() {
        return current.get();
    }

    // Lending

    /** jOOQ, in the scope of the calling thread. */
    DSLContext dsl(Call call) {
        return Jooq.over(this, lending, parts.recorder(), call);
    }

    /** Readers for other libraries. */
    public DataSource readers(Call call) {
        return new ReaderSource(lending, call);
    }

    /** The writer for other libraries. */
    public DataSource writer(Call call) {
        return new WriterSource(() -> {
            requireNoScope("writer()");
            return lending.turn(call);
        });
    }

    /** Whoever has a connection or a statement at this moment, each as the fields of an error would name it. */
    public List<String> holders() {
        return lending.holders();
    }

    // The whole

    /** Has the file to itself: nobody else of this database is inside, and no connection is open. */
    <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        requireNoScope("exclusively");
        parts.requireWritable();
        return lifecycle.exclusively(drain, body);
    }

    /** Ends it: nobody comes in any more, those inside may finish, and the log is moved into the file. */
    public void close() {
        requireNoScope("close");
        lifecycle.close();
    }

    /** What inspection and upkeep see of it. */
    public Inspected sight() {
        return new Sight(this, parts);
    }

    /** Refuses what cannot be done inside a scope of this thread. */
    public void requireNoScope(String what) {
        if (current.get() != null) {
            throw DalException.of(Kind.MISUSE, "instead", "call " + what + " outside read and write");
        }
    }
}
