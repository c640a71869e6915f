package dev.cairn.console;

import dev.cairn.console.Documents.StatusDocument;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Status;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "baseline",
        customSynopsis = {
            "cairn baseline --db FILE (--system NAME | --migrations DIR)",
            "                      --to ID [OPTION...]"
        },
        header = "Adopt a database that was not made by these migrations.",
        description = "Notes the migrations up to one as applied, without running them, after a look that what they"
                + " would have made is there.",
        footer = {
            "  cairn baseline --db old.db --system ebf --to 005 --as ada",
            "  cairn baseline --db old.db --migrations db/shop --to 002_create_orders"
        })
final class BaselineCommand extends DatabaseCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "ID",
            order = 1,
            description = "The last whose content is there: 7, 007 or 007_name.")
    private String to = "";

    @Mixin
    private Switches.Validation validation = new Switches.Validation();

    @Mixin
    private Switches.Actor actor = new Switches.Actor();

    BaselineCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        validation.set(builder);
        actor.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Status status = migrator.baseline(migrations.get(to).number());
        return new Answer(
                Exit.FINE,
                StatusDocument.of(place(migrations), status, Optional.empty()),
                page -> page.line("Adopted " + Units.count(status.applied().size(), "migration") + ", up to "
                        + status.current().orElse("none") + "; "
                        + status.pending().size() + " pending."));
    }
}
