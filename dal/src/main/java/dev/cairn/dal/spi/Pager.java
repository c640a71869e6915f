package dev.cairn.dal.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows page by page in the order of an index, by the values of the last row rather than by an offset.
 *
 * <p>What follows a position is read in parts, each of which is one seek in the index without a sort: first the rows
 * that are equal in all columns of the order but the last, then those equal in all but the last two, and so on. That
 * serves columns in different directions, and NULLs, which a comparison of row values would not. Immutable.
 */
public final class Pager<R> {

    /** A column of the order. */
    public record Order(String sql, boolean descending, boolean nullable) {}

    /** A part of what follows a position: its statement, and which values of the position it takes. */
    record Part<R>(Query<R> query, int values) {}

    private final TableShape<R> shape;
    private final Operation operation;
    private final String from;
    private final List<Order> order;
    private final Function<R, List<@Nullable Object>> position;

    private Pager(
            TableShape<R> shape,
            Operation operation,
            String from,
            List<Order> order,
            Function<R, List<@Nullable Object>> position) {
        this.shape = shape;
        this.operation = operation;
        this.from = from;
        this.order = order;
        this.position = position;
    }

    /**
     * A pager over the rows that a FROM and WHERE choose, for a method of this name.
     *
     * @param position the values of a row in the columns of the order
     */
    public static <R> Pager<R> of(
            TableShape<R> shape,
            String method,
            String from,
            List<Order> order,
            Function<R, List<@Nullable Object>> position) {
        return new Pager<>(shape, shape.operation(method), from, List.copyOf(order), position);
    }

    Operation operation() {
        return operation;
    }

    List<@Nullable Object> position(R row) {
        return position.apply(row).stream().map(Params::stored).toList();
    }

    /** Tells this order from others, in a cursor; the same in every process. */
    int number() {
        return (from + orderBy(0, true)).hashCode();
    }

    /** From either end. */
    Query<R> ends(boolean forward) {
        return Query.of(shape, operation, from + orderBy(0, forward) + " limit ?");
    }

    /** The parts of what comes after a position, nearest first. */
    List<Part<R>> parts(List<@Nullable Object> values, boolean forward) {
        List<Part<R>> parts = new ArrayList<>();
        for (int column = order.size() - 1; column >= 0; column--) {
            Order o = order.get(column);
            boolean up = o.descending() != forward;
            boolean atNull = values.get(column) == null;
            if (!atNull) {
                parts.add(part(column, o.sql() + (up ? " > +?" : " < +?"), forward, column + 1));
            } else if (up) {
                parts.add(part(column, o.sql() + " is not null", forward, column));
            }
            // NULLs come first upwards, so downwards they are what comes last.
            if (o.nullable() && !up && !atNull) {
                parts.add(part(column, o.sql() + " is null", forward, column));
            }
        }
        return parts;
    }

    private Part<R> part(int column, String beyond, boolean forward, int values) {
        StringBuilder tail = new StringBuilder(from);
        for (Order equal : order.subList(0, column)) {
            tail.append(tail.indexOf(" where ") < 0 ? " where " : " and ")
                    .append(equal.sql())
                    .append(" is +?");
        }
        tail.append(tail.indexOf(" where ") < 0 ? " where " : " and ").append(beyond);
        return new Part<>(Query.of(shape, operation, tail + orderBy(column, forward) + " limit ?"), values);
    }

    private String orderBy(int first, boolean forward) {
        List<String> columns = order.subList(first, order.size()).stream()
                .map(o -> o.sql() + (o.descending() == forward ? " desc" : ""))
                .toList();
        return " order by " + String.join(", ", columns);
    }

    /** Every statement it may run, for a look at their plans. */
    public List<String> statements() {
        List<List<@Nullable Object>> positions = new ArrayList<>();
        for (int nulls = 0; nulls < 1 << order.size(); nulls++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                boolean isNull = order.get(i).nullable() && (nulls >> i & 1) == 1;
                values.add(isNull ? null : "");
            }
            positions.add(values);
        }
        return Stream.of(true, false)
                .flatMap(forward -> Stream.concat(
                        Stream.of(ends(forward)),
                        positions.stream()
                                .flatMap(p -> parts(p, forward).stream())
                                .map(Part::query)))
                .map(Query::toString)
                .distinct()
                .toList();
    }
}
