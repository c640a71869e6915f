package dev.cairn.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command line itself refuses something, as the libraries do by exceptions of theirs. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** The fields are told in their order. */
    Refused(String kind, String message, String hint, Map<String, String> fields) {
        super(message);
        this.refusal = new Refusal(kind, message, hint, false, fields);
    }

    /** With the names and values of its fields in turn. */
    static Refused of(String kind, String message, String hint, String... namesAndValues) {
        return new Refused(kind, message, hint, fields(namesAndValues));
    }

    /** For the same reason, with these fields before its own. */
    static Refused because(Refusal why, String... namesAndValues) {
        Map<String, String> fields = fields(namesAndValues);
        why.fields().forEach(fields::putIfAbsent);
        return new Refused(why.kind(), why.message(), why.hint(), fields);
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** Why a file cannot be read, for those who know nothing of Java. */
    static String why(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return e instanceof AccessDeniedException ? "it may not be read" : "it cannot be read: " + e.getMessage();
    }

    static Refused noBackup() {
        return of(
                "UNKNOWN_BACKUP",
                "there is no backup in this repository that is believed",
                "Take one first: cairn backup.");
    }

    Refusal refusal() {
        return refusal;
    }
}
