package dev.cairn.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure of the migration engine: what is wrong, with what, and what to do about it.
 *
 * <p>The text is the constant sentence of its {@link Kind}, then the named fields, then the hint. Unless the kind
 * {@linkplain Kind#needsOperator() needs an operator}, schema and rows are as they were before the call. Immutable but
 * for what {@link Throwable} itself allows.
 */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. Each kind has one text and one default hint; {@code docs/errors.md} lists them all. */
    public enum Kind {
        /** The source has no migration at all. */
        NO_MIGRATIONS(
                "there are no migrations here",
                "Check the path: it must hold files named NNN_name.sql, with three or more digits."),
        /** The directory or a file of the source cannot be read. */
        UNREADABLE_SOURCE("the migrations cannot be read", "Check that the path exists and may be read."),
        /** A file ends in .sql and is not named as a migration. */
        BAD_NAME(
                "a file is not named like a migration",
                "Name it NNN_name.sql or NNN_name.down.sql, with three or more digits, or move it elsewhere."),
        /** Two migrations have one number. */
        DUPLICATE_NUMBER("two migrations have the same number", "Give the newer one the next free number."),
        /** A down script stands alone. */
        ORPHAN_DOWN("a down script has no migration", "Name it exactly like its migration: NNN_name.down.sql."),
        /** The text is not UTF-8, is binary, or a string, comment or trigger in it never ends. */
        UNREADABLE_SCRIPT("a script cannot be read", "Mend the script at the line named."),
        /** A migration without a statement. */
        EMPTY_SCRIPT("a migration holds no statement", "Write its SQL, or delete the file."),
        /** A header comment has a value that means nothing, or stands where nobody reads it. */
        BAD_HEADER("a header comment is wrong", "docs/migrations.md lists the headers and their values."),
        /** A dependency is absent, higher, or the migration itself. */
        BAD_DEPENDENCY(
                "a migration depends on one that is not there or not lower",
                "Depend on lower numbers of this source only."),
        /** A statement that would leave or break the engine's transaction. */
        FORBIDDEN_STATEMENT(
                "a statement cannot be part of a migration",
                "Remove it: the engine begins and ends the transaction and sets the connection up itself."),
        /** No migration has the number or name asked for. */
        UNKNOWN_MIGRATION("no such migration", "The status command lists the migrations there are."),

        /** A setting has a value that means nothing. */
        BAD_SETTING("a setting has a wrong value", "Correct or remove the setting named."),
        /** This SQLite has a known bug that loses data. */
        UNSAFE_ENGINE(
                "this SQLite has a known bug that loses data in WAL mode",
                "Use sqlite-jdbc with SQLite 3.51.3, or 3.53.0 or newer."),
        /** There is no database file. */
        NO_DATABASE("there is no database at this path", "Check the path, or run migrate to create it."),
        /** The file is there and cannot be opened or written. */
        UNUSABLE_FILE(
                "the database file cannot be used",
                "Check that it is a regular SQLite file and that file and directory may be written."),
        /** The database fails SQLite's own check. */
        DAMAGED("the database is damaged", "Nothing was changed. Restore a backup or a restore point first."),
        /** A restore of the file is running, or was killed. */
        RESTORING(
                "a restore of this file is not finished",
                "Let it finish; if it was killed, recover it: ./cairn restore --recover --db FILE."),
        /** Somebody else holds the write lock for longer than the deadline. */
        BUSY("the database stayed locked until the deadline", "Try again when the other writer is done."),
        /** The thread was interrupted while it waited. */
        INTERRUPTED("interrupted while waiting for the database", "Call again if it is still wanted."),
        /** The disk is full, or the operating system failed. */
        STORAGE("the disk is full or failed", "Free space on, or repair, the volume of the database; then try again."),

        /** Tables, but no record of how they came to be. */
        NO_HISTORY(
                "the database holds tables but no migration history",
                "Run baseline to say which migrations its content already has."),
        /** Baseline on a database that already has a history. */
        HAS_HISTORY("the database already has a migration history", "Run migrate: there is nothing to adopt."),
        /** The content does not contain what the baseline claims. */
        BASELINE_DIFFERS(
                "the database does not hold what these migrations would have made",
                "Baseline to the last migration whose objects are all there, or mend the differences first."),
        /** An applied migration's script is not what was applied. */
        EDITED(
                "a migration was edited after it had been applied",
                "Put the script back as it was applied, and the change into a new migration."),
        /** An applied migration is not in the source. */
        MISSING(
                "an applied migration is missing from the source",
                "Put the file back; or look whether these are the migrations of another database."),
        /** The database has migrations newer than the source. */
        NEWER_DATABASE(
                "the database is newer than these migrations",
                "Use the newer program, or roll back with this one: the downs are kept in the database."),
        /** A pending migration is older than one that has been applied. */
        OUT_OF_ORDER(
                "a pending migration is older than one already applied",
                "Give it the next free number, or allow it with --allow-out-of-order."),
        /** Rolling back what is not applied. */
        NOT_APPLIED("this migration is not applied", "The status command lists what is applied."),
        /** Rolling back what others need. */
        NEEDED("applied migrations depend on this one", "Roll those back first, or roll back to a number below: --to."),
        /** There is no way down. */
        NO_DOWN(
                "a migration cannot be rolled back: it has no down",
                "Write NNN_name.down.sql for it, or go back to a restore point."),

        /** SQLite refused a statement of the migration. */
        STATEMENT_FAILED("a statement failed", "Mend the statement; everything was rolled back."),
        /** A migration in Java threw. */
        CODE_FAILED("a code migration failed", "Mend the code; everything was rolled back."),
        /** A migration in Java changed the schema. */
        CODE_CHANGED_SCHEMA(
                "a code migration changed the schema",
                "Move the DDL into an SQL migration: the generated classes come from SQL alone."),
        /** Rows, values or objects would go without a word about it. */
        UNDECLARED_LOSS(
                "a migration would lose data that it does not declare",
                "Declare it with \"-- destructive: why\", or consent with --allow-destructive."),
        /** Rolling back would lose rows or values. */
        LOSSY_DOWN("rolling back would lose data", "Consent with --allow-destructive; a restore point is kept."),
        /** Child rows without a parent, that were not so before. */
        DANGLING_REFERENCE(
                "foreign keys would point at nothing",
                "Let the migration move or delete those rows, or keep their parents."),
        /** The database failed SQLite's check after the migration. */
        DAMAGED_BY_MIGRATION(
                "the database failed its check after the migration",
                "Everything was rolled back. A generated column, CHECK or index may contradict the rows."),
        /** A migration in Java ended the engine's transaction. */
        TRANSACTION_ENDED(
                "a migration ended the engine's transaction, so part of it may have been kept",
                "Compare the database with the restore point, and use that if in doubt."),

        /** The safety copy could not be made. */
        RESTORE_POINT_FAILED(
                "the restore point could not be made",
                "Free space beside the database, or go without it: --no-restore-point."),
        /** No restore point of this name, or it is damaged. */
        BAD_RESTORE_POINT("this restore point cannot be used", "The restore-points command lists those there are."),
        /** Going back would lose rows written since. */
        RESTORE_LOSES_ROWS(
                "rows written since the restore point would be lost",
                "Consent with --allow-destructive; the present state is kept as a restore point of its own."),
        /** Somebody committed while the restore point was about to be applied. */
        RESTORE_RACED(
                "somebody wrote to the database while the restore point was being applied",
                "Nothing was changed. Stop the writers, then try again.");

        private final String text;
        private final String hint;

        Kind(String text, String hint) {
            this.text = text;
            this.hint = hint;
        }

        /** The constant sentence. */
        public String text() {
            return text;
        }

        /** What to do, unless the exception knows better. */
        public String hint() {
            return hint;
        }

        /** Whether the same call may succeed later with nothing changed. */
        public boolean retryable() {
            return this == RESTORING || this == BUSY || this == INTERRUPTED || this == RESTORE_RACED;
        }

        /** Whether somebody has to look at the database: the engine cannot say that nothing changed. */
        public boolean needsOperator() {
            return this == TRANSACTION_ENDED;
        }
    }

    private final Kind kind;
    private final String hint;
    private final LinkedHashMap<String, String> fields;

    private MigrationException(Failure failure) {
        super(failure.message(), failure.cause);
        this.kind = failure.kind;
        this.hint = failure.hint;
        this.fields = failure.fields;
    }

    /** What was wrong. */
    public Kind kind() {
        return kind;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }

    /**
     * The named fields of the text in their order, such as {@code migration}, {@code file}, {@code line} or
     * {@code sql}.
     */
    public Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The value of one named field, if the text has it. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    static Failure of(Kind kind) {
        return new Failure(kind);
    }

    /** Gathers the fields of an exception. */
    static final class Failure {
        private static final int LONGEST_VALUE = 4_000;
        private static final int LONGEST_SQL = 600;

        private final Kind kind;
        private final LinkedHashMap<String, String> fields = new LinkedHashMap<>();
        private String hint;
        private @Nullable Throwable cause;

        private Failure(Kind kind) {
            this.kind = kind;
            this.hint = kind.hint;
        }

        Failure with(String name, Object value) {
            String text = String.valueOf(value).strip();
            int longest = name.equals("sql") ? LONGEST_SQL : LONGEST_VALUE;
            fields.put(name, text.length() <= longest ? text : text.substring(0, longest) + "…");
            return this;
        }

        Failure hint(String better) {
            this.hint = better;
            return this;
        }

        Failure because(Throwable origin) {
            this.cause = origin;
            return this;
        }

        MigrationException build() {
            return new MigrationException(this);
        }

        private String message() {
            String named = fields.entrySet().stream()
                    .map(f -> f.getKey() + "=" + f.getValue())
                    .collect(Collectors.joining(", "));
            String sentence = kind.text.substring(0, 1).toUpperCase(Locale.ROOT) + kind.text.substring(1);
            return sentence + (named.isEmpty() ? "" : " [" + named + "]") + ". " + hint;
        }
    }
}
