package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Params.Binder;
import dev.cairn.dal.spi.Scope.Statements;
import dev.cairn.dal.spi.TableShape.PackedReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a query while they are read: at once into a sink, or as a stream. Confined to one thread. */
final class Rows<R> extends Spliterators.AbstractSpliterator<R> implements AutoCloseable {
    private final Statements statements;
    private final String sql;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final TableShape<R> shape;
    private final Cells cells;
    private boolean closed;

    private Rows(Statements statements, TableShape<R> shape, String sql, Binder binder) throws SQLException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.statements = statements;
        this.sql = sql;
        this.shape = shape;
        this.statement = statements.take(sql);
        try {
            binder.bind(new Params(statement));
            this.rows = statement.executeQuery();
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
        this.cells = new Cells(rows, shape);
    }

    /** Column by column, to be closed by the reader or the end of its scope. */
    static <R> Rows<R> open(Statements statements, Query<R> query, Binder binder) throws SQLException {
        return new Rows<>(statements, query.shape(), query.columns(), binder);
    }

    /** The rows that a statement which writes returns; it writes as it is read to its end. */
    static <R> void returned(
            Statements statements, TableShape<R> shape, String sql, Binder binder, Consumer<? super R> sink)
            throws SQLException {
        try (Rows<R> rows = new Rows<>(statements, shape, sql, binder)) {
            rows.forEachRemaining(sink);
        }
    }

    /** The first row, if there is one. */
    static <R> @Nullable R first(Statements statements, boolean packs, Query<R> query, Binder binder)
            throws SQLException {
        PackedReader<R> reader = query.shape().packedReader();
        if (packs && reader != null) {
            try (PreparedStatement statement = statements.take(query.packed())) {
                binder.bind(new Params(statement));
                try (ResultSet rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        return null;
                    }
                    R row = unpacked(reader, new Packed(new Cells(rows, query.shape())).of(rows.getBytes(1)));
                    if (row != null) {
                        statements.counted(1);
                        return row;
                    }
                }
            } catch (SQLException e) {
                if (!isBlobInJson(e)) {
                    throw e;
                }
            }
        }
        try (Rows<R> rows = open(statements, query, binder)) {
            return rows.next();
        }
    }

    /** All rows in a list: packed, or all column by column if one of them cannot be read so. */
    static <R> List<R> all(Statements statements, boolean packs, Query<R> query, Binder binder) throws SQLException {
        List<R> all = new ArrayList<>();
        PackedReader<R> packed = query.shape().packedReader();
        if (packs && packed != null && readPacked(statements, query, packed, binder, all::add) >= 0) {
            return all;
        }
        all.clear();
        try (Rows<R> rows = open(statements, query, binder)) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    /** All rows into a sink: packed where that can be, and column by column from the first row that cannot. */
    static <R> void read(Statements statements, boolean packs, Query<R> query, Binder binder, Consumer<? super R> sink)
            throws SQLException {
        PackedReader<R> packed = query.shape().packedReader();
        long done = packs && packed != null ? readPacked(statements, query, packed, binder, sink) : -1;
        if (done < 0) {
            try (Rows<R> rows = open(statements, query, binder)) {
                rows.skip(-done - 1);
                rows.forEachRemaining(sink);
            }
        }
    }

    /** How many rows there were; negative, less one, if a row could not be read so. */
    private static <R> long readPacked(
            Statements statements, Query<R> query, PackedReader<R> reader, Binder binder, Consumer<? super R> sink)
            throws SQLException {
        long done = 0;
        try (PreparedStatement statement = statements.take(query.packed())) {
            binder.bind(new Params(statement));
            try (ResultSet rows = statement.executeQuery()) {
                Packed packed = new Packed(new Cells(rows, query.shape()));
                while (rows.next()) {
                    R row = unpacked(reader, packed.of(rows.getBytes(1)));
                    if (row == null) {
                        return -done - 1;
                    }
                    done++;
                    sink.accept(row);
                    // What the sink has taken its time for, or done, may have ended the scope.
                    statements.requireUsable();
                }
            }
            return done;
        } catch (SQLException e) {
            if (isBlobInJson(e)) {
                return -done - 1;
            }
            throw e;
        } finally {
            statements.counted(done);
        }
    }

    /** Nothing if it cannot be read so; which column that is, the other reader can tell. */
    private static <R> @Nullable R unpacked(PackedReader<R> reader, Packed packed) throws SQLException {
        try {
            return reader.read(packed);
        } catch (Packed.Mismatch | DalException e) {
            return null;
        }
    }

    private static boolean isBlobInJson(SQLException e) {
        return String.valueOf(e.getMessage()).contains("JSON cannot hold BLOB values");
    }

    private void skip(long count) throws SQLException {
        for (long i = 0; i < count; i++) {
            rows.next();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        R row = next();
        if (row == null) {
            return false;
        }
        action.accept(row);
        return true;
    }

    private @Nullable R next() {
        if (closed) {
            throw DalException.of(
                    Kind.MISUSE, "instead", "use the rows of a stream inside the read or write it was asked for in");
        }
        statements.requireUsable();
        try {
            if (rows.next()) {
                R row = shape.columnReader().read(cells);
                statements.counted(1);
                return row;
            }
            close();
            return null;
        } catch (SQLException e) {
            throw statements.translate(e, sql);
        }
    }

    @Override
    public void forEachRemaining(Consumer<? super R> action) {
        for (R row = next(); row != null; row = next()) {
            action.accept(row);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                rows.close();
                statement.close();
            } catch (SQLException e) {
                throw statements.translate(e, sql);
            }
        }
    }
}
