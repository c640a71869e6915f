package dev.cairn.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The file of all figures of a run, each round by itself. */
public final class RawFigures {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private RawFigures() {}

    /** Writes it. */
    public static void write(Report report, Goals goals, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode machine = root.putObject("machine");
        Machine.facts().forEach(machine::put);
        ArrayNode outcomes = root.putArray("contests");
        report.outcomes().values().forEach(outcome -> write(outcome, outcomes.addObject()));
        ArrayNode loads = root.putArray("loads");
        report.loads().values().forEach(outcome -> write(outcome, loads.addObject()));
        ObjectNode figures = root.putObject("figures");
        report.figures().forEach((what, values) -> values.forEach(figures.putObject(what)::put));
        ArrayNode verdicts = root.putArray("goals");
        goals.verdicts().forEach(verdict -> {
            ObjectNode node = verdicts.addObject();
            node.put("goal", verdict.goal());
            node.put("wanted", verdict.wanted());
            node.put("measured", verdict.measured());
            node.put("verdict", verdict.met());
        });
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(file, JSON.writeValueAsBytes(root));
    }

    private static void write(Outcome outcome, ObjectNode node) {
        node.put("name", outcome.contest());
        ArrayNode peers = node.putArray("peers");
        outcome.samples().forEach((name, samples) -> {
            ObjectNode peer = peers.addObject();
            peer.put("name", name);
            write(samples, peer);
        });
    }

    private static void write(List<Sample> samples, ObjectNode peer) {
        ArrayNode wall = peer.putArray("wallNanos");
        ArrayNode cpu = peer.putArray("cpuNanos");
        ArrayNode bytes = peer.putArray("bytes");
        ArrayNode calls = peer.putArray("calls");
        for (Sample sample : samples) {
            wall.add(Math.round(sample.wallNanos()));
            cpu.add(Math.round(sample.cpuNanos()));
            bytes.add(Math.round(sample.bytes()));
            calls.add(sample.calls());
        }
    }

    private static void write(LoadOutcome outcome, ObjectNode node) {
        node.put("name", outcome.contest());
        ArrayNode peers = node.putArray("peers");
        outcome.lines().forEach((name, line) -> {
            ObjectNode peer = peers.addObject();
            peer.put("name", name);
            ArrayNode perSecond = peer.putArray("perSecond");
            line.perSecond().forEach(value -> perSecond.add(Math.round(value)));
            ObjectNode latencies = peer.putObject("latencyMicros");
            line.latencies().forEach((kind, histogram) -> write(histogram, latencies.putObject(kind)));
            ObjectNode errors = peer.putObject("errors");
            line.errors().forEach(errors::put);
        });
    }

    private static void write(Histogram histogram, ObjectNode node) {
        node.put("count", histogram.getTotalCount());
        for (double percentile : PERCENTILES) {
            node.put("p" + percentile, histogram.getValueAtPercentile(percentile) / 1e3);
        }
    }
}
