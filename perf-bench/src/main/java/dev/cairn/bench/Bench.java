package dev.cairn.bench;

import dev.cairn.bench.backup.BackupBenchmark;
import dev.cairn.bench.gate.Baseline;
import dev.cairn.bench.gate.Gate;
import dev.cairn.bench.migration.BenchFile;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.report.Comparison;
import dev.cairn.bench.report.Publication;
import dev.cairn.bench.report.Report;
import dev.cairn.bench.report.RunFile;
import dev.cairn.bench.report.Runs;
import dev.cairn.bench.workload.Children;
import dev.cairn.bench.workload.Stage;
import dev.cairn.bench.workload.Suite;
import dev.cairn.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks: {@code full}, {@code smoke}, or the names of some workloads, each in full. {@code --million} adds a
 * million rows, {@code --peers=jooq,jdbi} leaves the others out. What was measured before is looked at by
 * {@code compare A.json B.json}, {@code report A.json}, which writes its files again, {@code report A.json B.json
 * C.json}, which has the middle verdict of each, and {@code baseline A.json …}, which makes the baseline of the gates.
 */
public final class Bench {
    private static final Set<PeerKind> FEWEST = EnumSet.of(PeerKind.RAW, PeerKind.CAIRN);
    /** What runs with everybody even where it is only to be seen that it runs. */
    private static final Set<String> SHOWN_WITH_ALL = Set.of("point", "upsert");

    private final Map<String, Workload> workloads = Suite.all();
    private final List<String> wanted = new ArrayList<>();
    private final Set<PeerKind> kinds = EnumSet.complementOf(EnumSet.of(PeerKind.FORMATTER));
    private final Report report = Report.printing(System.out);
    private boolean full = true;
    private boolean million;

    private Bench(List<String> args) {
        workloads.put("backup", s -> BackupBenchmark.run(s.full(), wanted.size() == 1, s.million(), s.folder()));
        args.forEach(this::argument);
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
        List<String> words = Arrays.stream(args).filter(arg -> !arg.isBlank()).toList();
        List<Path> files = words.stream().skip(1).map(Path::of).toList();
        switch (words.isEmpty() ? "full" : words.get(0)) {
            case "compare" -> new Comparison(RunFile.read(files.get(0)), RunFile.read(files.get(1))).print(System.out);
            case "report" -> report(files);
            case "baseline" -> Baseline.write(files, baseline());
            default -> System.exit(new Bench(words).run() ? 0 : 1);
        }
    }

    private static void report(List<Path> files) throws IOException {
        List<Report> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(RunFile.read(file));
        }
        if (runs.size() == 1) {
            Publication.of(runs.get(0), System.out).verdicts().write(figures());
        } else {
            new Runs(runs).print(System.out);
        }
    }

    private static Path figures() {
        return Path.of(System.getProperty("bench.figures", "target/bench.json"));
    }

    private static Path baseline() {
        return Path.of(System.getProperty("bench.baseline", "baseline.json"));
    }

    /** Whether no gate was passed. */
    private boolean run() throws Exception {
        long begin = System.nanoTime();
        System.out.println(report.describeMachine());
        Path folder = Files.createTempDirectory("cairn-bench-");
        List<Gate.Breach> breaches;
        try {
            run(wanted, folder);
            breaches = breaches();
            if (!breaches.isEmpty()) {
                breaches.forEach(breach -> System.out.println("\nonce more: " + breach.describe()));
                run(breaches.stream().map(Gate.Breach::workload).toList(), folder);
                breaches = breaches();
            }
        } finally {
            BenchFile.deleteTree(folder);
        }
        Publication publication = Publication.of(report, System.out);
        if (full) {
            publication.verdicts();
        }
        publication.write(figures());
        System.out.printf("took %,d s%n", (System.nanoTime() - begin) / 1_000_000_000);
        breaches.forEach(breach -> System.out.println("SLOWER THAN THE BASELINE: " + breach.describe()));
        return breaches.isEmpty();
    }

    /** In new processes each time. */
    private void run(List<String> names, Path folder) throws Exception {
        try (Children children = new Children()) {
            for (String name : names) {
                Set<PeerKind> some = full || SHOWN_WITH_ALL.contains(name) ? kinds : FEWEST;
                @Nullable Workload workload = workloads.get(name);
                if (workload != null) {
                    long begin = System.nanoTime();
                    workload.run(new Stage(full, million, some, folder, report, children));
                    report.keep("seconds", name, (System.nanoTime() - begin) / 1e9);
                }
            }
        }
    }

    private List<Gate.Breach> breaches() throws IOException {
        return full && Files.exists(baseline()) ? Gate.check(report, Baseline.read(baseline())) : List.of();
    }
}
