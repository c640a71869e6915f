package dev.cairn.bench.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Inserts rows into some columns of a table. Confined to one thread. */
final class Inserter implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PreparedStatement statement;
    private int waiting;

    private Inserter(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Columns separated by commas. */
    static Inserter into(Connection connection, String table, String columns) throws SQLException {
        String values = String.join(", ", Collections.nCopies(columns.split(",", -1).length, "?"));
        return new Inserter(
                connection.prepareStatement("INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")"));
    }

    /** One row: numbers, texts, bytes, and instants as text in UTC. */
    void row(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof Instant time ? TIME.format(time) : value);
        }
        statement.addBatch();
        if (++waiting == 500) {
            flush();
        }
    }

    private void flush() throws SQLException {
        statement.executeBatch();
        waiting = 0;
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            flush();
        }
    }
}
