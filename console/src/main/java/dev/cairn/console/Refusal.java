package dev.cairn.console;

import dev.cairn.backup.BackupException;
import dev.cairn.dal.DalException;
import dev.cairn.schema.MigrationException;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Why something was not done, as every command says it.
 *
 * @param kind a constant to tell refusals apart: a {@link MigrationException.Kind}, a {@link BackupException.Kind}, a
 *     {@link DalException.Kind}, {@code USAGE} or {@code BUG}
 * @param message what is wrong, in a sentence without values
 * @param hint what to do about it
 * @param retryable whether the same call may succeed later with nothing changed
 * @param fields the values, by name
 */
record Refusal(String kind, String message, String hint, boolean retryable, Map<String, String> fields) {
    private static final String HINT = "hint: ";
    private static final int WIDTH = 79;

    static Refusal of(Throwable e) {
        if (e instanceof MigrationException m) {
            return new Refusal(
                    m.kind().name(), m.kind().text(), m.hint(), m.kind().retryable(), m.fields());
        }
        if (e instanceof BackupException b) {
            return new Refusal(
                    b.kind().name(), b.kind().text(), hint(b), b.kind().retryable(), b.fields());
        }
        if (e instanceof Refused r) {
            return r.refusal();
        }
        if (e instanceof DalException d) {
            return new Refusal(
                    d.kind().name(), d.kind().text(), d.kind().hint(), d.kind().retryable(), d.fields());
        }
        return new Refusal(
                "BUG",
                "this is a bug: " + e.toString().replace('\n', ' '),
                "Please report it, with the output of the same call under CAIRN_TRACE=1.",
                false,
                Map.of());
    }

    /** Where the library speaks of its own settings, those of the command line are named instead. */
    private static String hint(BackupException e) {
        return switch (e.kind()) {
            case NEEDS_KEY -> "Give --identity FILE, or --passphrase-file FILE.";
            case WRONG_KEY -> "Give the --identity of one of its recipients, or its passphrase.";
            case UNSIGNED -> "Sign new ones with --sign FILE; --trust-unsigned reads those that are not.";
            case UNKNOWN_SIGNER -> "Put the key named into the --trust file, if it is one of yours.";
            case OTHER_DATABASE ->
                "If its file was renamed, --name NAME backs it up and --force restores; else use one repository for"
                        + " each database.";
            case EMPTY_DATABASE -> "Check the path.";
            case UNFINISHED_RESTORE ->
                "Let it finish; if it was killed: "
                        + recovery(e.field("database").orElse("FILE"));
            default -> e.hint();
        };
    }

    /** The command that ends a restore which was killed, for a shell. */
    static String recovery(String database) {
        return "cairn restore --recover --db " + word(database);
    }

    /** A text as one word of a shell. */
    static String word(String text) {
        return text.matches("[\\w/.+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static Refusal usage(String message, String command) {
        return new Refusal("USAGE", message, "See " + command + " --help.", false, Map.of());
    }

    /** The sentence, a field a line, and the hint. */
    void print(PrintWriter err, Style style) {
        err.print(style.bad("cairn: ") + Style.harmless(message) + "\n");
        printDetails(err, style);
    }

    void printDetails(PrintWriter err, Style style) {
        fields.forEach((name, value) -> err.print(
                "  " + style.faint(name + ":") + " " + Style.harmless(value).replace("\n", "\n    ") + "\n"));
        err.print(style.warning(HINT) + Page.wrapped(Style.harmless(hint), HINT.length(), WIDTH) + "\n");
    }
}
