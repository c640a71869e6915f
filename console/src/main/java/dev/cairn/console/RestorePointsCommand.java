package dev.cairn.console;

import dev.cairn.console.Documents.RestorePointsDocument;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.RestorePoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore-points",
        customSynopsis = {
            "cairn restore-points --db FILE (--system NAME | --migrations DIR)",
            "                            [--use ID] [OPTION...]"
        },
        header = "List the copies from before earlier changes, or go back to one.",
        description = "They stand beside the database file; the last three are kept. Going back keeps the present state"
                + " as a restore point of its own, and needs --allow-destructive if rows written since would go. Times"
                + " are in UTC.",
        footer = {
            "  cairn restore-points --db app.db --system pqs",
            "  cairn restore-points --db app.db --system pqs --use 20260301T120000000Z"
        })
final class RestorePointsCommand extends DatabaseCommand {
    @Option(names = "--use", paramLabel = "ID", order = 1, description = "Write this one back over the database.")
    private @Nullable String use;

    @Mixin
    private Switches.Destructive destructive = new Switches.Destructive();

    @Mixin
    private Switches.Actor actor = new Switches.Actor();

    RestorePointsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        destructive.set(builder);
        actor.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        RestorePoint used = use == null ? null : migrator.rollback(named(migrator, use));
        List<RestorePoint> all = migrator.restorePoints();
        return new Answer(
                Exit.FINE, RestorePointsDocument.of(place(migrations), used, all), page -> print(page, used, all));
    }

    /** One that is not there is refused by the engine, in its words. */
    private static RestorePoint named(Migrator migrator, String id) {
        return migrator.restorePoints().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseGet(() -> new RestorePoint(id, Path.of(""), Instant.EPOCH, 0, ""));
    }

    private static void print(Page page, @Nullable RestorePoint used, List<RestorePoint> all) {
        if (used != null) {
            page.line(page.style().good("Went back to " + used.id() + ".")).line();
        }
        page.table(
                List.of("restore points (" + all.size() + ")", "taken (UTC)", "size", "current"),
                all,
                p -> List.of(p.id(), Units.text(p.taken()), Units.bytes(p.size()), p.current()));
        if (all.isEmpty()) {
            page.line("There are no restore points.");
        }
    }
}
