package dev.cairn.console;

import dev.cairn.console.Documents.RehearsalDocument;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Rehearsal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rehearse",
        customSynopsis = "cairn rehearse --db FILE (--system NAME | --migrations DIR) [OPTION...]",
        header = "Prove pending migrations on a private copy: up, down, up.",
        description =
                "Compares schema and rows before and after, and tells how long it takes. Needs as much space again"
                        + " beside the database. Exits with 1 if what can be undone did not come back as it was.",
        footer = {
            "  cairn rehearse --db app.db --system pqs",
            "  cairn rehearse --db app.db --migrations db/shop --json"
        })
final class RehearseCommand extends DatabaseCommand {
    @Mixin
    private Switches.Destructive destructive = new Switches.Destructive();

    @Mixin
    private Switches.Order order = new Switches.Order();

    RehearseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        destructive.set(builder);
        order.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Rehearsal rehearsal = migrator.rehearse();
        return new Answer(
                Exit.fineIf(rehearsal.isProven()),
                RehearsalDocument.of(place(migrations), rehearsal),
                page -> print(page, rehearsal));
    }

    private static void print(Page page, Rehearsal rehearsal) {
        Reports.steps(page, "up", rehearsal.up());
        Reports.steps(page, "down", rehearsal.down());
        list(page, "without a way back", rehearsal.irreversible());
        list(page, "schema differs", rehearsal.schemaDifferences());
        list(page, rehearsal.lossDeclared() ? "rows differ, as declared" : "rows differ", rehearsal.rowDifferences());
        page.line(verdict(page.style(), rehearsal) + ", in " + Units.text(rehearsal.took()));
    }

    private static String verdict(Style style, Rehearsal rehearsal) {
        if (!rehearsal.isProven()) {
            return style.bad("Not proven: what was undone did not come back as it was");
        }
        return style.good(
                rehearsal.up().isEmpty() ? "Nothing is pending" : "Proven: applied, undone and applied again");
    }

    private static void list(Page page, String title, List<String> items) {
        page.table(List.of(title + " (" + items.size() + ")"), items, List::of);
    }
}
