package dev.cairn.bench.harness;

import org.jspecify.annotations.Nullable;

/** Something to do over and over. What it returns has to be equal for all that do the same. */
@FunctionalInterface
public interface Operation {
    /** Does it for the so-manieth time. */
    @Nullable
    Object run(int turn) throws Exception;
}
