package dev.cairn.console;

import dev.cairn.backup.Backups;
import dev.cairn.backup.Retention;
import dev.cairn.backup.RetentionPlan;
import dev.cairn.console.BackupDocuments.BackupItem;
import dev.cairn.console.BackupDocuments.PruneDocument;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        customSynopsis = {
            "cairn prune --repo DIR --keep-days N [--keep-daily N] [--keep-weekly N]",
            "                   [--keep-monthly N] [--keep-yearly N] [--dry-run] [OPTION...]"
        },
        header = "Delete old backups.",
        description = "Never the newest, the newest sound full, the newest proven, what a kept increment builds on, or"
                + " what is pinned. Nothing at all if the newest is more than a day old or failed its verification, or"
                + " while somebody reads. Days begin at midnight UTC.",
        footer = {
            "  cairn prune --repo backups --keep-days 14 --dry-run",
            "  cairn prune --repo backups --keep-days 14 --keep-weekly 8 --keep-monthly 12"
        })
final class PruneCommand extends RepositoryCommand {
    @Option(
            names = "--keep-days",
            required = true,
            paramLabel = "N",
            order = 1,
            description = "Keep all younger than N days.")
    private int days;

    @Option(
            names = "--keep-daily",
            paramLabel = "N",
            order = 2,
            description = "Keep the last of each of the latest N days that have one.")
    private int daily;

    @Option(names = "--keep-weekly", paramLabel = "N", order = 3, description = "The same for weeks, from Monday on.")
    private int weekly;

    @Option(names = "--keep-monthly", paramLabel = "N", order = 4, description = "The same for months.")
    private int monthly;

    @Option(names = "--keep-yearly", paramLabel = "N", order = 5, description = "The same for years.")
    private int yearly;

    @Option(names = "--dry-run", order = 40, description = "Say what would go, and delete nothing.")
    private boolean dryRun;

    PruneCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run(Backups backups) {
        Retention retention = new Retention(days, daily, weekly, monthly, yearly);
        RetentionPlan plan = dryRun ? backups.planPrune(retention) : backups.prune(retention);
        PruneDocument document = PruneDocument.of(repository(), dryRun, plan);
        return new Answer(Exit.FINE, document, page -> print(page, plan, document));
    }

    private static void print(Page page, RetentionPlan plan, PruneDocument document) {
        page.table(
                List.of("backups (" + plan.items().size() + ")", "taken (UTC)", "kind", "", "", ""),
                plan.items(),
                i -> List.of(
                        i.backup().id(),
                        Units.text(i.backup().created()),
                        BackupItem.kind(i.backup()),
                        i.backup().signer().isPresent() ? "" : "unsigned",
                        i.kept() ? "stays" : "goes",
                        String.join(", ", i.reasons())));
        String freed = Units.count(plan.deleted().size(), "backup") + ", " + Units.bytes(document.freedBytes());
        if (plan.deleted().isEmpty()) {
            page.line("Nothing to delete.");
        } else {
            page.line()
                    .line(
                            document.dryRun()
                                    ? "Nothing was deleted; it would be " + freed + "."
                                    : "Deleted: " + freed + ".");
        }
    }
}
