package dev.cairn.console;

import dev.cairn.dal.DalException;
import dev.cairn.schema.MigrationException;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Why something was not done, as every command says it.
 *
 * @param kind a constant to tell refusals apart: a {@link MigrationException.Kind}, a {@link DalException.Kind},
 *     {@code USAGE} or {@code BUG}
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
