package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import org.jspecify.annotations.Nullable;

/** Numbers that a column takes. */
public final class Ranges {
    private Ranges() {}

    /** The value, if it is none or stands between the two ends. */
    public static @Nullable Long check(@Nullable Long value, long least, long most, String table, String column) {
        if (value != null && (value < least || value > most)) {
            throw DalException.of(
                    Kind.BAD_VALUE, "table", table, "column", column, "column holds", least + " to " + most);
        }
        return value;
    }
}
