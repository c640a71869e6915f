package dev.cairn.bench.jmh;

import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.harness.Sample;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH with its profiler of allocation. */
public final class Jmh {
    private Jmh() {}

    /**
     * One outcome for each benchmark. Its processes run one after the other, so that ratios between them are worth less
     * than those of the harness wherever the machine has other things to do.
     */
    public static List<Outcome> run(Collection<PeerKind> kinds, Target target, int rows, boolean full, Path json)
            throws Exception {
        Options options = new OptionsBuilder()
                .include(ReadsByJmh.class.getName())
                .param("peer", kinds.stream().map(PeerKind::name).toArray(String[]::new))
                .param("file", target.file().toString())
                .param("rows", Integer.toString(rows))
                .addProfiler(GCProfiler.class)
                .forks(full ? 1 : 0)
                .warmupTime(TimeValue.milliseconds(full ? 1_000 : 20))
                .measurementTime(TimeValue.milliseconds(full ? 1_000 : 20))
                .verbosity(VerboseMode.SILENT)
                .result(json.toString())
                .resultFormat(ResultFormatType.JSON)
                .build();
        Map<String, Map<String, List<Sample>>> byBenchmark = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            BenchmarkParams params = result.getParams();
            String name = params.getBenchmark();
            byBenchmark
                    .computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), key -> new LinkedHashMap<>())
                    .put(PeerKind.named(params.getParam("peer")).title(), samples(result));
        }
        List<Outcome> outcomes = new ArrayList<>();
        byBenchmark.forEach((name, samples) -> outcomes.add(new Outcome("JMH: " + name, samples)));
        return outcomes;
    }

    private static List<Sample> samples(RunResult run) {
        List<Sample> samples = new ArrayList<>();
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                double nanos = iteration.getPrimaryResult().getScore() * 1_000;
                samples.add(new Sample(nanos, Double.NaN, allocated(iteration), 0));
            }
        }
        return samples;
    }

    @SuppressWarnings("rawtypes") // JMH's own
    private static double allocated(IterationResult iteration) {
        for (var entry : iteration.getSecondaryResults().entrySet()) {
            if (entry.getKey().endsWith("gc.alloc.rate.norm")) {
                return entry.getValue().getScore();
            }
        }
        return Double.NaN;
    }
}
