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
public sealed class DalException extends RuntimeException permits ConstraintException {
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
                "Mend it by SQL, by the key named; if it is right, the build names other texts than the column has.",
                false),
        /** A cursor that belongs to another page, or was changed on its way. */
        BAD_CURSOR("this cursor is not one of this page's", "Start again with Cursor.first.", false),
        /** A search text that FTS5 does not understand. */
        BAD_SEARCH("the search text cannot be understood", "Quote it, or balance its quotes and parentheses.", false),
        /** A trigger refused the change. */
        RAISED("a trigger refused the change", "Look at the triggers of the table for what they ask.", false),
        /** A call where it may not be made. */
        MISUSE("this call is not possible here", "The field says what to do instead.", false),
        /** Somebody else holds the write lock. */
        BUSY(
                "the write lock was held by somebody else until the deadline",
                "Try again; shorten the transaction of the holder, or raise acquireTimeout.",
                true),
        /** All readers were lent until the deadline. */
        POOL_EXHAUSTED(
                "all readers were in use until the deadline",
                "Shorten the scope of the holder, close what readers() gave out, or raise readers.",
                true),
        /** A statement ran longer than its call allows. */
        TIMEOUT("the time of the call is up", "Look at the plan of the statement, or raise the timeout.", false),
        /** The thread was interrupted, while it waited or while a statement ran. */
        INTERRUPTED("the thread was interrupted", "Nothing was written. Its interrupt flag is still set.", false),
        /** An error has ended the transaction that this thread is still in. */
        ROLLED_BACK(
                "the transaction was rolled back by an earlier error",
                "Let the error leave the body of write; nothing of the transaction is left.",
                false),
        /** The database is closed, or closing. */
        CLOSED("the database is closed", "Open it again.", false),
        /** A write to what may only be read. */
        READ_ONLY(
                "this cannot be written",
                "Write inside write, on a database that was not opened readOnly and whose file may be written.",
                false),
        /** The file does not hold the tables that the classes were generated from. */
        SCHEMA(
                "the database does not have the schema of these classes",
                "Migrate it: ./cairn migrate, or open with OnOpen.MIGRATE.",
                false),
        /** The same file is open for writing in this process. */
        ALREADY_OPEN(
                "this file is open for writing in this process",
                "Share that Database, close it first, or say sharedFile(true).",
                false),
        /** The file cannot be opened. */
        CANNOT_OPEN(
                "the file cannot be opened",
                "Check that path and folder exist and may be read and written, and that this is no folder.",
                false),
        /** A restore of the file is running, or was killed. */
        RESTORING(
                "a restore of this file is not finished",
                "Let it finish; if it was killed, recover it: ./cairn restore --recover --db FILE.",
                true),
        /** There is no space left. */
        DISK_FULL(
                "the disk is full",
                "Free space on the volume of the database and try again: nothing was written, and reads go on.",
                true),
        /** The operating system failed to read or write. */
        STORAGE("reading or writing the file failed", "Look at the volume of the database.", false),
        /** The file is damaged, or no database. */
        CORRUPT(
                "the file is damaged or is not a database",
                "Restore the last backup; PRAGMA integrity_check says more.",
                false),
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

        /** Whether this is a rule of the schema that the values break. */
        public boolean isConstraint() {
            return this == UNIQUE || this == NOT_NULL || this == FOREIGN_KEY || this == CHECK || this == BAD_VALUE;
        }

        /** Whether the same call may succeed later. */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final LinkedHashMap<String, String> fields;

    DalException(Kind kind, Map<String, String> fields, @Nullable Throwable cause) {
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
        return kind.isConstraint()
                ? new ConstraintException(kind, fields, cause)
                : new DalException(kind, fields, cause);
    }

    private static String message(Kind kind, Map<String, String> fields) {
        String named = fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + f.getValue())
                .collect(Collectors.joining(", "));
        String sentence = kind.text.substring(0, 1).toUpperCase(Locale.ROOT) + kind.text.substring(1);
        return sentence + (named.isEmpty() ? "" : " [" + named + "]") + ". " + kind.hint;
    }

    /** What went wrong. */
    public final Kind kind() {
        return kind;
    }

    /** The named fields of the text, in their order. */
    public final Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The value of one named field, if the text has it. */
    public final Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
