package dev.cairn.schema;

import dev.cairn.schema.History.State;
import dev.cairn.schema.MigrationException.Kind;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Notes migrations as applied to a database that somebody else made. Confined to one thread. */
final class Baseline {
    private final Sqlite live;
    private final Settings settings;

    Baseline(Sqlite live, Settings settings) {
        this.live = live;
        this.settings = settings;
    }

    void adopt(Migrations adopted) throws SQLException {
        EngineGuard.check(live);
        live.beginImmediate(settings.lockTimeout());
        try {
            check(adopted);
            note(adopted);
            live.commit(settings.lockTimeout());
        } catch (SQLException | RuntimeException e) {
            live.rollback();
            throw e;
        }
    }

    private void check(Migrations adopted) throws SQLException {
        if (!History.read(live).applied().isEmpty()) {
            throw MigrationException.of(Kind.HAS_HISTORY).build();
        }
        String differences = Execution.fresh(adopted).differences(Schema.read(live)).stream()
                .filter(d -> d.type() != Drift.Type.EXTRA)
                .map(Drift.Difference::toString)
                .collect(Collectors.joining("; "));
        if (!differences.isEmpty() && settings.validation()) {
            throw MigrationException.of(Kind.BASELINE_DIFFERS)
                    .with("differences", differences)
                    .build();
        }
    }

    private void note(Migrations adopted) throws SQLException {
        History.create(live);
        for (Migration migration : adopted) {
            History.record(live, migration, State.SUCCESS, settings.clock().instant(), settings.actor(), 0, "baseline");
        }
    }
}
