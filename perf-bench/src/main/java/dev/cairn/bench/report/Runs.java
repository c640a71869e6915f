package dev.cairn.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Several runs of the same benchmarks. Of each verdict the middle one counts, so that no single run decides. */
public final class Runs {
    private static final List<String> FROM_GOOD_TO_BAD =
            List.of(Verdict.MET, "ahead", "level", "BEHIND", Verdict.NOT_MET);

    private final List<Report> reports;

    /** Best an odd number. */
    public Runs(List<Report> reports) {
        this.reports = reports;
    }

    /** Prints what each run measured, and the middle verdicts. */
    public void print(PrintStream out) {
        print("goal", Goals::of, out);
        print("target of the bundled systems", Targets::of, out);
        print("beside the libraries", Standing::of, out);
    }

    private void print(String title, Function<Report, List<Verdict>> verdicts, PrintStream out) {
        Map<String, List<Verdict>> rows = new LinkedHashMap<>();
        for (Report report : reports) {
            verdicts.apply(report)
                    .forEach(one -> rows.computeIfAbsent(one.what(), what -> new ArrayList<>())
                            .add(one));
        }
        if (!rows.isEmpty()) {
            Tables.of(title, rows.values().stream().map(Runs::middle).toList()).print(out);
        }
    }

    /** With what all of them measured, without their quartiles. */
    static Verdict middle(List<Verdict> verdicts) {
        List<Verdict> sorted =
                verdicts.stream().sorted(Comparator.comparingInt(Runs::place)).toList();
        Verdict middle = sorted.get(sorted.size() / 2);
        String measured = verdicts.stream()
                .map(one -> one.measured().replaceFirst(" \\(.*", ""))
                .collect(Collectors.joining(" | "));
        return new Verdict(middle.what(), middle.wanted(), measured, middle.verdict());
    }

    private static int place(Verdict verdict) {
        int place = 0;
        while (place < FROM_GOOD_TO_BAD.size() && !verdict.verdict().startsWith(FROM_GOOD_TO_BAD.get(place))) {
            place++;
        }
        return place;
    }
}
