package dev.cairn.dal.spi;

/** A SELECT of whole rows, in the form for each way to read them. Immutable; a constant of its repository. */
public final class Query<R> {
    private final Operation operation;
    private final TableShape<R> shape;
    private final String columns;
    private final String packed;

    private Query(Operation operation, TableShape<R> shape, String tail) {
        this.operation = operation;
        this.shape = shape;
        this.columns = "select " + shape.selectColumns() + tail;
        this.packed = shape.packedReader() == null ? columns : "select " + shape.selectPacked() + tail;
    }

    /** All columns of a table, and what follows them: from, where, order, limit; for a method of this name. */
    public static <R> Query<R> of(TableShape<R> shape, String method, String tail) {
        return new Query<>(shape.operation(method), shape, tail);
    }

    /** Another statement of the same method. */
    static <R> Query<R> of(TableShape<R> shape, Operation operation, String tail) {
        return new Query<>(operation, shape, tail);
    }

    Operation operation() {
        return operation;
    }

    TableShape<R> shape() {
        return shape;
    }

    String columns() {
        return columns;
    }

    String packed() {
        return packed;
    }

    /** The statement, for a look at its plan. */
    @Override
    public String toString() {
        return columns;
    }
}
