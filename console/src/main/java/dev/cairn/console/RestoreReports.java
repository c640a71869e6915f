package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.Restored;
import java.nio.file.Path;
import java.util.Optional;

/** Tells people of restores. */
final class RestoreReports {
    private RestoreReports() {}

    static void print(Page page, RestorePlan plan) {
        Style style = page.style();
        backup(page, plan.backup());
        page.fact("chain", String.join(" ", plan.chain()));
        page.fact("database", Style.harmless(plan.database().toString()));
        page.fact("way", words(plan.way()) + plan.reason().map(r -> ": " + r).orElse(""));
        page.fact("size", Units.bytes(plan.size()) + ", now " + Units.bytes(plan.presentSize()));
        page.fact("space", Units.bytes(plan.needed()) + " needed, " + Units.bytes(plan.free()) + " free");
        page.fact("users", plan.users().isEmpty() ? "none seen" : String.join(", ", plan.users()));
        page.fact(
                "state", plan.possible() ? style.good("nothing stands in the way") : style.bad("it would be refused"));
        BackupReports.defects(page, plan.backup().defects());
        plan.refusals().stream().map(Refusal::of).forEach(p -> {
            page.line().line(style.bad("problem: ") + Style.harmless(p.message()));
            page.details(p);
        });
        page.line().line("Nothing was touched.");
    }

    private static String words(Way way) {
        return switch (way) {
            case IN_PLACE -> "page by page, in one transaction";
            case SWAP -> "by another file";
        };
    }

    private static void backup(Page page, Backup backup) {
        page.fact("backup", backup.id());
        page.fact("taken", Units.text(backup.created()) + " (UTC)");
        page.fact("signature", BackupReports.signer(backup, page.style()));
    }

    static void print(Page page, Restored done, Backup backup) {
        backup(page, backup);
        page.fact("database", Style.harmless(done.database().toString()));
        page.fact("size", Units.bytes(done.size()));
        page.fact("before", point(done.point()));
        page.fact("took", Units.text(done.duration()) + ", closed to others for " + Units.text(done.fenced()));
        BackupReports.defects(page, backup.defects());
        done.warnings().forEach(w -> page.line(page.style().warning("warning: ") + Style.harmless(w)));
        page.line(page.style().good("Restored, and found to be what was backed up."));
    }

    static void print(Page page, PlainCopy copy, Backup backup) {
        backup(page, backup);
        page.fact("file", Style.harmless(copy.path().toString()));
        page.fact("size", Units.bytes(copy.size()));
        page.fact("sha256", copy.sha256());
        page.fact("took", Units.text(copy.duration()));
        BackupReports.defects(page, copy.defects());
    }

    static void print(Page page, Optional<Recovered> recovered) {
        if (recovered.isEmpty()) {
            page.line("Nothing to do: no restore of this database is unfinished.");
            return;
        }
        Recovered done = recovered.get();
        page.fact("restore", done.restore());
        page.fact("backup", done.backup());
        page.fact("left in", done.found().name());
        page.fact("before", point(done.point()));
        done.unexpected()
                .ifPresent(p -> page.fact("found", "neither old nor new; kept in " + Style.harmless(p.toString())));
        page.line(
                switch (done.outcome()) {
                    case RESTORED -> page.style().good("The restore is done: the database is what was backed up.");
                    case UNTOUCHED -> page.style().good("The database is as it was before the restore.");
                    case ROLLED_BACK ->
                        page.style().good("The restore point was put back: the database is as it was before.");
                });
    }

    private static String point(Optional<Path> point) {
        return point.map(p -> "restore point " + Style.harmless(p.toString())).orElse("no restore point");
    }
}
