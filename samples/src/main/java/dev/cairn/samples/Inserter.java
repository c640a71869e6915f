package dev.cairn.samples;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Inserts rows into some columns of a table. Confined to one thread. */
final class Inserter implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PreparedStatement statement;
    private final LongConsumer written;
    private int waiting;

    Inserter(PreparedStatement statement, LongConsumer written) {
        this.statement = statement;
        this.written = written;
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
        written.accept(waiting);
        waiting = 0;
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            flush();
        }
    }
}
