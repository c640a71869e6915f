package dev.cairn.bench.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.bench.report.Report;
import dev.cairn.bench.report.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Cairn cost beside raw JDBC when the baseline was written, and by how much more is too much. Immutable.
 *
 * @param limits by the name of the workload
 */
public record Baseline(Map<String, Limit> limits) {
    /**
     * Workloads whose ratio stays the same from run to run, and how far it wobbles. Loops over rows are not among them
     * but for the longest, because JIT compilers inline the code of raw JDBC well in one process and badly in the next;
     * nor are dynamic queries, since it takes jOOQ long to be compiled on a busy machine.
     */
    private static final Map<String, Double> TOLERANCES = new LinkedHashMap<>();

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static {
        TOLERANCES.put("point", 0.15);
        TOLERANCES.put("username", 0.15);
        TOLERANCES.put("dates", 0.20);
        TOLERANCES.put("finder", 0.20);
        TOLERANCES.put("page", 0.20);
        TOLERANCES.put("stream", 0.20);
        TOLERANCES.put("insert", 0.25);
        TOLERANCES.put("batch", 0.25);
    }

    /**
     * Of one workload.
     *
     * @param ratio to raw JDBC
     * @param tolerance as a part of the ratio
     */
    public record Limit(double ratio, double tolerance) {
        double most() {
            return ratio * (1 + tolerance);
        }
    }

    /** Reads a committed one. */
    public static Baseline read(Path file) throws IOException {
        Map<String, Limit> limits = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                JSON.readTree(file.toFile()).get("limits").properties()) {
            JsonNode limit = entry.getValue();
            limits.put(
                    entry.getKey(),
                    new Limit(
                            limit.get("ratio").asDouble(),
                            limit.get("tolerance").asDouble()));
        }
        return new Baseline(limits);
    }

    /** Writes one: of each ratio the median of the runs. */
    public static void write(List<Path> runs, Path file) throws IOException {
        List<Report> reports = new ArrayList<>();
        for (Path run : runs) {
            reports.add(RunFile.read(run));
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("written", reports.get(0).date().toString());
        root.put("machine", reports.get(0).describeMachine());
        ObjectNode limits = root.putObject("limits");
        TOLERANCES.forEach((workload, tolerance) -> {
            double[] ratios = reports.stream()
                    .flatMap(report -> Gate.ratio(report, workload).stream().boxed())
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            if (ratios.length > 0) {
                limits.putObject(workload)
                        .put("ratio", Math.round(ratios[ratios.length / 2] * 1_000) / 1_000.0)
                        .put("tolerance", tolerance);
            }
        });
        Files.writeString(file, JSON.writeValueAsString(root) + System.lineSeparator());
    }
}
