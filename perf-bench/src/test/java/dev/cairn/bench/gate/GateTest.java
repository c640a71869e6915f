package dev.cairn.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.report.Report;
import dev.cairn.bench.report.RunFile;
import dev.cairn.bench.workload.Suite;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GateTest {
    private static final Baseline BASELINE = new Baseline(Map.of("point", new Baseline.Limit(0.5, 0.15)));

    @TempDir
    private Path folder;

    @Test
    void check_withinTolerance_isNoBreach() {
        assertThat(Gate.check(pointReads(0.57), BASELINE)).isEmpty();
    }

    @Test
    void check_slowerByThirtyPercent_saysWhichAndByHowMuch() {
        assertThat(Gate.check(pointReads(0.65), BASELINE))
                .singleElement()
                .extracting(Gate.Breach::describe)
                .isEqualTo("point: 0.650 of raw JDBC instead of 0.500, +30 % where 15 % are tolerated");
    }

    @Test
    void check_workloadNotRun_isPassedOver() {
        assertThat(Gate.check(report(), BASELINE)).isEmpty();
    }

    @Test
    void write_severalRuns_takesTheMedianOfEachRatio() throws Exception {
        Path[] runs = new Path[3];
        double[] ratios = {0.48, 0.9, 0.5};
        for (int i = 0; i < runs.length; i++) {
            runs[i] = folder.resolve("run" + i + ".json");
            RunFile.write(pointReads(ratios[i]), runs[i]);
        }
        Path file = folder.resolve("baseline.json");
        Baseline.write(List.of(runs), file);
        assertThat(Baseline.read(file)).isEqualTo(BASELINE);
    }

    private static Report pointReads(double ratio) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put(PeerKind.RAW.title(), List.of(new Sample(10_000, 10_000, 100, 5)));
        samples.put(PeerKind.CAIRN.title(), List.of(new Sample(99_000, 10_000 * ratio, 100, 5)));
        Report report = report();
        report.add(new Outcome(Suite.POINT, samples));
        return report;
    }

    private static Report report() {
        return Report.printing(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
}
