package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.peer.CLimit;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.workload.Suite;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicationTest {
    @TempDir
    private Path folder;

    @Test
    void read_whatWasWritten_givesTheSameFigures() throws Exception {
        Report report = report();
        Path file = folder.resolve("bench.json");
        RunFile.write(report, file);
        Report again = RunFile.read(file);
        assertThat(again.date()).isEqualTo(report.date());
        assertThat(again.machine()).isEqualTo(report.machine());
        assertThat(again.outcomes()).isEqualTo(report.outcomes());
        assertThat(again.figures()).isEqualTo(report.figures());
        assertThat(latencies(again)).isEqualTo(latencies(report));
    }

    private static Object latencies(Report report) {
        LoadOutcome.Line line =
                Objects.requireNonNull(report.loads().get("load")).line("Cairn");
        assertThat(line.tails()).hasSize(2);
        return List.of(line.tails(), line.latencies());
    }

    @Test
    void write_anyRun_leavesAPageThatNeedsNothingElse() throws Exception {
        Publication.of(report(), silent()).write(folder.resolve("bench.json"));
        String page = Files.readString(folder.resolve("bench.html"));
        assertThat(page)
                .contains("<svg", "prefers-color-scheme: dark", "width=device-width", "Cairn", "sqlite-jdbc")
                .doesNotContain("{{", "<script", "http://", "https://", "url(", "<link", "NaN");
        assertThat(Files.readString(folder.resolve("bench.md"))).contains("| " + Suite.POINT + " | 1.00 | 0.50 |");
    }

    @Test
    void write_anyRun_leavesWhatToolsForJmhRead() throws Exception {
        Publication.of(report(), silent()).write(folder.resolve("bench.json"));
        JsonNode results =
                new ObjectMapper().readTree(folder.resolve("bench-jmh.json").toFile());
        assertThat(results).hasSize(4);
        JsonNode cairn = results.get(1);
        assertThat(cairn.get("benchmark").asText()).isEqualTo("dev.cairn.bench.point_read_by_id");
        assertThat(cairn.get("mode").asText()).isEqualTo("avgt");
        assertThat(cairn.get("params").get("peer").asText()).isEqualTo("Cairn");
        assertThat(cairn.get("primaryMetric").get("score").asDouble()).isEqualTo(5);
        assertThat(cairn.get("primaryMetric").get("scoreUnit").asText()).isEqualTo("us/op");
        assertThat(cairn.get("primaryMetric").get("rawData").get(0)).hasSize(3);
    }

    @Test
    void print_twoRuns_showsChangesAndStarsThoseBeyondTheQuartiles() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Comparison(report(), slower()).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsPattern("point read by id, Cairn +0.50 +0.65 +\\+30 % +\\*")
                .containsPattern(
                        "point read, 18 columns, vs raw +0.50 \\(0.50 - 0.50\\) +0.65 \\(0.65 - 0.65\\) +met -> NOT MET");
    }

    @Test
    void goals_outOfReachOfC_saySo() {
        Report report = Report.printing(silent());
        report.add(
                contest(Suite.POINT, PeerKind.RAW.title(), 10, PeerKind.CAIRN.title(), 6, PeerKind.JOOQ.title(), 40));
        report.add(contest(Suite.LIMIT, PeerKind.RAW.title(), 10, PeerKind.CAIRN.title(), 6, CLimit.TITLE, 5));
        assertThat(Goals.of(report))
                .filteredOn(goal -> goal.what().equals("point read vs plain jOOQ"))
                .singleElement()
                .satisfies(goal -> {
                    assertThat(goal.measured()).isEqualTo("6.7x");
                    assertThat(goal.verdict()).isEqualTo("NOT MET: a C program is 8.0x");
                });
    }

    @Test
    void goals_limitOfCAlone_sayNothingOfIt() {
        Report report = Report.printing(silent());
        report.add(
                contest(Suite.POINT, PeerKind.RAW.title(), 10, PeerKind.CAIRN.title(), 6, PeerKind.JOOQ.title(), 40));
        report.add(contest(Suite.LIMIT, CLimit.TITLE, 5));
        assertThat(Goals.of(report))
                .filteredOn(goal -> goal.what().equals("point read vs plain jOOQ"))
                .extracting(Verdict::verdict)
                .containsExactly(Verdict.NOT_MET);
    }

    private static Outcome contest(String name, Object... titlesAndNanos) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int i = 0; i < titlesAndNanos.length; i += 2) {
            samples.put((String) titlesAndNanos[i], samples(((Integer) titlesAndNanos[i + 1]).doubleValue()));
        }
        return new Outcome(name, samples);
    }

    @Test
    void standing_eachRound_decides() {
        assertThat(verdict(4, 4, 4)).isEqualTo("ahead of all");
        assertThat(verdict(4, 6, 6)).isEqualTo("level with " + PeerKind.JDBI.title());
        assertThat(verdict(6, 6, 6)).isEqualTo("BEHIND " + PeerKind.JDBI.title());
    }

    @Test
    void standing_openLoop_isByWhatCallersWaitedInEachRound() {
        assertThat(openLoop(4.0, 4.0, 4.0)).isEqualTo("ahead of all");
        assertThat(openLoop(4.0, 4.0, 90.0)).isEqualTo("level with " + PeerKind.JDBI.title());
        assertThat(openLoop(6.0, 90.0, 6.0)).isEqualTo("BEHIND " + PeerKind.JDBI.title());
    }

    private static String openLoop(Double... tails) {
        Report report = Report.printing(silent());
        report.add(new LoadOutcome(
                "open",
                PeerKind.JDBI.title(),
                true,
                Map.of(PeerKind.JDBI.title(), line(5.0, 5.0, 5.0), PeerKind.CAIRN.title(), line(tails))));
        return Standing.of(report).get(0).verdict();
    }

    private static LoadOutcome.Line line(Double... tails) {
        return new LoadOutcome.Line(List.of(1.0, 1.0, 1.0), List.of(tails), Map.of(), Map.of());
    }

    private static String verdict(double... nanos) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put(PeerKind.CAIRN.title(), samples(nanos));
        samples.put(PeerKind.JDBI.title(), samples(5, 5, 5));
        samples.put(PeerKind.JOOQ.title(), samples(9, 9, 9));
        Report report = Report.printing(silent());
        report.add(new Outcome(Suite.POINT, samples));
        return Standing.of(report).get(0).verdict();
    }

    private static List<Sample> samples(double... nanos) {
        return DoubleStream.of(nanos).mapToObj(n -> new Sample(n, n, 0, 1)).toList();
    }

    private static Report slower() {
        Report report = Report.printing(silent());
        report.add(pointReads(6_500));
        return report;
    }

    private static Report report() throws Exception {
        Report report = Report.printing(silent());
        report.add(pointReads(5_000));
        report.add(new LoadContest("load", 2)
                .add(PeerKind.POOLED.title(), (thread, turn) -> "write")
                .add(PeerKind.CAIRN.title(), (thread, turn) -> "write")
                .run(new Plan(2, 3, 1, 0)));
        report.figure("figure", "whose", 7);
        return report;
    }

    private static Outcome pointReads(double nanos) {
        Sample raw = new Sample(10_000, 10_000, 100, 5);
        Sample cairn = new Sample(nanos, nanos, 100, 5);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put(PeerKind.RAW.title(), List.of(raw, raw, raw));
        samples.put(PeerKind.CAIRN.title(), List.of(cairn, cairn, cairn));
        return new Outcome(Suite.POINT, samples);
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
