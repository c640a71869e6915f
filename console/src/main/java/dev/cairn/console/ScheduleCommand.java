package dev.cairn.console;

import dev.cairn.console.BackupDocuments.ScheduleDocument;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "schedule",
        customSynopsis = "cairn schedule --config FILE [--once] [OPTION...]",
        header = "Take backups by a schedule, prune and prove them.",
        description = {
            "Runs until it is stopped: Ctrl-C and SIGTERM cancel what runs, clean up, and end it with 0. One backup at a"
                    + " time; one that was missed while nothing ran is taken once at the start; one that failed is tried"
                    + " again. What happens is told on the error output.",
            "docs/operations.md lists the settings of the file; docs/samples/schedule.properties is one."
        },
        footer = {
            "  cairn schedule --config schedule.properties",
            "  cairn schedule --config schedule.properties --once"
        })
final class ScheduleCommand extends CairnCommand {
    private final Clock clock;

    @Option(names = "--config", required = true, paramLabel = "FILE", order = 1, description = "The schedule file.")
    private Path config = Path.of("");

    @Option(
            names = "--once",
            order = 2,
            description = "Do what is due now, and end: with 3 if the backup failed, with 1 if the proof did.")
    private boolean once;

    ScheduleCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    Answer run() {
        terminal().interruption().isHeard();
        Rota rota = new Rota(terminal(), ScheduleFile.read(config), clock);
        if (once) {
            rota.once();
        } else {
            rota.run();
        }
        ScheduleDocument document = rota.document(config);
        return new Answer(once ? exit(document) : Exit.FINE, document, page -> print(page, document));
    }

    private static Exit exit(ScheduleDocument document) {
        return document.failed() > 0 ? Exit.REFUSED : Exit.fineIf(document.notProven() == 0);
    }

    private static void print(Page page, ScheduleDocument document) {
        page.fact("taken", Units.count(document.taken(), "backup"));
        page.fact("failed", Integer.toString(document.failed()));
        page.fact("deleted", Integer.toString(document.deleted()));
        page.fact("proven", Integer.toString(document.proven()));
        page.fact("disproven", Integer.toString(document.notProven()));
        page.fact("next", document.next() == null ? "never" : document.next());
    }
}
