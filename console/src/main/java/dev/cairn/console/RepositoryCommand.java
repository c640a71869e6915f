package dev.cairn.console;

import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on the backups in a repository. Ctrl-C ends it in order. */
abstract class RepositoryCommand extends CairnCommand {
    @Option(
            names = "--repo",
            required = true,
            paramLabel = "DIR",
            order = -10,
            description = "The directory that the backups lie in.")
    private Path repository = Path.of("");

    @Mixin
    private Keys.Believing believing = new Keys.Believing();

    RepositoryCommand(Terminal terminal) {
        super(terminal);
    }

    abstract Answer run(Backups backups);

    /** Sets what the options of this command say. */
    void configure(BackupsBuilder builder) {}

    String repository() {
        return repository.toString();
    }

    @Override
    final Answer run() {
        terminal().interruption().isHeard();
        try (ProgressLine progress = new ProgressLine(terminal())) {
            BackupsBuilder builder = Backups.in(repository)
                    .as(System.getProperty("user.name", "system"))
                    .progress(p -> progress.at(Step.of(p)));
            believing.set(builder);
            configure(builder);
            return run(builder.build());
        }
    }
}
