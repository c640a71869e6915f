package dev.cairn.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of a run: its verdicts in print, and its files. */
public final class Publication {
    private final Report report;
    private final PrintStream out;

    private Publication(Report report, PrintStream out) {
        this.report = report;
        this.out = out;
    }

    /** Of one run. */
    public static Publication of(Report report, PrintStream out) {
        return new Publication(report, out);
    }

    /** Prints the verdicts. */
    public Publication verdicts() {
        print("goal", Goals.of(report));
        print("target of the bundled systems", Targets.of(report));
        print("beside the libraries", Standing.of(report));
        return this;
    }

    /** Writes all figures as JSON, and beside it as JMH does, as Markdown and as HTML. */
    public void write(Path json) throws IOException {
        @Nullable Path folder = json.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String name = json.getFileName().toString().replaceFirst("\\.json$", "");
        RunFile.write(report, json);
        JmhFile.write(report, json.resolveSibling(name + "-jmh.json"));
        Files.writeString(json.resolveSibling(name + ".md"), Markdown.of(report));
        Path page = json.resolveSibling(name + ".html").toAbsolutePath();
        Files.writeString(page, Html.of(report));
        out.println("\nfigures: " + json.toAbsolutePath() + "\nreport:  " + page);
    }

    private void print(String title, List<Verdict> verdicts) {
        if (!verdicts.isEmpty()) {
            Tables.of(title, verdicts).print(out);
        }
    }
}
