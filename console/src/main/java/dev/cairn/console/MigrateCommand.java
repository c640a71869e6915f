package dev.cairn.console;

import dev.cairn.console.Documents.RunDocument;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Report;
import dev.cairn.schema.Status;
import dev.cairn.schema.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        customSynopsis = {
            "cairn migrate --db FILE (--system NAME | --migrations DIR)",
            "                     [--to ID | --only ID] [OPTION...]"
        },
        header = "Apply pending migrations.",
        description = {
            "Creates the database if it is not there. All that is pending is applied in one transaction: if one fails,"
                    + " nothing has changed. A copy from before is kept as a restore point."
        },
        footer = {
            "  cairn migrate --db app.db --system pqs",
            "  cairn migrate --db app.db --migrations db/shop --dry-run",
            "  cairn migrate --db app.db --migrations db/shop --to 007 --as ada"
        })
final class MigrateCommand extends DatabaseCommand {
    static final class Reach {
        @Option(names = "--to", paramLabel = "ID", order = 1, description = "Stop behind this one: 7, 007 or 007_name.")
        private @Nullable String to;

        @Option(names = "--only", paramLabel = "ID", order = 2, description = "Only this one, and what it depends on.")
        private @Nullable String only;
    }

    @ArgGroup(multiplicity = "0..1", order = 1)
    private Reach reach = new Reach();

    @Option(names = "--dry-run", order = 40, description = "Try on a private copy, which is thrown away.")
    private boolean dryRun;

    @Mixin
    private Switches.Stepwise stepwise = new Switches.Stepwise();

    @Mixin
    private Switches.Destructive destructive = new Switches.Destructive();

    @Mixin
    private Switches.Order order = new Switches.Order();

    @Mixin
    private Switches.Copy copy = new Switches.Copy();

    @Mixin
    private Switches.Validation validation = new Switches.Validation();

    @Mixin
    private Switches.Actor actor = new Switches.Actor();

    MigrateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        stepwise.set(builder);
        destructive.set(builder);
        order.set(builder);
        copy.set(builder);
        validation.set(builder);
        actor.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Target target = target(migrations);
        Report report = dryRun ? migrator.dryRun(target) : migrator.migrate(target);
        Status after = migrator.status();
        return new Answer(
                Exit.FINE,
                RunDocument.of(place(migrations), dryRun, report, after),
                page -> Reports.print(page, dryRun ? "would be applied" : "applied", report, dryRun, after));
    }

    private Target target(Migrations migrations) {
        if (reach.to != null) {
            return Target.to(migrations.get(reach.to).number());
        }
        if (reach.only != null) {
            return Target.only(migrations.get(reach.only).number());
        }
        return Target.end();
    }
}
