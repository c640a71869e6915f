package dev.cairn.console;

import dev.cairn.console.Documents.StatsDocument;
import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Statistics;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "stats",
        customSynopsis = "cairn stats --db FILE [OPTION...]",
        header = "Show sizes, and how many rows each table has.",
        description = "Creates and changes nothing. Counts rows, so it takes its time on large tables.",
        footer = {"  cairn stats --db app.db", "  cairn stats --db app.db --json"})
final class StatsCommand extends FileCommand {
    StatsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() {
        try (Database db = openForReading()) {
            Statistics statistics = db.inspect().statistics();
            return new Answer(
                    Exit.FINE, StatsDocument.of(database(), statistics), page -> print(page, database(), statistics));
        }
    }

    private static void print(Page page, String database, Statistics statistics) {
        page.fact("database", Style.harmless(database));
        page.fact("schema", schema(statistics.schemaVersion()));
        page.fact("size", Units.bytes(statistics.fileBytes()));
        page.fact("log", Units.bytes(statistics.logBytes()));
        page.fact("free", Units.bytes(statistics.freeBytes()));
        page.fact("page", Units.bytes(statistics.pageSize()));
        if (!statistics.rows().isEmpty()) {
            page.line();
        }
        page.table(
                List.of("tables (" + statistics.rows().size() + ")", "rows"),
                statistics.rows().entrySet(),
                t -> List.of(t.getKey(), t.getValue().toString()));
    }

    private static String schema(String version) {
        return version.isEmpty() ? "no migration is noted" : Style.harmless(version);
    }
}
