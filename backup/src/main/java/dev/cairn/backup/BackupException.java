package dev.cairn.backup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure of a backup operation: what is wrong, with what, and what to do about it.
 *
 * <p>The text is the constant sentence of its {@link Kind}, then the named fields, then the hint. Whatever it says, the
 * database and the backups that were there before are as they were, but for NEEDS_OPERATOR and NOT_REOPENED, which say
 * so. Immutable but for what {@link Throwable} itself allows.
 */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. Each kind has one text and one default hint. */
    public enum Kind {
        /** A setting has a value that means nothing. */
        BAD_SETTING("a setting has a wrong value", "Correct or remove the setting named."),
        /** There is no database file. */
        NO_DATABASE("there is no database at this path", "Check the path."),
        /** The file is not a database, or cannot be opened. */
        UNUSABLE_DATABASE(
                "the file cannot be read as a database", "Check that it is a SQLite file and that it may be read."),
        /** A database without a table. */
        EMPTY_DATABASE("the database holds no table", "Check the path; allow it with allowEmpty if that is right."),
        /** Another connection locks the database. */
        BUSY("the database stayed locked", "Try again when the other connection is done."),
        /** Strictness was asked for, and the database has defects or a journal that stalls its writers. */
        NOT_STRICT("strictness was asked for and the database does not allow it", "The field says what is wrong."),
        /** SQLite did not finish the snapshot, or the snapshot is not what was read. */
        SNAPSHOT_FAILED("the snapshot failed", "Nothing was kept. The code is SQLite's."),
        /** The disk is full, or the operating system failed. */
        STORAGE("the disk is full or failed", "Free space on, or repair, the volume of the path; then try again."),
        /** There is not enough room, seen before anything was written. */
        NO_SPACE("there is not enough free space", "Free space on the volume of the path, or use another."),
        /** What was to be written may not be written. */
        NOT_WRITABLE("this place cannot be written", "Check the owner and the permissions of the path."),
        /** The target is the database itself, or the repository lies in the way. */
        SAME_FILE("source and target are the same file", "Choose another target."),
        /** The target is there already. */
        TARGET_EXISTS("the target exists", "Choose another name, or move that file away."),

        /** No repository at this path. */
        NO_REPOSITORY("there is no backup repository at this path", "Check the path; the first backup makes one."),
        /** Something else is in the directory, or its description is damaged. */
        BAD_REPOSITORY(
                "the directory is not a sound backup repository", "Use an empty directory, or put repo.json back."),
        /** The repository keeps the backups of another database. */
        OTHER_DATABASE(
                "the repository keeps the backups of another database",
                "Use one repository for each database, or name the database if it only moved."),
        /** Another process, or another thread, uses the repository, or restores the same database. */
        LOCKED("another operation is going on here", "Try again when the other operation is done."),
        /** No backup of this id. */
        UNKNOWN_BACKUP("no such backup", "List the backups there are."),
        /** A stored file is not what was stored. */
        DAMAGED_BACKUP("a backup is damaged", "Use another backup. The field names the file and what is wrong."),
        /** A manifest is damaged or says what none may say. */
        BAD_MANIFEST("a manifest is damaged or not one of ours", "Use another backup."),
        /** The links between increments do not hold. */
        BROKEN_CHAIN("the chain of increments is broken", "Use an older backup, or one after the next full."),
        /** Restored, and not what was backed up. */
        NOT_RESTORABLE("what was restored is not what was backed up", "Use another backup."),
        /** The backup is beyond a limit that keeps crafted files from doing harm. */
        BEYOND_LIMIT("the backup is beyond a limit", "If it can be trusted, raise the limit named."),

        /** Neither recipients nor a passphrase, and nobody said that none are wanted. */
        NO_ENCRYPTION_CHOSEN(
                "nothing says how to encrypt",
                "Name recipients or a passphrase, or say that backups stay unencrypted."),
        /** A key or passphrase that is none. */
        BAD_KEY("a key cannot be read", "Check the key: it begins with age1, AGE-SECRET-KEY-1 or cairnsig1."),
        /** The backup is encrypted and no key was given. */
        NEEDS_KEY("the backup is encrypted", "Give the identity or the passphrase."),
        /** None of the keys given opens it. */
        WRONG_KEY("none of the keys opens the backup", "Give an identity among its recipients, or its passphrase."),
        /** A signature is missing where one is wanted. */
        UNSIGNED("the backup is not signed", "Sign it, or say that unsigned ones are trusted."),
        /** Signed by nobody who is trusted. */
        UNKNOWN_SIGNER("the signer is not trusted", "Trust the public key named, if it is one of yours."),

        /** The listener threw, the thread was interrupted, or the caller cancelled. */
        CANCELLED("the operation was cancelled", "Nothing was kept of it."),
        /** An increment or a compaction that nothing allows. */
        NOTHING_TO_BUILD_ON("there is no backup to build on", "Take a full backup."),
        /** No backup that could be proven. */
        NOTHING_TO_PROVE("there is no backup to prove", "Take a backup first."),
        /** A rule that protects backups stands in the way. */
        PRUNE_REFUSED("nothing may be deleted now", "The field says why: take a fresh backup first."),
        /** A schedule that means nothing. */
        BAD_SCHEDULE(
                "the schedule cannot be understood",
                "Give daily HH:MM, weekly DAY HH:MM, monthly N HH:MM, or five fields: minute hour day month weekday."),
        /** Only some users may do this. */
        NOT_ALLOWED("the user may not do this", "Ask one who has a role that is named, and is active."),
        /** What is imported has another schema than the backups here. */
        FOREIGN_SCHEMA("the imported database has another schema", "Approve its digest if that is what you want."),
        /** What is imported is a backup of another database. */
        FOREIGN_DATABASE("the imported backup is of another database", "Force it if that is what you want."),

        /** Another program has the database open that is to be restored. */
        IN_USE("another program has the database open", "Stop the one named, or force the restore."),
        /** The database to be replaced says that it is of another program than the backup. */
        OTHER_APPLICATION(
                "the backup is of a database with another application id", "Check the path; or force the restore."),
        /** The look at what is to be restored refused it. */
        RESTORE_REFUSED("the check of what is to be restored refused it", "Choose another backup. The cause says why."),
        /** Another connection has committed after the restore point was taken. */
        CHANGED_MEANWHILE(
                "somebody wrote to the database while it was to be restored",
                "Nothing was changed, and what was written is kept. Stop the writer, and restore again."),
        /** A restore was killed, or needs somebody to look at it. */
        UNFINISHED_RESTORE(
                "a restore of this database is not finished",
                "Let it finish; if it was killed, recover it: ./cairn restore --recover --db FILE."),
        /** The journal of a restore is not as it was written. */
        BAD_JOURNAL(
                "the journal of a restore is damaged",
                "See docs/operations.md: the restore point beside it is a plain database file."),
        /** The restore failed after it had begun to replace the database, and that was undone. */
        ROLLED_BACK("the restore failed and was rolled back", "The database is as it was. The cause says why."),
        /** The restore failed, and undoing it failed too. */
        NEEDS_OPERATOR(
                "the restore failed, and so did its rollback",
                "Keep everybody away from the database. Mend its disk, then recover; or run the command named."),
        /** What was restored is not a database that this program can use. */
        NOT_REOPENED(
                "the database was restored, and does not open again",
                "Choose a backup with a schema that this program knows. The restore point has what was there before.");

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
            return this == BUSY || this == LOCKED || this == CHANGED_MEANWHILE;
        }
    }

    private final Kind kind;
    private final String hint;
    private final LinkedHashMap<String, String> fields;

    private BackupException(Failure failure) {
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

    /** The named fields of the text in their order, such as {@code id}, {@code file} or {@code problem}. */
    public Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** The value of one named field, if the text has it. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Begins one of a kind. */
    public static Failure of(Kind kind) {
        return new Failure(kind);
    }

    /** Gathers the fields of an exception. */
    public static final class Failure {
        private static final int LONGEST_VALUE = 1_000;

        private final Kind kind;
        private final LinkedHashMap<String, String> fields = new LinkedHashMap<>();
        private String hint;
        private @Nullable Throwable cause;

        private Failure(Kind kind) {
            this.kind = kind;
            this.hint = kind.hint;
        }

        /** Adds a field; a long value is cut short. */
        public Failure with(String name, @Nullable Object value) {
            String text = String.valueOf(value).strip();
            fields.put(name, text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…");
            return this;
        }

        /** However long it is: cut short it would do harm. */
        public Failure exactly(String name, String value) {
            fields.put(name, value);
            return this;
        }

        /** Says better what to do than the kind does. */
        public Failure hint(String better) {
            this.hint = better;
            return this;
        }

        /** Keeps what caused it. */
        public Failure because(Throwable origin) {
            this.cause = origin;
            return this;
        }

        /** The exception, to be thrown. */
        public BackupException build() {
            return new BackupException(this);
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
