package dev.cairn.bench.workload;

/** One thing to measure. */
@FunctionalInterface
public interface Workload {
    /** Measures it and reports the figures. */
    void run(Stage stage) throws Exception;
}
