package dev.cairn.bench.report;

import dev.cairn.bench.harness.LoadOutcome;
import dev.cairn.bench.harness.Outcome;
import dev.cairn.bench.workload.ManyThreads;
import dev.cairn.bench.workload.Scaling;
import dev.cairn.bench.workload.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A run as one page that needs nothing else: charts, verdicts, machine. */
final class Html {
    private final Report report;
    private final StringBuilder body = new StringBuilder();

    private Html(Report report) {
        this.report = report;
    }

    static String of(Report report) throws IOException {
        try (InputStream template =
                Objects.requireNonNull(Html.class.getResourceAsStream("/dev/cairn/bench/report.html"))) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{date}}", report.date().toString())
                    .replace("{{machine}}", Svg.escape(headline(report)))
                    .replace("{{body}}", new Html(report).body());
        }
    }

    private static String headline(Report report) {
        return List.of("processor", "processors", "java", "SQLite").stream()
                .filter(report.machine()::containsKey)
                .map(fact -> fact + " " + report.machine().get(fact))
                .collect(Collectors.joining(" · "));
    }

    private String body() {
        verdicts("Goals", "What Cairn is meant to cost.", Goals.of(report));
        verdicts("Beside the libraries", "The best of them, and how many times as fast Cairn is.", Standing.of(report));
        verdicts("Targets of the bundled systems", "", Targets.of(report));
        times();
        loads();
        waiting();
        threads();
        scaling();
        machine();
        return body.toString();
    }

    private void section(String title, String words) {
        body.append("<h2>").append(title).append("</h2>\n");
        if (!words.isEmpty()) {
            body.append("<p>").append(words).append("</p>\n");
        }
    }

    private void card(String title, String chart) {
        body.append("<figure><figcaption>")
                .append(Svg.escape(title))
                .append("</figcaption>")
                .append(chart)
                .append("</figure>\n");
    }

    private void legend(Collection<String> names) {
        body.append("<p class=\"legend\">");
        names.forEach(name -> body.append("<span><i class=\"")
                .append(Charts.colour(name))
                .append("\"></i>")
                .append(Svg.escape(name))
                .append("</span>"));
        body.append("</p>\n");
    }

    private void verdicts(String title, String words, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        long missed = verdicts.stream().filter(Html::isBad).count();
        String count = missed == 0 ? "all " + verdicts.size() + " met" : missed + " of " + verdicts.size() + " missed";
        body.append("<details open><summary><h2>").append(title).append("</h2> <span class=\"");
        body.append(missed == 0 ? "good" : "bad").append("\">").append(count).append("</span></summary>\n");
        body.append(words.isEmpty() ? "" : "<p>" + words + "</p>").append("<table>\n");
        for (Verdict one : verdicts) {
            body.append(String.format(
                    Locale.ROOT,
                    "<tr class=\"%s\"><th>%s</th><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                    isBad(one) ? "bad" : one.verdict().startsWith("as ") ? "" : "good",
                    Svg.escape(one.what()),
                    Svg.escape(one.wanted()),
                    Svg.escape(one.measured()),
                    Svg.escape(one.verdict())));
        }
        body.append("</table></details>\n");
    }

    private static boolean isBad(Verdict verdict) {
        return verdict.isMissed() || verdict.verdict().startsWith("BEHIND");
    }

    private void times() {
        List<Outcome> outcomes = report.outcomes().values().stream()
                .filter(outcome -> !outcome.contest().endsWith(" users"))
                .toList();
        if (!outcomes.isEmpty()) {
            section(
                    "One thread",
                    "Time of one operation as a multiple of the first bar, median of all rounds with quartiles; shorter is"
                            + " better.");
            body.append("<div class=\"grid\">\n");
            outcomes.forEach(outcome -> card(outcome.contest(), Charts.times(outcome)));
            body.append("</div>\n");
        }
    }

    private void loads() {
        List<LoadOutcome> loads = report.loads().values().stream()
                .filter(load ->
                        Set.of(Suite.WRITERS, Suite.WRITERS_FULL, Suite.MIX).contains(load.contest()))
                .toList();
        if (!loads.isEmpty()) {
            section(
                    "Many threads",
                    "Operations a second as a multiple of JDBC over HikariCP, median of all rounds with quartiles; longer"
                            + " is better.");
            body.append("<div class=\"grid\">\n");
            loads.forEach(load -> card(load.contest(), Charts.rates(load)));
            body.append("</div>\n");
        }
    }

    private void waiting() {
        List<LoadOutcome> loads = report.loads().values().stream()
                .filter(load -> !load.contest().contains("threads: "))
                .toList();
        if (!loads.isEmpty()) {
            section(
                    "What callers waited",
                    "By percentile, from when an operation was meant to begin; lower is better.");
            Set<String> names = new LinkedHashSet<>();
            loads.forEach(load -> names.addAll(load.lines().keySet()));
            legend(names);
            body.append("<div class=\"grid\">\n");
            for (LoadOutcome load : loads) {
                Set<String> kinds = new LinkedHashSet<>();
                load.lines()
                        .values()
                        .forEach(line -> kinds.addAll(line.latencies().keySet()));
                kinds.forEach(kind -> card(load.contest() + ": " + kind, Charts.percentiles(load, kind)));
            }
            body.append("</div>\n");
        }
    }

    private void threads() {
        Map<String, LoadOutcome> byThreads = new LinkedHashMap<>();
        for (int threads : ManyThreads.counts()) {
            LoadOutcome load = report.load(ManyThreads.name(threads));
            if (load != null) {
                byThreads.put(Integer.toString(threads), load);
            }
        }
        if (byThreads.size() > 1) {
            section("From one thread to many", "Nine reads to a write, operations a second; higher is better.");
            List<LoadOutcome> loads = List.copyOf(byThreads.values());
            legend(loads.get(0).lines().keySet());
            body.append("<div class=\"grid\">\n");
            card("threads", Charts.rates("threads", List.copyOf(byThreads.keySet()), loads));
            body.append("</div>\n");
        }
    }

    private void scaling() {
        Map<String, Map<String, Outcome>> curves = new LinkedHashMap<>();
        for (String workload : Scaling.workloads()) {
            for (int size : new int[] {10_000, 100_000, 1_000_000}) {
                Outcome outcome = report.outcome(Scaling.name(workload, size));
                if (outcome != null) {
                    curves.computeIfAbsent(workload, key -> new LinkedHashMap<>())
                            .put(size < 1_000_000 ? size / 1_000 + "k" : "1M", outcome);
                }
            }
        }
        curves.values().removeIf(curve -> curve.size() < 2);
        if (!curves.isEmpty()) {
            section("From small to large", "Time of one read by the number of users; lower is better.");
            legend(curves.values().iterator().next().values().iterator().next().names());
            body.append("<div class=\"grid\">\n");
            curves.forEach((workload, curve) -> card(workload, Charts.scaling(workload, curve)));
            body.append("</div>\n");
        }
    }

    private void machine() {
        section("Machine and versions", "");
        body.append("<table class=\"facts\">\n");
        report.machine()
                .forEach((fact, value) -> body.append("<tr><th>")
                        .append(Svg.escape(fact))
                        .append("</th><td>")
                        .append(Svg.escape(value))
                        .append("</td></tr>\n"));
        body.append("</table>\n");
    }
}
