package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Standing;
import dev.cairn.console.BackupDocuments.BackupItem;
import dev.cairn.console.BackupDocuments.BackupsDocument;
import dev.cairn.console.BackupDocuments.StandingItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "backups",
        customSynopsis = "cairn backups --repo DIR [OPTION...]",
        header = "List the backups there are, and how well they stand.",
        description = "Newest first. Reads manifests alone, so it needs no key and finds no damage: that is for verify"
                + " and prove. Times are in UTC.",
        footer = {"  cairn backups --repo backups", "  cairn backups --repo backups --trust app.pub --json"})
final class BackupsCommand extends RepositoryCommand {
    BackupsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run(Backups backups) {
        List<Backup> all = backups.list();
        Standing standing = backups.standing();
        return new Answer(
                Exit.FINE,
                new BackupsDocument(
                        repository(), all.stream().map(BackupItem::of).toList(), StandingItem.of(standing)),
                page -> print(page, all, standing));
    }

    private static void print(Page page, List<Backup> all, Standing standing) {
        page.table(
                List.of("backups (" + all.size() + ")", "taken (UTC)", "kind", "size", ""),
                all,
                b -> List.of(
                        b.id(),
                        Units.text(b.created()),
                        BackupItem.kind(b),
                        Units.bytes(b.size()),
                        String.join(", ", remarks(b, standing))));
        if (all.isEmpty()) {
            page.line("There are no backups.");
            return;
        }
        page.line();
        page.fact("total", Units.bytes(standing.bytes()));
        standing.newestAge().ifPresent(age -> page.fact("newest", age(age) + " old"));
        page.fact(
                "proven",
                standing.newestProvenAge()
                        .map(age -> "the newest that was is " + age(age) + " old; "
                                + Math.round(100 * standing.coverage()) + "% of all were")
                        .orElse(page.style().warning("none was ever restored and found right")));
    }

    private static List<String> remarks(Backup backup, Standing standing) {
        List<String> remarks = new ArrayList<>();
        if (backup.signer().isEmpty()) {
            remarks.add("unsigned");
        }
        if (!backup.encrypted()) {
            remarks.add("unencrypted");
        }
        if (backup.pinned()) {
            remarks.add("pinned");
        }
        if (!backup.defects().isEmpty()) {
            remarks.add("of a database with defects");
        }
        if (standing.failed().contains(backup.id())) {
            remarks.add("DAMAGED");
        }
        if (standing.newestProven().map(Backup::id).filter(backup.id()::equals).isPresent()) {
            remarks.add("proven");
        }
        return remarks;
    }

    /** In the largest whole unit. */
    private static String age(Duration age) {
        if (age.toDays() > 1) {
            return Units.count(age.toDays(), "day");
        }
        if (age.toHours() > 1) {
            return Units.count(age.toHours(), "hour");
        }
        return age.toMinutes() < 1 ? "less than a minute" : Units.count(age.toMinutes(), "minute");
    }
}
