package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one row, read one by one and counted from 1. What is not of a column's kind is an error that names
 * table, column and key, never a zero. Confined to one thread and one call.
 */
public final class Cells {
    private final ResultSet row;
    private final TableShape<?> shape;
    private final int offset;

    Cells(ResultSet row, TableShape<?> shape) {
        this(row, shape, 0);
    }

    /** With so many columns of something else before them. */
    Cells(ResultSet row, TableShape<?> shape, int offset) {
        this.row = row;
        this.shape = shape;
        this.offset = offset;
    }

    /** A number. */
    public long number(int column) throws SQLException {
        return require(numberOrNull(column), column);
    }

    /** A number, or NULL. */
    public @Nullable Long numberOrNull(int column) throws SQLException {
        Object value = row.getObject(offset + column);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        throw unreadable(column, "an integer");
    }

    /** A number with a fraction. */
    public double real(int column) throws SQLException {
        return require(realOrNull(column), column);
    }

    /** A number with a fraction, or NULL. */
    public @Nullable Double realOrNull(int column) throws SQLException {
        Object value = row.getObject(offset + column);
        if (value == null || value instanceof Double) {
            return (Double) value;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw unreadable(column, "a number");
    }

    /** 1 or 0. */
    public boolean truth(int column) throws SQLException {
        return require(truthOrNull(column), column);
    }

    /** 1, 0, or NULL. */
    public @Nullable Boolean truthOrNull(int column) throws SQLException {
        Object value = row.getObject(offset + column);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer number && (number == 0 || number == 1)) {
            return number == 1;
        }
        throw unreadable(column, "1 or 0");
    }

    /** A text. */
    public String text(int column) throws SQLException {
        return require(row.getString(offset + column), column);
    }

    /** A text, or NULL. */
    public @Nullable String textOrNull(int column) throws SQLException {
        return row.getString(offset + column);
    }

    /** Bytes. */
    public byte[] bytes(int column) throws SQLException {
        return require(row.getBytes(offset + column), column);
    }

    /** Bytes, or NULL. */
    public byte @Nullable [] bytesOrNull(int column) throws SQLException {
        return row.getBytes(offset + column);
    }

    /** An instant. */
    public Instant instant(int column) throws SQLException {
        return require(instantOrNull(column), column);
    }

    /** An instant, or NULL. */
    public @Nullable Instant instantOrNull(int column) throws SQLException {
        Object value = row.getObject(offset + column);
        if (value == null) {
            return null;
        }
        Instant instant = value instanceof String text ? Times.parse(text) : null;
        if (instant == null) {
            throw unreadable(column, "a time, as yyyy-MM-dd HH:mm:ss");
        }
        return instant;
    }

    /** A JSON text; whether it is one, SQLite does not ask. */
    public JSON json(int column) throws SQLException {
        return JSON.valueOf(text(column));
    }

    /** A JSON text, or NULL. */
    public @Nullable JSON jsonOrNull(int column) throws SQLException {
        // JSON.valueOf would make the text null of a NULL.
        String text = textOrNull(column);
        return text == null ? null : JSON.valueOf(text);
    }

    /** A UUID. */
    public UUID uuid(int column) throws SQLException {
        return require(uuidOrNull(column), column);
    }

    /** A UUID, or NULL. */
    public @Nullable UUID uuidOrNull(int column) throws SQLException {
        Object value = row.getObject(offset + column);
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes && bytes.length == 16) {
            return Uuids.of(bytes);
        }
        throw unreadable(column, "16 bytes");
    }

    /** One of the texts a column takes. */
    public <E extends Enum<E> & Constant> E constant(int column, ValueSet<E> set) throws SQLException {
        return require(constantOrNull(column, set), column);
    }

    /** One of the texts a column takes, or NULL. */
    public <E extends Enum<E> & Constant> @Nullable E constantOrNull(int column, ValueSet<E> set) throws SQLException {
        String text = row.getString(offset + column);
        E constant = text == null ? null : set.find(text);
        if (text != null && constant == null) {
            throw unreadable(column, set.described());
        }
        return constant;
    }

    private <T> T require(@Nullable T value, int column) throws SQLException {
        if (value == null) {
            throw unreadable(column, "a value, and is NULL");
        }
        return value;
    }

    private DalException unreadable(int column, String wanted) throws SQLException {
        return DalException.of(
                Kind.UNREADABLE_VALUE,
                "table",
                shape.table(),
                "column",
                shape.column(column - 1),
                "key",
                shape.describeKey(row, offset),
                "expected",
                wanted);
    }
}
