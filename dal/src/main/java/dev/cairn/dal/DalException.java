package dev.cairn.dal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong at run time: a constant sentence, named fields, and what to do. Values that were bound or read are in
 * none of them, but for the key of a row that cannot be read. Immutable but for what {@link Throwable} itself allows.
 */
public final class DalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** No row has the key that was asked for. */
        NOT_FOUND("no row has this key", "Check the key, or use the finder that returns an Optional.", false),
        /** The row has another version than the one that was read. */
        STALE("the row was changed since it was read", "Read it again and repeat the change.", false),
        /** A value that has to be unique is there already. */
        UNIQUE("this would be a second row with the same unique columns", "Use an upsert, or other values.", false),
        /** A required column has no value. */
        NOT_NULL("a column that needs a value has none", "Set the column named.", false),
        /** A key refers to no row, or a row is still referred to. */
        FOREIGN_KEY(
                "a foreign key would point at nothing", "Write the parent first; delete the children first.", false),
        /** A CHECK does not hold. */
        CHECK("a CHECK of the table does not hold", "Change the values; the field names the CHECK.", false),
        /** A value that its column cannot hold. */
        BAD_VALUE(
                "a value does not fit its column", "Pass one that does; the field says what the column holds.", false),
        /** A value in the database that its column should not hold. */
        UNREADABLE_VALUE(
                "a value in the database is not of its column's kind",
                "Some other program wrote it: mend it by SQL, by the key named.",
                false),
        /** A cursor that belongs to another page, or was changed on its way. */
        BAD_CURSOR("this cursor is not one of this page's", "Start again with Cursor.first.", false),
        /** A search text that FTS5 does not understand. */
        BAD_SEARCH("the search text cannot be understood", "Quote it, or balance its quotes and parentheses.", false),
        /** A call where it may not be made. */
        MISUSE("this call is not possible here", "The field says what to do instead.", false),
        /** Somebody else holds the write lock. */
        BUSY("the database stayed locked until the deadline", "Try again.", true),
        /** The disk is full, or the operating system failed. */
        STORAGE("the disk is full or failed", "Free space on, or repair, the volume of the database.", false),
        /** Anything else that SQLite refused. */
        FAILED("SQLite refused the statement", "The fields have SQLite's code and the statement.", false);

        private final String text;
        private final String hint;
        private final boolean retryable;

        Kind(String text, String hint, boolean retryable) {
            this.text = text;
            this.hint = hint;
            this.retryable = retryable;
        }

        /** The constant sentence. */
        public String text() {
            return text;
        }

        /** What to do. */
        public String hint() {
            return hint;
        }

        /** Whether the same call may succeed later. */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final LinkedHashMap<String, String> fields;

    private DalException(Kind kind, Map<String, String> fields, @Nullable Throwable cause) {
        super(message(kind, fields), cause);
        this.kind = kind;
        this.fields = new LinkedHashMap<>(fields);
    }

    /** One of a kind, with the names and values of its fields in turn. */
    public static DalException of(Kind kind, String... namesAndValues) {
        return because(null, kind, namesAndValues);
    }

    /** The same, with what caused it; the cause must not hold values either. */
    public static DalException because(@Nullable Throwable cause, Kind kind, String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new DalException(kind, fields, cause);
    }

    private static String message(Kind kind, Map<String, String> fields) {
        String named = fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + f.getValue())
                .collect(Collectors.joining(", "));
        String sentence = kind.text.substring(0, 1).toUpperCase(Locale.ROOT) + kind.text.substring(1);
        return sentence + (named.isEmpty() ? "" : " [" + named + "]") + ". " + kind.hint;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The named fields of the text, in their order. */
    public Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The value of one named field, if the text has it. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
