package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.PlainCopy;
import dev.cairn.console.BackupDocuments.BackupDocument;
import dev.cairn.console.BackupDocuments.BackupItem;
import dev.cairn.console.BackupDocuments.CopyDocument;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backup",
        customSynopsis = {
            "cairn backup --db FILE --repo DIR",
            "                    (--recipient AGE... | --passphrase-file F | --no-encryption)",
            "                    [--sign FILE] [--kind auto|full|incremental] [OPTION...]",
            "       cairn backup --db FILE --to FILE [--json]"
        },
        header = "Back up a database, which may be in use meanwhile.",
        description = {
            "Keeps one committed state of it in a repository, which the first backup makes; read again and compared"
                    + " before it counts. Or writes one plain copy, checked by SQLite. Whatever fails leaves nothing"
                    + " behind, and the backups before as they were."
        },
        footer = {
            "  cairn backup --db app.db --repo backups --recipient app.pub --sign app.key",
            "  cairn backup --db app.db --repo backups --no-encryption --kind full",
            "  cairn backup --db app.db --to copies"
        })
final class BackupCommand extends CairnCommand {
    private static final Set<String> OF_COPIES = Set.of("--db", "--to", "--json");

    /** Spelled as on the command line. */
    enum Kind {
        auto,
        full,
        incremental
    }

    static final class Target {
        @Option(
                names = "--repo",
                required = true,
                paramLabel = "DIR",
                order = -10,
                description = "The directory that the backups of this database lie in.")
        private @Nullable Path repository;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "FILE",
                order = -9,
                description = "A new file for a plain copy, unencrypted; or a directory, for one named after the"
                        + " database and the time.")
        private @Nullable Path copy;
    }

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @ArgGroup(multiplicity = "1", order = -10)
    private Target target = new Target();

    @Mixin
    private Keys.Closing closing = new Keys.Closing();

    @Mixin
    private Keys.Believing believing = new Keys.Believing();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            order = 10,
            description = "${COMPLETION-CANDIDATES}; auto, the default, is incremental where that is possible and"
                    + " smaller.")
    private Kind kind = Kind.auto;

    @Option(
            names = "--level",
            paramLabel = "N",
            order = 50,
            description = "Of zstd: 1 to 19, or 0 for none (default: 3).")
    private int level = 3;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            order = 79,
            description = "What the repository calls the database, where the file has another name now.")
    private @Nullable String name;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            order = 80,
            description = "Who is noted as the one who took it (default: the system's user).")
    private String by = System.getProperty("user.name", "system");

    BackupCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        terminal().interruption().isHeard();
        Backups.unfinishedRestore(database.file())
                .ifPresent(state -> terminal()
                        .warn("a restore of this database is not finished; if it was killed: "
                                + Refusal.recovery(database.toString())));
        try (ProgressLine progress = new ProgressLine(terminal())) {
            return target.repository == null
                    ? copy(target.copy == null ? Path.of("") : target.copy, progress)
                    : backup(Backups.in(target.repository).progress(p -> progress.at(Step.of(p))), target.repository);
        }
    }

    private Answer backup(BackupsBuilder builder, Path repository) {
        closing.set(builder);
        believing.set(builder);
        if (name != null) {
            builder.database(name);
        }
        Backup backup = take(builder.compression(level).as(by).build());
        return new Answer(
                Exit.FINE,
                new BackupDocument(database.toString(), repository.toString(), BackupItem.of(backup)),
                page -> BackupReports.print(page, backup));
    }

    private Backup take(Backups backups) {
        return switch (kind) {
            case auto -> backups.take(database.file());
            case full -> backups.take(database.file(), Backup.Kind.FULL);
            case incremental -> backups.take(database.file(), Backup.Kind.INCREMENTAL);
        };
    }

    private Answer copy(Path to, ProgressLine progress) {
        requirePlain();
        PlainCopy copy = Backups.toFile(database.file(), to, p -> progress.at(Step.of(p)));
        return new Answer(Exit.FINE, CopyDocument.of(database.toString(), copy), page -> print(page, copy));
    }

    /** Who names a key must not get a plain file. */
    private void requirePlain() {
        given().filter(name -> !OF_COPIES.contains(name)).findFirst().ifPresent(name -> {
            throw misused("--to writes a plain copy: " + name + " does not go with it");
        });
    }

    private static void print(Page page, PlainCopy copy) {
        page.fact("copy", Style.harmless(copy.path().toString()));
        page.fact("size", Units.bytes(copy.size()));
        page.fact("sha256", copy.sha256());
        page.fact("secrecy", page.style().warning("unencrypted, unsigned"));
        page.fact("took", Units.text(copy.duration()));
        BackupReports.defects(page, copy.defects());
    }
}
