package dev.cairn.console;

import dev.cairn.console.Documents.StatusDocument;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Status;
import dev.cairn.schema.Status.Applied;
import dev.cairn.schema.Status.Pending;
import dev.cairn.schema.Target;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        customSynopsis = {
            "cairn status --db FILE (--system NAME | --migrations DIR)",
            "                    [--check] [OPTION...]"
        },
        header = "Show what is applied and what is not.",
        description = "Creates and changes nothing. Times are in UTC.",
        footer = {
            "  cairn status --db app.db --system pqs",
            "  cairn status --db app.db --migrations db/shop --check || echo 'not up to date'"
        })
final class StatusCommand extends DatabaseCommand {
    @Option(
            names = "--check",
            order = 1,
            description = "Exit with 1 if something is pending or migrate would be refused.")
    private boolean check;

    @Mixin
    private Switches.Order order = new Switches.Order();

    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void configure(Migrator.Builder builder) {
        order.set(builder);
    }

    @Override
    Answer run(Migrator migrator, Migrations migrations) {
        Status status = migrator.status();
        Optional<Refusal> problem = problem(migrator);
        Place place = place(migrations);
        return new Answer(
                check ? Exit.fineIf(status.pending().isEmpty() && problem.isEmpty()) : Exit.FINE,
                StatusDocument.of(place, status, problem),
                page -> print(page, place, status, problem));
    }

    /** Why migrate would be refused. */
    private static Optional<Refusal> problem(Migrator migrator) {
        try {
            migrator.plan(Target.end());
            return Optional.empty();
        } catch (MigrationException e) {
            return Optional.of(Refusal.of(e));
        }
    }

    private static void print(Page page, Place place, Status status, Optional<Refusal> problem) {
        page.fact("database", Style.harmless(place.database()));
        page.fact("source", Style.harmless(place.source()));
        page.fact("current", Style.harmless(status.current().orElse("nothing applied")));
        page.fact("latest", status.latest().orElse("none"));
        page.fact("state", state(page.style(), status, problem));
        applied(page, "applied", status.applied());
        pending(page, status.pending());
        applied(page, "failed", status.failed());
        applied(page, "rolled back", status.rolledBack());
        problem.ifPresent(p -> {
            page.line().line(page.style().bad("problem: ") + p.message());
            page.details(p);
        });
    }

    private static String state(Style style, Status status, Optional<Refusal> problem) {
        if (problem.isPresent()) {
            return style.bad("migrate would be refused");
        }
        String failed = status.failed().isEmpty()
                ? ""
                : style.bad(", " + status.failed().size() + " failed");
        return status.pending().isEmpty()
                ? style.good("up to date")
                : style.warning(status.pending().size() + " pending") + failed;
    }

    private static void applied(Page page, String title, List<Applied> rows) {
        if (!rows.isEmpty()) {
            page.line();
        }
        page.table(
                List.of(title + " (" + rows.size() + ")", "when (UTC)", "by", "took", ""),
                rows,
                a -> List.of(a.migration(), Units.text(a.at()), a.by(), Units.text(a.took()), a.consent()));
    }

    private static void pending(Page page, List<Pending> rows) {
        if (!rows.isEmpty()) {
            page.line();
        }
        page.table(List.of("pending (" + rows.size() + ")", ""), rows, p -> List.of(p.migration(), p.description()));
    }
}
