package dev.cairn.dal.spi;

/** A SELECT of one number. Immutable; a constant of its repository. */
public final class Scalar {
    private final Operation operation;
    private final String sql;

    private Scalar(Operation operation, String sql) {
        this.operation = operation;
        this.sql = sql;
    }

    /** A statement for a method of this name. */
    public static Scalar of(TableShape<?> shape, String method, String sql) {
        return new Scalar(shape.operation(method), sql);
    }

    Operation operation() {
        return operation;
    }

    String sql() {
        return sql;
    }
}
