package dev.cairn.console;

import dev.cairn.console.Documents.DriftDocument;
import dev.cairn.schema.Drift;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
        name = "drift",
        customSynopsis = "cairn drift --db FILE (--system NAME | --migrations DIR) [OPTION...]",
        header = "Compare the database with a fresh build of what it has applied.",
        description = "Changes nothing. Exits with 1 if they differ.",
        footer = {"  cairn drift --db app.db --system pqs", "  cairn drift --db app.db --migrations db/shop --json"})
final class DriftCommand extends DatabaseCommand {
    DriftCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Drift drift = migrator.drift();
        return new Answer(
                Exit.fineIf(drift.isClean()), DriftDocument.of(place(migrations), drift), page -> print(page, drift));
    }

    private static void print(Page page, Drift drift) {
        page.table(
                List.of("differs (" + drift.differences().size() + ")", "object", "how"),
                drift.differences(),
                d -> List.of(d.type().name().toLowerCase(Locale.ROOT), d.object(), d.detail()));
        if (drift.isClean()) {
            page.line(page.style().good("No drift: the database is what its migrations make."));
        }
    }
}
