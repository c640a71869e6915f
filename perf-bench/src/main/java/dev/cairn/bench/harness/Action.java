package dev.cairn.bench.harness;

/** Something to do, which may fail. */
@FunctionalInterface
public interface Action {
    /** For where nothing is to be done. */
    Action NONE = () -> {};

    /** Does it. */
    void run() throws Exception;
}
