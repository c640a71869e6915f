package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database.Body;
import dev.cairn.dal.Database.FileBody;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.write.Combiner;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Gate.Ticket;
import dev.cairn.dal.write.Writer;
import dev.cairn.schema.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final long PAUSE_NANOS = 1_000_000;

    private final Settings settings;
    private final Lanes lanes;
    private final Gate gate = new Gate();
    private final Writer writer;
    private final Combiner combiner;
    private final @Nullable Readers readers;
    private final Recorder recorder;
    private final Turnstile turnstile = new Turnstile();
    private final Lifecycle lifecycle;
    private final Map<Lane, Held> lent = new ConcurrentHashMap<>();

    // of this database alone: a thread may have a scope in each of several
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    /**
     * On a file; no connection is opened yet.
     *
     * @param check what to ask of the file when somebody has had it exclusively
     */
    public Session(Settings settings, Recorder recorder, Runnable check) {
        this.settings = settings;
        this.recorder = recorder;
        this.lanes = new Lanes(settings.recipe());
        this.writer = new Writer(lanes, settings.pooled());
        this.combiner = new Combiner(gate, writer);
        this.readers = new Readers(lanes, settings.name(), settings.readers(), settings.pooled());
        this.lifecycle = new Lifecycle(settings, turnstile, gate, writer, readers, check);
    }

    private Session(Settings settings, Recorder recorder, Lanes lanes, Lane only) {
        this.settings = settings;
        this.recorder = recorder;
        this.lanes = lanes;
        this.writer = new Writer(lanes, only);
        this.combiner = new Combiner(gate, writer);
        this.readers = null;
        this.lifecycle = new Lifecycle(settings, turnstile, gate, writer, null, () -> {});
    }

    /** In memory, on the one connection there is; reads and writes take turns. */
    public static Session inMemory(Settings settings, Recorder recorder, Migrations migrations) {
        Lanes lanes = new Lanes(settings.recipe());
        try {
            Lane only = lanes.writer();
            migrations.applyTo(only);
            // The migrations ran without.
            only.control("PRAGMA foreign_keys = ON");
            return new Session(settings, recorder, lanes, only);
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
    }

    /** Opens the file, and settles how it is written. */
    public void start() {
        long deadline = deadline(Call.DEFAULT);
        if (settings.recipe().readOnly()) {
            Held held = holdForReading("open", deadline);
            held.giveBack();
            return;
        }
        Held held = Held.writer(gate, writer, "open", deadline);
        try {
            lifecycle.settle(held.lane(), deadline);
        } finally {
            held.giveBack();
        }
    }

    // Calls

    /** Runs a call that reads, with one statement or, on one snapshot, with several. */
    <T> T reading(Call call, Operation operation, boolean several, Work<T> work) {
        Open scope = current.get();
        if (scope != null) {
            return joined(scope, call, operation, work);
        }
        long deadline = deadline(call);
        turnstile.enter(deadline);
        try {
            return readAlone(call, operation, several, work, deadline);
        } catch (DalException e) {
            recorder.failed(e);
            throw e;
        } finally {
            turnstile.leave();
        }
    }

    private <T> T readAlone(Call call, Operation operation, boolean several, Work<T> work, long deadline) {
        Held held = holdForReading(operation.name(), deadline);
        try {
            Lane lane = held.lane();
            lane.lend(operation, limit(call));
            if (!recorder.isOn()) {
                return patiently(lane, several, work, deadline);
            }
            long began = System.nanoTime();
            T result = patiently(lane, several, work, deadline);
            recorder.called(operation, call.tag(), held.waited(), System.nanoTime() - began, lane.rows(), lane.last());
            return result;
        } finally {
            held.giveBack();
        }
    }

    private Held holdForReading(String label, long deadline) {
        return readers == null ? Held.writerToRead(gate, writer, label, deadline) : Held.reader(readers, deadline);
    }

    /** As long as no row was passed on, another process that is in the way can be waited for. */
    private static <T> T patiently(Lane lane, boolean several, Work<T> work, long deadline) {
        while (true) {
            try {
                return several ? inSnapshot(lane, work) : work.run(lane);
            } catch (SQLException e) {
                boolean again = isBusy(e) && lane.rows() == 0 && System.nanoTime() - deadline < 0;
                if (!again) {
                    throw lane.translate(e, lane.last());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static <T> T inSnapshot(Lane lane, Work<T> work) throws SQLException {
        lane.beginTransaction("BEGIN");
        boolean done = false;
        try {
            T result = work.run(lane);
            lane.commitTransaction();
            done = true;
            return result;
        } finally {
            if (!done) {
                lane.rollbackTransaction();
            }
        }
    }

    private static boolean isBusy(SQLException e) {
        return (Errors.code(e) & 0xff) == 5;
    }

    /** Runs a call in the scope of its thread. */
    private <T> T joined(Open scope, Call call, Operation operation, Work<T> work) {
        Lane lane = scope.lane();
        lane.about(operation);
        try {
            if (!recorder.isOn()) {
                return work.run(lane);
            }
            long rows = lane.rows();
            long began = System.nanoTime();
            T result = work.run(lane);
            recorder.called(operation, call.tag(), 0, System.nanoTime() - began, lane.rows() - rows, lane.last());
            return result;
        } catch (SQLException e) {
            throw lane.translate(e, lane.last());
        }
    }

    /** Runs a call that writes, in a transaction of its own if its thread has none. */
    <T> T writing(Call call, Operation operation, Work<T> work) {
        Open scope = current.get();
        if (scope != null) {
            requireWriting(scope);
            return joined(scope, call, operation, work);
        }
        return scope(call, true, operation.name(), () -> joined(requireScope(), call, operation, work));
    }

    /** Runs a single write, perhaps in one transaction with those of other threads. */
    <T> T combining(Call call, Operation operation, Work<T> work) {
        Open scope = current.get();
        if (scope != null) {
            requireWriting(scope);
            return joined(scope, call, operation, work);
        }
        long asked = System.nanoTime();
        long deadline = deadline(call);
        turnstile.enter(deadline);
        try {
            requireWritable();
            Combiner.Outcome<T> outcome =
                    combiner.run(operation, deadline, call.timeout().toNanos(), work);
            if (recorder.isOn()) {
                long ran = System.nanoTime() - asked - outcome.waitedNanos();
                recorder.called(operation, call.tag(), outcome.waitedNanos(), ran, outcome.rows(), outcome.sql());
            }
            return outcome.result();
        } catch (DalException e) {
            recorder.failed(e);
            throw e;
        } finally {
            turnstile.leave();
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

    private void requireWritable() {
        if (settings.recipe().readOnly()) {
            throw DalException.of(Kind.READ_ONLY, "database", settings.name());
        }
    }

    // Scopes

    /** One snapshot; inside another scope, that. */
    <T, X extends Exception> T read(Call call, Body<T, X> body) throws X {
        Open outer = current.get();
        if (outer != null) {
            outer.lane().requireUsable();
            return body.run();
        }
        return scope(call, false, call.tag().isEmpty() ? "read" : call.tag(), body);
    }

    /** One transaction; inside another, a savepoint of it. */
    <T, X extends Exception> T write(Call call, Body<T, X> body) throws X {
        Open outer = current.get();
        if (outer != null) {
            requireWriting(outer);
            return savepoint(outer, body);
        }
        return scope(call, true, call.tag().isEmpty() ? "write" : call.tag(), body);
    }

    private <T, X extends Exception> T scope(Call call, boolean writing, String label, Body<T, X> body) throws X {
        long deadline = deadline(call);
        @Nullable DalException earlier = null;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(call, writing, label, deadline, body);
            } catch (DalException e) {
                if (earlier != null) {
                    e.addSuppressed(earlier);
                }
                earlier = e;
                long pause = call.retry().pauseNanos(attempt);
                boolean again = e.kind().retryable()
                        && attempt < call.retry().attempts()
                        && System.nanoTime() + pause - deadline < 0;
                if (!again) {
                    recorder.failed(e);
                    throw e;
                }
                LockSupport.parkNanos(pause);
            }
        }
    }

    private <T, X extends Exception> T once(Call call, boolean writing, String label, long deadline, Body<T, X> body)
            throws X {
        Open scope = begin(call, writing, label, deadline);
        boolean done = false;
        try {
            T result = body.run();
            done = true;
            return result;
        } finally {
            end(scope, done);
        }
    }

    /** Opens a scope for this thread, which has to {@link #end} it. */
    Open begin(Call call, boolean writing, String label) {
        return begin(call, writing, label, deadline(call));
    }

    private Open begin(Call call, boolean writing, String label, long deadline) {
        turnstile.enter(deadline);
        try {
            if (writing) {
                requireWritable();
            }
            Held held = writing ? Held.writer(gate, writer, label, deadline) : holdForReading(label, deadline);
            return begun(new Open(call, writing, held), label, deadline);
        } catch (RuntimeException | Error e) {
            turnstile.leave();
            throw e;
        }
    }

    private Open begun(Open scope, String label, long deadline) {
        Lane lane = scope.lane();
        try {
            lane.lend(label, limit(scope.call()));
            if (scope.isWriting()) {
                writer.begin(lane, deadline);
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
        writer.rollback(scope.lane());
        scope.held().giveBack();
    }

    /** Ends a scope; if it is to count, a transaction is committed, and what was to run after that runs. */
    void end(Open scope, boolean count) {
        Lane lane = scope.lane();
        boolean committed = false;
        current.remove();
        try {
            lane.closeOpen();
            if (count) {
                writer.commit(lane, deadline(scope.call()));
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
                writer.rollback(scope.lane());
            }
            if (recorder.isOn()) {
                long ran = System.nanoTime() - scope.began();
                recorder.scope(
                        scope.isWriting(), scope.call().tag(), scope.held().waited(), ran);
            }
        } finally {
            try {
                scope.held().giveBack();
            } finally {
                turnstile.leave();
            }
        }
    }

    /** The transaction stands, whatever comes of this. */
    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("An action after a commit has failed; the commit stands", e);
        }
    }

    private <T, X extends Exception> T savepoint(Open scope, Body<T, X> body) throws X {
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

    /** A reader for a query of jOOQ's outside any scope; until {@link #takeBack}. */
    Lane lend(Call call, String label) {
        long deadline = deadline(call);
        turnstile.enter(deadline);
        try {
            Held held = holdForReading(label, deadline);
            held.lane().lend(label, limit(call));
            lent.put(held.lane(), held);
            return held.lane();
        } catch (RuntimeException | Error e) {
            turnstile.leave();
            throw e;
        }
    }

    void takeBack(Lane lane) {
        Held held = lent.remove(lane);
        if (held != null) {
            try {
                held.giveBack();
            } finally {
                turnstile.leave();
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

    private Open requireScope() {
        Open scope = current.get();
        if (scope == null) {
            throw new IllegalStateException("no scope on this thread");
        }
        return scope;
    }

    // The whole

    /** Has the file to itself: nobody else of this database is inside, and no connection is open. */
    <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        requireNoScope("exclusively");
        requireWritable();
        try {
            return lifecycle.exclusively(drain, body);
        } finally {
            lanes.schemaMayHaveChanged();
        }
    }

    /** Ends it: nobody comes in any more, those inside may finish, and the log is moved into the file. */
    public void close() {
        requireNoScope("close");
        lifecycle.close();
    }

    private void requireNoScope(String what) {
        if (current.get() != null) {
            throw DalException.of(Kind.MISUSE, "instead", "call " + what + " outside read and write");
        }
    }

    /** The writer's turn, for as long as a connection of {@code writer()} is open. */
    Turn turn(Call call) {
        requireNoScope("writer()");
        String label = call.tag().isEmpty() ? "writer()" : call.tag();
        long deadline = deadline(call);
        turnstile.enter(deadline);
        try {
            requireWritable();
            Ticket ticket = gate.enter(label, deadline);
            Turn turn = new Turn(writer, gate, turnstile, ticket, settings.acquireTimeout());
            turn.start(label, readers == null ? Duration.ofDays(1) : settings.writerHold());
            return turn;
        } catch (RuntimeException | Error e) {
            turnstile.leave();
            throw e;
        }
    }

    /** jOOQ, in the scope of the calling thread. */
    DSLContext dsl(Call call) {
        return Jooq.over(this, recorder, call);
    }

    /** Readers for other libraries. */
    public DataSource readers(Call call) {
        return new ReaderSource(this, call);
    }

    /** The writer for other libraries. */
    public DataSource writer(Call call) {
        return new WriterSource(this, call);
    }

    /** The scope of this thread. */
    @Nullable
    Open scope() {
        return current.get();
    }

    // Time

    private long deadline(Call call) {
        long most = settings.acquireTimeout().toNanos();
        long wanted = call.timeout().toNanos();
        return System.nanoTime() + (wanted == 0 ? most : Math.min(most, wanted));
    }

    /** When its statements are to stop; zero if never. */
    private static long limit(Call call) {
        long wanted = call.timeout().toNanos();
        return wanted == 0 ? 0 : System.nanoTime() + wanted;
    }
}
