package dev.cairn.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** All figures of a run as JSON, each round by itself, to be read again. */
public final class RunFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private RunFile() {}

    /** Writes it. */
    public static void write(Report report, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("date", report.date().toString());
        ObjectNode machine = root.putObject("machine");
        report.machine().forEach(machine::put);
        ArrayNode contests = root.putArray("contests");
        report.outcomes().values().forEach(outcome -> write(outcome, contests.addObject()));
        ArrayNode loads = root.putArray("loads");
        report.loads().values().forEach(outcome -> write(outcome, loads.addObject()));
        ObjectNode figures = root.putObject("figures");
        report.figures().forEach((what, values) -> values.forEach(figures.putObject(what)::put));
        write(Goals.of(report), root.putArray("goals"));
        write(Targets.of(report), root.putArray("targets"));
        Files.write(file, JSON.writeValueAsBytes(root));
    }

    private static void write(List<Verdict> verdicts, ArrayNode nodes) {
        verdicts.forEach(verdict -> nodes.addObject()
                .put("what", verdict.what())
                .put("wanted", verdict.wanted())
                .put("measured", verdict.measured())
                .put("verdict", verdict.verdict()));
    }

    private static void write(Outcome outcome, ObjectNode node) {
        node.put("name", outcome.contest());
        ArrayNode peers = node.putArray("peers");
        outcome.samples().forEach((name, samples) -> {
            ObjectNode peer = peers.addObject().put("name", name);
            ArrayNode rounds = peer.putArray("nanosCpuBytesCalls");
            for (Sample sample : samples) {
                rounds.addArray()
                        .add(Math.round(sample.wallNanos()))
                        .add(Double.isNaN(sample.cpuNanos()) ? -1 : Math.round(sample.cpuNanos()))
                        .add(Math.round(sample.bytes()))
                        .add(sample.calls());
            }
        });
    }

    private static void write(LoadOutcome outcome, ObjectNode node) {
        node.put("name", outcome.contest());
        node.put("base", outcome.base());
        node.put("open", outcome.open());
        ArrayNode peers = node.putArray("peers");
        outcome.lines().forEach((name, line) -> {
            ObjectNode peer = peers.addObject().put("name", name);
            ArrayNode perSecond = peer.putArray("perSecond");
            line.perSecond().forEach(value -> perSecond.add(Math.round(value)));
            ArrayNode tails = peer.putArray("p99Micros");
            line.tails().forEach(tails::add);
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
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        node.put("hdr", Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
    }

    /** Reads one that was written. */
    public static Report read(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        Map<String, String> machine = new LinkedHashMap<>();
        root.get("machine")
                .properties()
                .forEach(fact -> machine.put(fact.getKey(), fact.getValue().asText()));
        Report report = new Report(Instant.parse(root.get("date").asText()), machine);
        root.get("contests").forEach(node -> report.add(outcome(node)));
        root.get("loads").forEach(node -> report.add(load(node)));
        root.get("figures")
                .properties()
                .forEach(figure -> figure.getValue()
                        .properties()
                        .forEach(value -> report.keep(
                                figure.getKey(),
                                value.getKey(),
                                value.getValue().asDouble())));
        return report;
    }

    private static Outcome outcome(JsonNode node) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (JsonNode peer : node.get("peers")) {
            List<Sample> rounds = new ArrayList<>();
            for (JsonNode round : peer.get("nanosCpuBytesCalls")) {
                double cpu = round.get(1).asDouble();
                rounds.add(new Sample(
                        round.get(0).asDouble(),
                        cpu < 0 ? Double.NaN : cpu,
                        round.get(2).asDouble(),
                        round.get(3).asLong()));
            }
            samples.put(peer.get("name").asText(), rounds);
        }
        return new Outcome(node.get("name").asText(), samples);
    }

    private static LoadOutcome load(JsonNode node) {
        Map<String, LoadOutcome.Line> lines = new LinkedHashMap<>();
        for (JsonNode peer : node.get("peers")) {
            Map<String, Histogram> latencies = new TreeMap<>();
            peer.get("latencyMicros")
                    .properties()
                    .forEach(kind -> latencies.put(
                            kind.getKey(), histogram(kind.getValue().get("hdr").asText())));
            Map<String, Long> errors = new TreeMap<>();
            peer.get("errors")
                    .properties()
                    .forEach(
                            error -> errors.put(error.getKey(), error.getValue().asLong()));
            lines.put(
                    peer.get("name").asText(),
                    new LoadOutcome.Line(
                            numbers(peer.get("perSecond")), numbers(peer.get("p99Micros")), latencies, errors));
        }
        return new LoadOutcome(
                node.get("name").asText(),
                node.get("base").asText(),
                node.path("open").asBoolean(),
                lines);
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(value -> numbers.add(value.asDouble()));
        return numbers;
    }

    private static Histogram histogram(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram: " + text, e);
        }
    }
}
