package dev.cairn.console;

import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prove",
        customSynopsis = "cairn prove --repo DIR [--id ID] [OPTION...]",
        header = "Restore a backup into scratch, and look whether everything is right.",
        description = "The one whose last proof is longest ago, so that in time all have their turn; it is noted in the"
                + " repository. Exits with 1 if it is not fine.",
        footer = {
            "  cairn prove --repo backups --identity app.key --trust app.pub",
            "  cairn prove --repo backups --json"
        })
final class ProveCommand extends RepositoryCommand {
    @Option(names = "--id", paramLabel = "ID", order = 1, description = "This one instead.")
    private @Nullable String id;

    @Mixin
    private Keys.Opening keys = new Keys.Opening();

    ProveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(BackupsBuilder builder) {
        keys.set(builder);
    }

    @Override
    Answer run(Backups backups) {
        Verification proof = id == null ? backups.prove() : backups.prove(id);
        return VerifyCommand.answer(repository(), "proven", List.of(proof), BackupReports.byId(backups.list()));
    }
}
