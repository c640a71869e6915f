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
        name = "rollback",
        customSynopsis = {
            "cairn rollback --db FILE (--system NAME | --migrations DIR)",
            "                      (--to ID | --steps N | --only ID | --all) [OPTION...]"
        },
        header = "Undo applied migrations.",
        description =
                "Runs their downs: those in the source, else those kept in the database. One that others depend on"
                        + " stays. What would lose data is refused without --allow-destructive.",
        footer = {
            "  cairn rollback --db app.db --system pqs --steps 1 --dry-run",
            "  cairn rollback --db app.db --migrations db/shop --to 007 --allow-destructive"
        })
final class RollbackCommand extends DatabaseCommand {
    static final class Reach {
        @Option(
                names = "--to",
                required = true,
                paramLabel = "ID",
                order = 1,
                description = "Undo all above this one: 7, 007 or 007_name.")
        private @Nullable String to;

        @Option(
                names = "--steps",
                required = true,
                paramLabel = "N",
                order = 2,
                description = "Undo the last N applied.")
        private int steps;

        @Option(names = "--only", required = true, paramLabel = "ID", order = 3, description = "Undo this one alone.")
        private @Nullable String only;

        @Option(names = "--all", required = true, order = 4, description = "Undo all.")
        private boolean all;
    }

    @ArgGroup(multiplicity = "1", order = 1)
    private Reach reach = new Reach();

    @Option(names = "--dry-run", order = 40, description = "Try on a private copy, which is thrown away.")
    private boolean dryRun;

    @Mixin
    private Switches.Stepwise stepwise = new Switches.Stepwise();

    @Mixin
    private Switches.Destructive destructive = new Switches.Destructive();

    @Mixin
    private Switches.Copy copy = new Switches.Copy();

    @Mixin
    private Switches.Validation validation = new Switches.Validation();

    @Mixin
    private Switches.Actor actor = new Switches.Actor();

    RollbackCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        stepwise.set(builder);
        destructive.set(builder);
        copy.set(builder);
        validation.set(builder);
        actor.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Target target = target(migrator, migrations);
        Report report = dryRun ? migrator.dryRunRollback(target) : migrator.rollback(target);
        Status after = migrator.status();
        return new Answer(
                Exit.FINE,
                RunDocument.of(place(migrations), dryRun, report, after),
                page -> Reports.print(page, dryRun ? "would be undone" : "undone", report, dryRun, after));
    }

    private Target target(Migrator migrator, Migrations migrations) {
        if (reach.to != null) {
            return Target.to(number(migrator, migrations, reach.to));
        }
        if (reach.only != null) {
            return Target.only(number(migrator, migrations, reach.only));
        }
        return reach.all ? Target.end() : Target.steps(reach.steps);
    }

    /** That of a migration in the source, or of one that only the database knows. */
    private static long number(Migrator migrator, Migrations migrations, String id) {
        boolean named =
                migrator.status().applied().stream().anyMatch(a -> a.migration().equals(id));
        String digits = named ? id.substring(0, id.indexOf('_')) : id;
        return digits.matches("[0-9]{1,18}")
                ? Long.parseLong(digits)
                : migrations.get(id).number();
    }
}
