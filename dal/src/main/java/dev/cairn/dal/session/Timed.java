package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Sql;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what jOOQ's queries cost, and puts our errors in the place of jOOQ's, whose text and cause hold SQLite's
 * words and with them values. Callbacks can nest, be missing or come twice; so what is known of a query travels in its
 * own context, and it is taken down once: at the first of its ends, or, if it is read lazily and never to its end, with
 * its scope. Thread-safe.
 */
final class Timed implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private static final Operation QUERY = Operation.of("dsl", "query");
    private static final String KEY = "dev.cairn.dal.query";

    private final transient Session session;
    private final transient Recorder recorder;
    private final transient Call call;

    Timed(Session session, Recorder recorder, Call call) {
        this.session = session;
        this.recorder = recorder;
        this.call = call;
    }

    /** One query on its way. Confined to its thread. */
    private final class Taken implements Runnable {
        private final ExecuteContext context;
        private final @Nullable Open scope;
        private final long asked = System.nanoTime();
        private long began;
        private long changed;
        private long read;
        private boolean done;

        Taken(ExecuteContext context) {
            this.context = context;
            this.scope = session.scope();
            if (scope != null) {
                scope.unfinished().add(this);
            }
        }

        /** It has its connection. */
        void begin() {
            if (began == 0) {
                began = System.nanoTime();
            }
        }

        /** It is over. What never began was only rendered, or had no connection. */
        @Override
        public void run() {
            if (!done) {
                done = true;
                if (scope != null) {
                    scope.unfinished().remove(this);
                }
                if (began != 0) {
                    recorder.called(QUERY, call.tag(), began - asked, began, read > 0 ? read : changed, sql());
                }
            }
        }

        private String sql() {
            String sql = context.sql();
            String[] batch = context.batchSQL();
            return sql != null ? sql : batch.length > 0 ? String.valueOf(batch[0]) : "";
        }
    }

    private static @Nullable Taken taken(ExecuteContext context) {
        return context.data(KEY) instanceof Taken taken ? taken : null;
    }

    /** From here on a query is one: it has its text, and waits for its connection. */
    @Override
    public void renderEnd(ExecuteContext context) {
        noted(context);
    }

    private @Nullable Taken noted(ExecuteContext context) {
        Taken present = taken(context);
        if (present == null && recorder.isOn()) {
            present = new Taken(context);
            context.data(KEY, present);
        }
        return present;
    }

    @Override
    public void prepareStart(ExecuteContext context) {
        begin(context);
    }

    /** What has no text of its own, such as a batch, begins only here. */
    @Override
    public void executeStart(ExecuteContext context) {
        begin(context);
    }

    private void begin(ExecuteContext context) {
        Taken taken = noted(context);
        if (taken != null) {
            taken.begin();
        }
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        Taken taken = taken(context);
        if (taken != null) {
            taken.changed = Math.max(
                    Math.max(0, context.rows()),
                    IntStream.of(context.batchRows()).filter(n -> n > 0).sum());
        }
    }

    @Override
    public void recordEnd(ExecuteContext context) {
        Taken taken = taken(context);
        if (taken != null) {
            taken.read++;
        }
    }

    @Override
    public void end(ExecuteContext context) {
        finish(context);
    }

    @Override
    public void exception(ExecuteContext context) {
        finish(context);
        SQLException e = context.sqlException();
        if (e != null) {
            context.exception(translated(context, e));
        }
        if (context.exception() instanceof DalException refused) {
            recorder.failed(refused);
        }
    }

    private static void finish(ExecuteContext context) {
        Taken taken = taken(context);
        if (taken != null) {
            taken.run();
        }
    }

    private static DalException translated(ExecuteContext context, SQLException e) {
        String sql = String.valueOf(context.sql());
        Lane lane = context.connection() == null ? null : lane(context);
        return lane == null ? Errors.translate(e, Sql.shape(sql)) : lane.translate(e, sql);
    }

    private static @Nullable Lane lane(ExecuteContext context) {
        try {
            return context.connection().unwrap(Lane.class);
        } catch (SQLException | ClassCastException e) {
            return null;
        }
    }
}
