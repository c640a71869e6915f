package dev.cairn.bench.harness;

/** Whoever takes part in a comparison, in this JVM or in one of its own. */
public interface Contender {
    /** How it is called in tables. */
    String name();

    /** Does it once, and takes back what it wrote; the text of what came back. */
    String check(int turn) throws Exception;

    /** Does it from a turn on for so long. */
    Sample slice(int turn, int millis) throws Exception;
}
