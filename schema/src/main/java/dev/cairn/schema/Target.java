package dev.cairn.schema;

/**
 * How far to go. Immutable.
 *
 * @param reach what {@code number} means
 * @param number a migration's number, or how many steps; without meaning for {@link Reach#END}
 */
public record Target(Reach reach, long number) {

    /** What the number of a target means. */
    public enum Reach {
        /** All there are. */
        END,
        /** Up to and with a migration; going back, those above it. */
        TO,
        /** One migration; going up, with the pending ones it depends on. */
        ONLY,
        /** So many, going back, the last applied first. */
        STEPS
    }

    /** All migrations there are. */
    public static Target end() {
        return new Target(Reach.END, 0);
    }

    /** The state in which the migration with this number is the last applied. */
    public static Target to(long number) {
        return new Target(Reach.TO, number);
    }

    /** One migration: upwards with the pending ones it depends on, downwards alone. */
    public static Target only(long number) {
        return new Target(Reach.ONLY, number);
    }

    /** The last so many applied, to be rolled back. */
    public static Target steps(int count) {
        return new Target(Reach.STEPS, count);
    }
}
