package dev.cairn.dal.spi;

import java.util.concurrent.atomic.AtomicInteger;

/** One method of a repository, as timings, logs and errors name it. Immutable; a constant of its repository. */
public final class Operation {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.getAndIncrement();
    private final String table;
    private final String name;

    private Operation(String table, String name) {
        this.table = table;
        this.name = name;
    }

    /** A method that reads or writes this table. */
    public static Operation of(String table, String method) {
        return new Operation(table, table + "." + method);
    }

    /** The table. */
    public String table() {
        return table;
    }

    /** Table and method. */
    public String name() {
        return name;
    }

    /** Tells it from all others of this process; small, and counted up. */
    public int number() {
        return number;
    }

    @Override
    public String toString() {
        return name;
    }
}
