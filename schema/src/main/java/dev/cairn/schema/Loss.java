package dev.cairn.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that was in the database before a migration and is not there after it. Immutable.
 *
 * @param type what kind of thing
 * @param what its name, such as {@code users} or {@code users.rank}
 * @param count how many rows or values went; 1 for an object
 */
public record Loss(Type type, String what, long count) {

    /** What kind of thing went. */
    public enum Type {
        /** Rows of a table that is still there. */
        ROWS("rows of"),
        /** A table that is not there any more, with its rows. */
        TABLE("rows with table"),
        /** A column that is not there any more, with its values that were not NULL. */
        COLUMN("values with column"),
        /** A trigger that no statement dropped. */
        TRIGGER("trigger"),
        /** An index that no statement dropped. */
        INDEX("index");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    /** Whether rows or values went, rather than an object that can be made again. */
    public boolean isData() {
        return type == Type.ROWS || type == Type.TABLE || type == Type.COLUMN;
    }

    @Override
    public String toString() {
        return isData() ? count + " " + type.words + " " + what : type.words + " " + what;
    }

    static String describe(List<Loss> losses) {
        return losses.stream().map(Loss::toString).collect(Collectors.joining("; "));
    }
}
