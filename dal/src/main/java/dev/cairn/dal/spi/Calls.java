package dev.cairn.dal.spi;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Found;
import dev.cairn.dal.Slice;
import dev.cairn.dal.spi.Params.Binder;
import dev.cairn.dal.spi.Scope.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The calls that repositories are made of. Thread-safe, as the scope behind it is. */
public final class Calls {
    private static final int MOST_KEYS = 512;

    private final Scope scope;

    /** Over the scope of a database. */
    public Calls(Scope scope) {
        this.scope = scope;
    }

    /** The first row. */
    public <R> Optional<R> one(Query<R> query, Binder binder) {
        return scope.reading(
                query.operation(),
                statements -> Optional.ofNullable(Rows.first(statements, scope.packs(), query, binder)));
    }

    /** The row with this key, or an error that says there is none. */
    public <R> R require(Optional<R> row, TableShape<R> shape) {
        return row.orElseThrow(() -> DalException.of(Kind.NOT_FOUND, "table", shape.table()));
    }

    /** All rows. */
    public <R> List<R> list(Query<R> query, Binder binder) {
        return scope.reading(query.operation(), statements -> Rows.all(statements, scope.packs(), query, binder));
    }

    /** All rows, one after the other, without holding them. */
    public <R> void each(Query<R> query, Binder binder, Consumer<? super R> sink) {
        scope.snapshot(query.operation(), statements -> {
            Rows.read(statements, scope.packs(), query, binder, sink);
            return true;
        });
    }

    /** All rows as a stream, which ends with the scope it was asked for in. */
    public <R> Stream<R> stream(Query<R> query, Binder binder) {
        return scope.reading(query.operation(), statements -> {
            if (!statements.isOpenedByCaller()) {
                throw DalException.of(
                        Kind.MISUSE,
                        "instead",
                        "call stream inside read or write, or use forEach, which needs neither");
            }
            Rows<R> rows = Rows.open(statements, query, binder);
            statements.closeAtEnd(rows);
            return StreamSupport.stream(rows, false).onClose(rows::close);
        });
    }

    /** One page of rows. */
    public <R> Slice<R> page(Pager<R> pager, Binder equal, Cursor at) {
        return scope.snapshot(pager.operation(), statements -> {
            List<R> rows = new ArrayList<>();
            int wanted = at.size() + 1;
            List<@Nullable Object> position = at.position();
            if (position == null) {
                read(statements, pager.ends(at.forward()), p -> equal.bind(p).add((long) wanted), rows);
            } else {
                if (at.order() != pager.number()) {
                    throw DalException.of(Kind.BAD_CURSOR, "problem", "it belongs to another order");
                }
                for (Pager.Part<R> part : pager.parts(position, at.forward())) {
                    if (rows.size() < wanted) {
                        int missing = wanted - rows.size();
                        read(
                                statements,
                                part.query(),
                                p -> bind(equal.bind(p), position, part.values())
                                        .add(missing),
                                rows);
                    }
                }
            }
            return slice(pager, at, rows);
        });
    }

    private static Params bind(Params params, List<@Nullable Object> position, int values) throws SQLException {
        for (Object value : position.subList(0, values)) {
            params.add(value);
        }
        return params;
    }

    private <R> void read(Statements statements, Query<R> query, Binder binder, List<R> rows) throws SQLException {
        Rows.read(statements, scope.packs(), query, binder, rows::add);
    }

    private static <R> Slice<R> slice(Pager<R> pager, Cursor at, List<R> rows) {
        boolean more = rows.size() > at.size();
        List<R> page = more ? rows.subList(0, at.size()) : rows;
        if (!at.forward()) {
            Collections.reverse(page);
        }
        boolean hasNext = at.forward() ? more : at.position() != null;
        boolean hasPrevious = at.forward() ? at.position() != null : more;
        if (page.isEmpty()) {
            return new Slice<>(page, Optional.empty(), Optional.empty());
        }
        R first = page.get(0);
        R last = page.get(page.size() - 1);
        return new Slice<>(
                page,
                hasNext
                        ? Optional.of(Cursor.at(at.size(), true, pager.number(), pager.position(last)))
                        : Optional.empty(),
                hasPrevious
                        ? Optional.of(Cursor.at(at.size(), false, pager.number(), pager.position(first)))
                        : Optional.empty());
    }

