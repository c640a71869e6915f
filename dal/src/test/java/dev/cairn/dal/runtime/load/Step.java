package dev.cairn.dal.runtime.load;

import java.util.List;

/** A step of a random program; immutable. */
sealed interface Step {
    /** What one call does. */
    enum Verb {
        INSERT,
        INSERT_AND_GET,
        INSERT_BOTH,
        UPSERT,
        UPDATE,
        DELETE,
        FIND,
        EXISTS,
        COUNT,
        LIST,
        PAGE,
        END_TRANSACTION
    }

    /** Whether an error of this step stays in it, rather than leave the scope it is in. */
    boolean caught();

    /**
     * One call.
     *
     * @param who the name it is about, by number
     * @param what the value it writes, by number
     */
    record Act(Verb verb, int who, int what, boolean caught) implements Step {}

    /**
     * A scope with steps in it.
     *
     * @param thrown whether it ends by an exception of its own
     */
    record Nest(boolean writing, List<Step> steps, boolean thrown, boolean caught) implements Step {}
}
