package dev.cairn.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.harness.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a run as JMH writes its own, for tools that read those: a score is the median of the rounds, its
 * confidence the quartiles.
 */
final class JmhFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ArrayNode results = JSON.createArrayNode();
    private final String java;

    private JmhFile(Report report) {
        this.java = report.machine().getOrDefault("java", "");
    }

    /** Writes it. */
    static void write(Report report, Path file) throws IOException {
        JmhFile jmh = new JmhFile(report);
        report.outcomes().values().forEach(outcome -> outcome.names().forEach(peer -> jmh.write(outcome, peer)));
        report.loads().values().forEach(load -> load.lines().forEach((peer, line) -> jmh.write(load, peer, line)));
        Files.write(file, JSON.writeValueAsBytes(jmh.results));
    }

    private ObjectNode result(String contest, String peer, String mode, int rounds) {
        ObjectNode result = results.addObject();
        result.put("jmhVersion", "1.37");
        result.put("benchmark", "dev.cairn.bench." + contest.replaceAll("[^A-Za-z0-9]+", "_"));
        result.put("mode", mode);
        result.put("threads", 1);
        result.put("forks", 1);
        result.put("jdkVersion", java);
        result.put("vmName", java);
        result.put("vmVersion", java);
        result.put("warmupIterations", 1);
        result.put("warmupTime", "1 s");
        result.put("measurementIterations", rounds);
        result.put("measurementTime", "1 slice");
        result.putObject("params").put("peer", peer);
        return result;
    }

    private void write(Outcome outcome, String peer) {
        List<Sample> samples = outcome.samples().getOrDefault(peer, List.of());
        ObjectNode result = result(outcome.contest(), peer, "avgt", samples.size());
        metric(result.putObject("primaryMetric"), "us/op", samples, sample -> sample.wallNanos() / 1e3);
        ObjectNode more = result.putObject("secondaryMetrics");
        if (samples.stream().noneMatch(sample -> Double.isNaN(sample.cpuNanos()))) {
            metric(more.putObject("cpu"), "us/op", samples, sample -> sample.cpuNanos() / 1e3);
        }
        metric(more.putObject("gc.alloc.rate.norm"), "B/op", samples, Sample::bytes);
    }

    private void write(LoadOutcome load, String peer, LoadOutcome.Line line) {
        ObjectNode result =
                result(load.contest(), peer, "thrpt", line.perSecond().size());
        metric(
                result.putObject("primaryMetric"),
                "ops/s",
                line.perSecond().stream().mapToDouble(Double::doubleValue).toArray());
        ObjectNode more = result.putObject("secondaryMetrics");
        line.latencies().keySet().forEach(kind -> {
            for (double percentile : new double[] {50, 99, 99.9}) {
                metric(more.putObject(kind + "·p" + percentile), "us/op", new double[] {line.micros(kind, percentile)});
            }
        });
    }

    private static void metric(ObjectNode metric, String unit, List<Sample> samples, ToDoubleFunction<Sample> figure) {
        metric(metric, unit, samples.stream().mapToDouble(figure).toArray());
    }

    private static void metric(ObjectNode metric, String unit, double[] values) {
        Spread spread = Spread.of(values);
        metric.put("score", spread.median());
        metric.put("scoreError", (spread.high() - spread.low()) / 2);
        metric.putArray("scoreConfidence").add(spread.low()).add(spread.high());
        ObjectNode percentiles = metric.putObject("scorePercentiles");
        percentiles.put("25.0", spread.low()).put("50.0", spread.median()).put("75.0", spread.high());
        metric.put("scoreUnit", unit);
        ArrayNode raw = metric.putArray("rawData").addArray();
        for (double value : values) {
            raw.add(value);
        }
    }
}
