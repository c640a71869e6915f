package dev.cairn.console;

import dev.cairn.console.Documents.HealthDocument;
import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Health;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "health",
        customSynopsis = "cairn health --db FILE [--integrity] [OPTION...]",
        header = "Look whether a database can be read, and what is wrong with it.",
        description = "Creates and changes nothing. Exits with 1 if something is wrong.",
        footer = {"  cairn health --db app.db", "  cairn health --db app.db --integrity --json"})
final class HealthCommand extends FileCommand {
    @Option(names = "--integrity", order = 1, description = "Read the whole file, and follow all references.")
    private boolean integrity;

    HealthCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        try (Database db = openForReading()) {
            Health health = integrity
                    ? db.inspect().healthWithIntegrity()
                    : db.inspect().health();
            return new Answer(
                    Exit.fineIf(health.healthy()),
                    HealthDocument.of(database(), health),
                    page -> print(page, database(), health));
        }
    }

    private static void print(Page page, String database, Health health) {
        Style style = page.style();
        page.fact("database", Style.harmless(database));
        page.fact(
                "state",
                health.healthy()
                        ? style.good("healthy")
                        : style.bad(Units.count(health.problems().size(), "problem")));
        page.fact("response", Units.text(health.responseTime()));
        page.fact("wal", health.writeAhead() ? "on" : "off until a service opens the file");
        page.fact("keys", health.foreignKeys() ? "enforced" : style.bad("not enforced"));
        page.fact("integrity", health.intact().map(HealthCommand::integrity).orElse("not looked at"));
        page.fact("tables", Integer.toString(health.tables()));
        page.fact("indexes", Integer.toString(health.indexes()));
        if (!health.healthy()) {
            page.line();
        }
        health.problems().forEach(p -> page.line(style.bad("problem: ") + Style.harmless(p)));
    }

    private static String integrity(boolean intact) {
        return intact ? "whole" : "damaged";
    }
}
