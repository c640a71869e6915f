package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Sql;
import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what jOOQ's queries cost, and puts our errors in the place of jOOQ's, whose text and cause hold SQLite's
 * words and with them values. Callbacks can nest, be missing or come twice; so each query is taken down once, at the
 * first of its ends, and what is known of it travels in its own context. Thread-safe.
 */
final class Timed implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    private static final Operation DSL = Operation.of("", "dsl");
    private static final String BEGAN = "dev.cairn.dal.began";
    private static final String ROWS = "dev.cairn.dal.rows";

    private final transient Recorder recorder;
    private final transient Call call;

    Timed(Recorder recorder, Call call) {
        this.recorder = recorder;
        this.call = call;
    }

    @Override
    public void executeStart(ExecuteContext context) {
        if (recorder.isOn()) {
            context.data(BEGAN, System.nanoTime());
        }
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        context.data(ROWS, (long) Math.max(0, context.rows()));
    }

    @Override
    public void resultEnd(ExecuteContext context) {
        if (context.result() != null) {
            context.data(ROWS, (long) context.result().size());
        }
    }

    @Override
    public void end(ExecuteContext context) {
        record(context);
    }

    @Override
    public void exception(ExecuteContext context) {
        record(context);
        SQLException e = context.sqlException();
        if (e != null) {
            context.exception(translated(context, e));
        }
    }

    private void record(ExecuteContext context) {
        Object began = context.data().remove(BEGAN);
        if (began instanceof Long since) {
            long ran = System.nanoTime() - since;
            long rows = context.data(ROWS) instanceof Long count ? count : 0;
            recorder.called(DSL, call.tag(), 0, ran, rows, Sql.shape(String.valueOf(context.sql())));
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
