package dev.cairn.schema;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Applies, undoes and applies again what is pending on a private copy. Confined to one thread. */
final class Rehearser {
    private final Path copy;
    private final Migrations migrations;
    private final Settings settings;

    Rehearser(Path copy, Migrations migrations, Settings settings) {
        this.copy = copy;
        this.migrations = migrations;
        this.settings = settings;
    }

    Rehearsal rehearse() throws SQLException {
        long start = System.nanoTime();
        try (Sqlite live = Sqlite.create(copy)) {
            new Run(copy, migrations, settings, live).initialize();
            Content before = Content.of(live);
            Report up = run(live, settings).up(Target.end());
            Content after = Content.of(live);
            List<Migration> applied =
                    up.steps().stream().map(s -> migrations.get(s.migration())).toList();
            Report down = undo(live, applied);
            List<String> schema = new ArrayList<>();
            List<String> rows = new ArrayList<>();
            if (!down.isEmpty()) {
                if (down.steps().size() == applied.size()) {
                    Content back = Content.of(live);
                    schema.addAll(before.schemaDifferences(back));
                    rows.addAll(before.rowDifferences(back, false));
                }
                run(live, settings).up(Target.end());
                Content again = Content.of(live);
                schema.addAll(after.schemaDifferences(again));
                rows.addAll(after.rowDifferences(again, true));
            }
            return new Rehearsal(
                    up.steps(),
                    down.steps(),
                    applied.stream()
                            .filter(m -> !m.reversible())
                            .map(Migration::name)
                            .toList(),
                    schema,
                    rows,
                    applied.stream().anyMatch(m -> m.destructive().isPresent()),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Undoes those above the highest that has no way down. */
    private Report undo(Sqlite live, List<Migration> applied) throws SQLException {
        int count = 0;
        while (count < applied.size() && applied.get(applied.size() - 1 - count).reversible()) {
            count++;
        }
        return count == 0
                ? new Report(List.of(), java.util.Optional.empty())
                : run(live, settings.withConsent()).down(Target.steps(count));
    }

    private Run run(Sqlite live, Settings with) throws SQLException {
        return new Run(copy, migrations, with, live);
    }
}
