package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Verification;
import dev.cairn.console.BackupDocuments.BackupItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells people of backups. */
final class BackupReports {
    private BackupReports() {}

    /** Nobody vouches for an unsigned backup, so every command says so. */
    static String signer(Backup backup, Style style) {
        return backup.signer().map(s -> "signed by " + s).orElse(style.warning("unsigned"));
    }

    static void print(Page page, Backup backup) {
        Style style = page.style();
        page.fact("backup", backup.id());
        page.fact(
                "kind",
                BackupItem.kind(backup)
                        + backup.parent().map(p -> ", builds on " + p).orElse(""));
        page.fact("size", Units.bytes(backup.size()) + " for " + Units.bytes(backup.plainSize()));
        page.fact("path", Style.harmless(backup.path().toString()));
        page.fact("signature", signer(backup, style));
        page.fact("secrecy", backup.encrypted() ? "encrypted" : style.warning("unencrypted"));
        page.fact("took", Units.text(backup.duration()));
        defects(page, backup.defects());
        backup.warnings().forEach(w -> page.line(style.warning("warning: ") + Style.harmless(w)));
    }

    static void defects(Page page, List<String> defects) {
        defects.forEach(d -> page.line(page.style().warning("defect: ") + Style.harmless(d)));
    }

    static Map<String, Backup> byId(List<Backup> backups) {
        return backups.stream().collect(Collectors.toMap(Backup::id, Function.identity()));
    }

    static void print(Page page, String heading, List<Verification> found, Map<String, Backup> known) {
        page.table(
                List.of(heading + " (" + found.size() + ")", "level", "took", "result", ""),
                found,
                v -> List.of(
                        v.id(),
                        Integer.toString(BackupDocuments.number(v.level())),
                        Units.text(v.duration()),
                        result(v),
                        unsigned(Optional.ofNullable(known.get(v.id())))));
        for (Verification verification : found) {
            defects(page, verification.defects());
            verification.problem().map(Refusal::of).ifPresent(p -> {
                page.line()
                        .line(page.style().bad("problem: ") + verification.id() + ": " + Style.harmless(p.message()));
                page.details(p);
            });
        }
    }

    private static String result(Verification found) {
        String fine = found.defects().isEmpty() ? "fine" : "fine, of a database with defects";
        return found.ok() ? fine : "not fine";
    }

    private static String unsigned(Optional<Backup> backup) {
        return backup.filter(b -> b.signer().isEmpty()).map(b -> "unsigned").orElse("");
    }
}
