package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.Database.Body;
import dev.cairn.dal.Database.FileBody;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.spi.Scope;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A session as it is called: with a tag, a timeout and a retry policy, and rows read packed or not. Thread-safe. */
public final class View implements Scope {
    private final Session session;
    private final Call call;
    private final boolean packs;
    private volatile @Nullable DSLContext dsl;

    /** Over a session. */
    public View(Session session, Call call, boolean packs) {
        this.session = session;
        this.call = call;
        this.packs = packs;
    }

    /** The same session, called so. */
    public View with(Call other) {
        return new View(session, other, packs);
    }

    /** The same session, with rows read packed or not. */
    public View packing(boolean on) {
        return new View(session, call, on);
    }

    /** The session. */
    public Session session() {
        return session;
    }

    /** How it is called. */
    public Call call() {
        return call;
    }

    /** One snapshot. */
    public <T, X extends Exception> T read(Body<T, X> body) throws X {
        return session.read(call, body);
    }

    /** One transaction, or a savepoint of one. */
    public <T, X extends Exception> T write(Body<T, X> body) throws X {
        return session.write(call, body);
    }

    /** jOOQ, in the scope of the calling thread. */
    public DSLContext dsl() {
        DSLContext made = dsl;
        if (made == null) {
            made = session.dsl(call);
            dsl = made;
        }
        return made;
    }

    /** Has something run after the COMMIT. */
    public void afterCommit(Runnable action) {
        session.afterCommit(action);
    }

    /** Has the file to itself. */
    public <T, X extends Exception> T exclusively(Duration drain, FileBody<T, X> body) throws X {
        return session.exclusively(drain, body);
    }

    @Override
    public <T> T reading(Operation operation, Work<T> work) {
        return session.reading(call, operation, false, work);
    }

    @Override
    public <T> T snapshot(Operation operation, Work<T> work) {
        return session.reading(call, operation, true, work);
    }

    @Override
    public <T> T writing(Operation operation, Work<T> work) {
        return session.writing(call, operation, work);
    }

    @Override
    public <T> T combining(Operation operation, Work<T> work) {
        return session.combining(call, operation, work);
    }

    @Override
    public boolean packs() {
        return packs;
    }
}
