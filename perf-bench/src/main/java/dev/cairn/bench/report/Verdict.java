package dev.cairn.bench.report;

/**
 * Something that is wanted, and whether it is so.
 *
 * @param what in words
 * @param wanted bound
 * @param measured figure
 * @param verdict in a word, and why where that is known
 */
record Verdict(String what, String wanted, String measured, String verdict) {
    static final String MET = "met";
    static final String NOT_MET = "NOT MET";

    static Verdict of(String what, String wanted, String measured, boolean met) {
        return new Verdict(what, wanted, measured, met ? MET : NOT_MET);
    }

    boolean isMissed() {
        return verdict.startsWith(NOT_MET);
    }
}
