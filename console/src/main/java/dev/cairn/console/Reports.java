package dev.cairn.console;

import dev.cairn.schema.Loss;
import dev.cairn.schema.Report;
import dev.cairn.schema.Status;
import java.util.List;
import java.util.stream.Collectors;

/** Tells people what a run did. */
final class Reports {
    private Reports() {}

    static void print(Page page, String heading, Report report, boolean dryRun, Status after) {
        steps(page, heading, report.steps());
        String current = after.current().orElse("nothing applied");
        if (report.isEmpty()) {
            page.line("Nothing to do: " + current + " is current.");
        } else if (dryRun) {
            page.line("Nothing was changed: " + current + " is current.");
        } else {
            report.restorePoint().ifPresent(p -> page.fact("before", "restore point " + p.id()));
            page.fact("current", current);
        }
    }

    /** What each took away is told only where one took something. */
    static void steps(Page page, String heading, List<Report.Step> steps) {
        boolean lossless = steps.stream().allMatch(s -> s.losses().isEmpty());
        page.table(
                List.of(heading + " (" + steps.size() + ")", "took", lossless ? "" : "lost"),
                steps,
                s -> List.of(
                        s.migration(),
                        Units.text(s.took()),
                        s.losses().stream().map(Loss::toString).collect(Collectors.joining("; "))));
        if (!steps.isEmpty()) {
            page.line();
        }
    }
}
