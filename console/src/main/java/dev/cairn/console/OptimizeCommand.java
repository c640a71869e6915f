package dev.cairn.console;

import dev.cairn.console.Documents.OptimizeDocument;
import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Maintenance;
import dev.cairn.dal.insight.Optimization;
import dev.cairn.dal.insight.Vacuum;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "optimize",
        customSynopsis = "cairn optimize --db FILE [--vacuum] [OPTION...]",
        header = "Renew the statistics by which SQLite chooses plans.",
        description = "Where they are missing or stale, by samples, so it is quick. Opens the file as a service does,"
                + " which puts it into WAL mode. Services that use it meanwhile go on.",
        footer = {"  cairn optimize --db app.db", "  cairn optimize --db app.db --vacuum"})
final class OptimizeCommand extends FileCommand {
    @Option(
            names = "--vacuum",
            order = 1,
            description =
                    "Write the file anew besides, without free pages. Needs as much space again, and others wait.")
    private boolean vacuum;

    OptimizeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        try (Database db = openForWriting()) {
            Maintenance maintenance = db.maintain();
            Optimization optimization = maintenance.optimize();
            Vacuum vacuumed = vacuum ? maintenance.vacuum() : null;
            OptimizeDocument document = OptimizeDocument.of(database(), optimization, vacuumed);
            return new Answer(Exit.FINE, document, page -> print(page, document));
        }
    }

    private static void print(Page page, OptimizeDocument document) {
        page.fact(
                "analyzed",
                document.analyzed().isEmpty() ? "nothing was stale" : String.join(", ", document.analyzed()));
        page.fact("size", Units.bytes(document.bytesAfter()));
        page.fact("saved", document.savedBytes() > 0 ? Units.bytes(document.savedBytes()) : "nothing");
        page.fact("took", Units.text(Duration.ofMillis(document.tookMillis())));
    }
}
