package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.TableShape.PackedReader;
import java.sql.SQLException;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A packed row as one field of jOOQ's queries. */
public final class RowField {
    private RowField() {}

    /** The row of a table all of whose columns are packed. */
    public static <R> Field<R> of(TableShape<R> shape, Class<R> type) {
        Converter<byte[], R> converter =
                Converter.from(byte[].class, type, bytes -> bytes == null ? null : read(shape, bytes));
        return DSL.field(DSL.raw(shape.selectPacked()), SQLDataType.BLOB.asConvertedDataType(converter));
    }

    private static <R> R read(TableShape<R> shape, byte[] bytes) {
        PackedReader<R> reader = shape.packedReader();
        if (reader != null) {
            try {
                return reader.read(Packed.only(bytes));
            } catch (Packed.Mismatch | SQLException e) {
                // said below, without the value
            }
        }
        throw DalException.of(
                Kind.UNREADABLE_VALUE, "table", shape.table(), "expected", "what its finders say of this row");
    }
}
