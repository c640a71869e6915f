package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.Restored;
import dev.cairn.console.RestoreDocuments.NewFileDocument;
import dev.cairn.console.RestoreDocuments.PlanDocument;
import dev.cairn.console.RestoreDocuments.RecoveryDocument;
import dev.cairn.console.RestoreDocuments.RestoreDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        customSynopsis = {
            "cairn restore --repo DIR --db FILE [--id ID] [--dry-run] [OPTION...]",
            "       cairn restore --repo DIR --to-new FILE [--id ID] [OPTION...]",
            "       cairn restore --recover --db FILE [--json]"
        },
        header = "Put back what is in a backup.",
        description = {
            "The newest unless told otherwise. It is put together and checked beside the database first. What was in the"
                    + " database is kept as a restore point; a restore that fails is rolled back, and one that was killed"
                    + " is ended by --recover. Stop the programs that use the database before.",
            "With --to-new nothing but the new file is written."
        },
        footer = {
            "  cairn restore --repo backups --db app.db --identity app.key --dry-run",
            "  cairn restore --repo backups --db app.db --to-new yesterday.db",
            "  cairn restore --recover --db app.db"
        })
final class RestoreCommand extends CairnCommand {
    @Option(names = "--repo", paramLabel = "DIR", order = -10, description = "The directory that the backups lie in.")
    private @Nullable Path repository;

    @Option(names = "--db", paramLabel = "FILE", order = -9, description = "The database to be replaced.")
    private @Nullable Path database;

    @Option(names = "--to-new", paramLabel = "FILE", order = 1, description = "Restore into this new file instead.")
    private @Nullable Path target;

    @Option(names = "--recover", order = 2, description = "End a restore that was killed: it is done then, or undone.")
    private boolean recover;

    @Option(names = "--id", paramLabel = "ID", order = 3, description = "This backup, not the newest.")
    private @Nullable String id;

    @Option(
            names = "--dry-run",
            order = 10,
            description = "Say what would be done, and touch nothing. Exits with 1 if it would be refused.")
    private boolean dryRun;

    @Option(
            names = "--force",
            order = 11,
            description = "Even while other programs have the database open, and over a database of another name or"
                    + " program.")
    private boolean force;

    @Mixin
    private Keys.Opening keys = new Keys.Opening();

    @Mixin
    private Keys.Believing believing = new Keys.Believing();

    RestoreCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        terminal().interruption().isHeard();
        if (recover) {
            return recovered(required(database, "--db"));
        }
        Path from = required(repository, "--repo");
        try (ProgressLine progress = new ProgressLine(terminal())) {
            BackupsBuilder builder = Backups.in(from).progress(p -> progress.at(Step.of(p)));
            keys.set(builder);
            believing.set(builder);
            Backups backups = builder.build();
            if (target != null) {
                return toNew(backups, target);
            }
            return dryRun ? plan(backups, required(database, "--db")) : restore(backups, required(database, "--db"));
        }
    }

    private Path required(@Nullable Path path, String option) {
        if (path == null) {
            throw misused("Missing required option: '" + option + "'");
        }
        return path;
    }

    private RestorePlan planned(Backups backups, Path file) {
        RestorePlan plan = backups.planRestore(Optional.ofNullable(id), file, policy());
        warn(backups, plan.backup());
        return plan;
    }

    /** Who asks for the newest would not know that it is not. */
    private void warn(Backups backups, Backup chosen) {
        List<String> newer = id == null ? backups.passedOver(chosen.id()) : List.of();
        if (!newer.isEmpty()) {
            terminal()
                    .warn("newer backups cannot be read or are not trusted, and are passed over: "
                            + String.join(", ", newer) + "; look at them with ./cairn verify --all");
        }
    }

    private RestorePolicy policy() {
        return force ? RestorePolicy.careful().forced() : RestorePolicy.careful();
    }

    private Answer plan(Backups backups, Path file) {
        RestorePlan plan = planned(backups, file);
        return new Answer(
                Exit.fineIf(plan.possible()), PlanDocument.of(plan), page -> RestoreReports.print(page, plan));
    }

    private Answer restore(Backups backups, Path file) {
        Backup backup = planned(backups, file).backup();
        Restored done = backups.restore(backup.id(), file, policy());
        return new Answer(
                Exit.FINE, RestoreDocument.of(done, backup), page -> RestoreReports.print(page, done, backup));
    }

    private Answer toNew(Backups backups, Path file) {
        String chosen =
                id != null ? id : backups.standing().newest().map(Backup::id).orElseThrow(Refused::noBackup);
        PlainCopy copy = backups.restoreToNew(chosen, file);
        Backup backup = backups.list().stream()
                .filter(b -> b.id().equals(chosen))
                .findFirst()
                .orElseThrow(Refused::noBackup);
        return new Answer(
                Exit.FINE, NewFileDocument.of(copy, backup), page -> RestoreReports.print(page, copy, backup));
    }

    private static Answer recovered(Path file) {
        Optional<Recovered> recovered = Backups.recover(file);
        return new Answer(
                Exit.FINE,
                RecoveryDocument.of(file.toString(), recovered),
                page -> RestoreReports.print(page, recovered));
    }
}
