package dev.cairn.schema;

import java.util.List;
import java.util.Locale;

/**
 * How a database differs from a fresh build of the migrations it has applied. Immutable.
 *
 * @param differences one for each object missing, besides, or made otherwise
 */
public record Drift(List<Difference> differences) {

    /** How an object differs. */
    public enum Type {
        /** The migrations make it, and it is not there. */
        MISSING,
        /** It is there, and no migration makes it. */
        EXTRA,
        /** It is there and made otherwise. */
        DIFFERENT
    }

    /** One object that differs, such as {@code table users}, and how if it is there. */
    public record Difference(Type type, String object, String detail) {
        @Override
        public String toString() {
            return (type.name().toLowerCase(Locale.ROOT) + " " + object + " " + detail).strip();
        }
    }

    /** Copies the list. */
    public Drift {
        differences = List.copyOf(differences);
    }

    /** Whether database and migrations agree. */
    public boolean isClean() {
        return differences.isEmpty();
    }
}
