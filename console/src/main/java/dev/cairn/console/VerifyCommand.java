package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Level;
import dev.cairn.backup.Verification;
import dev.cairn.console.BackupDocuments.VerificationItem;
import dev.cairn.console.BackupDocuments.VerifyDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        customSynopsis = "cairn verify --repo DIR [--id ID | --all] [--level 1|2|3] [OPTION...]",
        header = "Look whether backups are still what was stored.",
        description = {
            "The newest, with all that it builds on, unless told otherwise. Exits with 1 if one is not fine.",
            "Level 1 compares every file with its digest, which finds any damage and needs no key. Level 2 opens and"
                    + " unpacks them besides. Level 3 restores each into scratch, and checks it."
        },
        footer = {
            "  cairn verify --repo backups --all",
            "  cairn verify --repo backups --level 3 --identity app.key --trust app.pub"
        })
final class VerifyCommand extends RepositoryCommand {
    static final class Reach {
        @Option(names = "--id", required = true, paramLabel = "ID", order = 1, description = "This one.")
        private @Nullable String id;

        @Option(names = "--all", required = true, order = 2, description = "All there are, oldest first.")
        private boolean all;
    }

    @ArgGroup(multiplicity = "0..1", order = 1)
    private Reach reach = new Reach();

    @Option(names = "--level", paramLabel = "N", order = 3, description = "1, 2 or 3 (default: 1).")
    private int level = 1;

    @Mixin
    private Keys.Opening keys = new Keys.Opening();

    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(BackupsBuilder builder) {
        keys.set(builder);
    }

    @Override
    Answer run(Backups backups) {
        Level depth = Level.of(level);
        List<Verification> found = reach.all ? backups.verifyAll(depth) : List.of(backups.verify(id(backups), depth));
        if (found.isEmpty()) {
            throw Refused.noBackup();
        }
        return answer(repository(), "verified", found, BackupReports.byId(backups.list()));
    }

    private String id(Backups backups) {
        return reach.id != null
                ? reach.id
                : backups.list().stream().findFirst().map(Backup::id).orElseThrow(Refused::noBackup);
    }

    static Answer answer(String repository, String heading, List<Verification> found, Map<String, Backup> known) {
        boolean fine = found.stream().allMatch(Verification::ok);
        List<VerificationItem> items = found.stream()
                .map(v -> VerificationItem.of(v, Optional.ofNullable(known.get(v.id()))))
                .toList();
        return new Answer(
                Exit.fineIf(fine),
                new VerifyDocument(repository, fine, items),
                page -> BackupReports.print(page, heading, found, known));
    }
}