    /** The rows with these keys, in the order of the keys; keys without a row are left out. */
    public <R, K> List<R> allByKey(TableShape<R> shape, Collection<K> keys, Function<R, K> keyOf) {
        List<K> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
        String tail = " from " + shape.sqlName() + " where " + shape.sqlColumn(shape.key()[0]) + " in ";
        Operation operation = shape.operation("findAllById");
        return scope.snapshot(operation, statements -> {
            Map<K, R> found = new LinkedHashMap<>();
            for (List<K> some : parts(distinct)) {
                int places = places(some.size());
                Query<R> query = Query.of(shape, operation, tail + marks(places));
                Rows.read(
                        statements,
                        scope.packs(),
                        query,
                        p -> padded(p, some, places),
                        r -> found.put(keyOf.apply(r), r));
            }
            return distinct.stream().map(found::get).flatMap(Stream::ofNullable).toList();
        });
    }

    /** Deletes the rows with these keys; says how many there were. */
    public <K> int deleteAllByKey(TableShape<?> shape, Collection<K> keys) {
        List<K> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
        String sql = "delete from " + shape.sqlName() + " where " + shape.sqlColumn(shape.key()[0]) + " in ";
        return scope.writing(shape.operation("deleteAllById"), statements -> {
            int deleted = 0;
            for (List<K> some : parts(distinct)) {
                int places = places(some.size());
                deleted += update(statements, sql + marks(places), p -> padded(p, some, places));
            }
            return deleted;
        });
    }

    private static <K> List<List<K>> parts(List<K> keys) {
        List<List<K>> parts = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MOST_KEYS) {
            parts.add(keys.subList(from, Math.min(keys.size(), from + MOST_KEYS)));
        }
        return parts;
    }

    /** A power of two, so that there are few different statements. */
    private static int places(int keys) {
        return Math.max(1, Integer.highestOneBit(keys - 1) << 1);
    }

    private static String marks(int places) {
        return "(?" + ", ?".repeat(places - 1) + ")";
    }

    private static Params padded(Params params, List<?> keys, int places) throws SQLException {
        for (int i = 0; i < places; i++) {
            params.add(keys.get(Math.min(i, keys.size() - 1)));
        }
        return params;
    }

    /** The rows that a full-text query finds, with rank and snippet before their columns. */
    public <R> List<Found<R>> search(TableShape<R> shape, String sql, String query, int limit) {
        return scope.reading(shape.operation("search"), statements -> {
            try (PreparedStatement statement = statements.take(sql)) {
                new Params(statement).add(query).limit(limit);
                List<Found<R>> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    Cells cells = new Cells(rows, shape, 2);
                    while (rows.next()) {
                        found.add(new Found<>(shape.columnReader().read(cells), rows.getDouble(1), rows.getString(2)));
                    }
                }
                statements.counted(found.size());
                return found;
            } catch (SQLException e) {
                throw Errors.isSyntax(e)
                        ? DalException.of(Kind.BAD_SEARCH, "table", shape.table())
                        : statements.translate(e, sql);
            }
        });
    }

    /** The one number a statement returns, such as a count. */
    public long number(Scalar scalar, Binder binder) {
        return scope.reading(scalar.operation(), statements -> query(statements, scalar.sql(), binder));
    }

    static long query(Statements statements, String sql, Binder binder) throws SQLException {
        try (PreparedStatement statement = statements.take(sql)) {
            binder.bind(new Params(statement));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    static int update(Statements statements, String sql, Binder binder) throws SQLException {
        try (PreparedStatement statement = statements.take(sql)) {
            binder.bind(new Params(statement));
            int count = statement.executeUpdate();
            statements.counted(count);
            return count;
        }
    }

    /** The writes of a table. */
    public <R> Writes<R> writes(TableShape<R> shape) {
        return new Writes<>(scope, shape);
    }
}
