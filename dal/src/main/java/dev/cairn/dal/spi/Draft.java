package dev.cairn.dal.spi;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an insert or update is to write. Columns never touched keep their default, or their value; a column
 * set to null is NULL. Not thread-safe.
 */
public abstract class Draft {
    private final @Nullable Object[] values;
    private final BitSet touched;

    /** With so many columns, none of them touched. */
    protected Draft(int columns) {
        this.values = new Object[columns];
        this.touched = new BitSet(columns);
    }

    /** Touches a column. */
    protected final void set(int column, @Nullable Object value) {
        values[column] = value;
        touched.set(column);
    }

    final BitSet touched() {
        return touched;
    }

    final @Nullable Object value(int column) {
        return values[column];
    }

    /** The columns touched, without their values. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + touched;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Draft that
                && getClass() == that.getClass()
                && touched.equals(that.touched)
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public final int hashCode() {
        return 31 * touched.hashCode() + Arrays.deepHashCode(values);
    }
}
