package dev.cairn.bench;

import dev.cairn.bench.migration.BenchFile;
import dev.cairn.bench.migration.MigrationBenchmark;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.report.Goals;
import dev.cairn.bench.report.Machine;
import dev.cairn.bench.report.RawFigures;
import dev.cairn.bench.report.Report;
import dev.cairn.bench.workload.Children;
import dev.cairn.bench.workload.Stage;
import dev.cairn.bench.workload.Suite;
import dev.cairn.bench.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The benchmarks: {@code full}, {@code smoke}, or the names of some workloads, each in full. {@code --million} adds a
 * million rows, {@code --peers=jooq,jdbi} leaves the others out.
 */
public final class Bench {
    private static final Set<PeerKind> FEWEST = EnumSet.of(PeerKind.RAW, PeerKind.CAIRN);
    /** What runs with everybody even where it is only to be seen that it runs. */
    private static final Set<String> SHOWN_WITH_ALL = Set.of("point", "upsert");

    private final Map<String, Workload> workloads = Suite.all();
    private final List<String> wanted = new ArrayList<>();
    private final Set<PeerKind> kinds = EnumSet.complementOf(EnumSet.of(PeerKind.FORMATTER));
    private boolean full = true;
    private boolean million;

    private Bench(String[] args) {
        workloads.put("migrations", stage -> MigrationBenchmark.run(stage.full()));
        Arrays.stream(args).filter(arg -> !arg.isBlank()).forEach(this::argument);
        if (wanted.isEmpty()) {
            wanted.addAll(workloads.keySet());
        }
    }

    private void argument(String arg) {
        if (arg.equals("smoke")) {
            full = false;
        } else if (arg.equals("--million")) {
            million = true;
        } else if (arg.startsWith("--peers=")) {
            kinds.retainAll(FEWEST);
            Arrays.stream(arg.substring("--peers=".length()).split(",", -1))
                    .map(PeerKind::named)
                    .forEach(kinds::add);
        } else if (workloads.containsKey(arg)) {
            wanted.add(arg);
        } else if (!arg.equals("full")) {
            throw new IllegalArgumentException(
                    "not a workload: " + arg + "; there are full, smoke, " + String.join(", ", workloads.keySet()));
        }
    }

    /** Runs what the arguments name. */
    public static void main(String[] args) throws Exception {
        new Bench(args).run();
    }

    private void run() throws Exception {
        System.out.println(Machine.describe());
        Path folder = Files.createTempDirectory("cairn-bench-");
        Report report = new Report(System.out);
        try (Children children = new Children()) {
            for (String name : wanted) {
                Set<PeerKind> some = full || SHOWN_WITH_ALL.contains(name) ? kinds : FEWEST;
                Stage stage = new Stage(full, million, some, folder, report, children);
                workloads.getOrDefault(name, none -> {}).run(stage);
            }
        } finally {
            BenchFile.deleteTree(folder);
        }
        Goals goals = Goals.of(report);
        goals.print(System.out);
        Path file = Path.of(System.getProperty("bench.figures", "target/bench.json"));
        RawFigures.write(report, goals, file);
        System.out.println("\nraw figures: " + file.toAbsolutePath());
    }
}
