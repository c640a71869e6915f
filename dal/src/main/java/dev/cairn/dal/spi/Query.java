package dev.cairn.dal.spi;

/** A SELECT of whole rows, in the form for each way to read them. Immutable; a constant of its repository. */
public final class Query<R> {
    private final TableShape<R> shape;
    private final String columns;
    private final String packed;

    private Query(TableShape<R> shape, String tail) {
        this.shape = shape;
        this.columns = "select " + shape.selectColumns() + tail;
        this.packed = shape.packedReader() == null ? columns : "select " + shape.selectPacked() + tail;
    }

    /** All columns of a table, and what follows them: from, where, order, limit. */
    public static <R> Query<R> of(TableShape<R> shape, String tail) {
        return new Query<>(shape, tail);
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
