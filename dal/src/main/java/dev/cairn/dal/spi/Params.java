package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/** The values of a statement, given in the order of its question marks. Confined to one thread and one call. */
public final class Params {
    private final PreparedStatement statement;
    private int count;

    /** Around a statement that has no values yet. */
    public Params(PreparedStatement statement) {
        this.statement = statement;
    }

    /** What gives a statement its values. */
    @FunctionalInterface
    public interface Binder {
        /** For statements without a question mark. */
        Binder NONE = params -> params;

        /** Adds all values in their order. */
        Params bind(Params params) throws SQLException;
    }

    /** Adds a number. */
    public Params add(long value) throws SQLException {
        statement.setLong(++count, value);
        return this;
    }

    /** Adds how many rows are wanted at the most; SQLite would take a negative number for all. */
    public Params limit(int rows) throws SQLException {
        if (rows < 0) {
            throw DalException.of(Kind.MISUSE, "instead", "give a limit of 0 or more; forEach reads all");
        }
        return add((long) rows);
    }

    /** Adds a number; never NaN, which SQLite would store as NULL. */
    public Params add(double value) throws SQLException {
        if (Double.isNaN(value)) {
            throw DalException.of(Kind.BAD_VALUE, "column holds", "a number, and NaN is none");
        }
        statement.setDouble(++count, value);
        return this;
    }

    /** Adds 1 or 0. */
    public Params add(boolean value) throws SQLException {
        statement.setLong(++count, value ? 1 : 0);
        return this;
    }

    /** Adds any value that a column may have, or NULL. */
    public Params add(@Nullable Object value) throws SQLException {
        Object stored = stored(value);
        if (stored == null) {
            statement.setNull(++count, Types.NULL);
        } else if (stored instanceof Long number) {
            statement.setLong(++count, number);
        } else if (stored instanceof Double number) {
            return add(number.doubleValue());
        } else if (stored instanceof byte[] bytes) {
            statement.setBytes(++count, bytes);
        } else {
            statement.setString(++count, encodable((String) stored));
        }
        return this;
    }

    /** Half of a character would be stored as a question mark, and never be found again. */
    private static String encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw DalException.of(
                            Kind.BAD_VALUE, "column holds", "whole characters, and this text has half of one");
                }
                i++;
            }
        }
        return text;
    }

    /** What stands in the database for a value: a Long, Double, String, byte[], or null. */
    public static @Nullable Object stored(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Long || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Double) {
            return value;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof Instant instant) {
            return Times.format(instant);
        }
        if (value instanceof UUID uuid) {
            return Uuids.bytes(uuid);
        }
        if (value instanceof Constant constant) {
            return constant.text();
        }
        if (value instanceof JSON json) {
            return json.data();
        }
        throw new IllegalArgumentException(value.getClass() + " is not a type of any column");
    }
}
