package dev.cairn.bench.workload;

import dev.cairn.bench.data.Dataset;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.report.Report;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.schema.Migrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Where the workloads run: how long, with whom, on which files, and where figures go.
 *
 * @param full the whole suite, not only to show that it runs
 * @param million also at a million rows
 * @param kinds who takes part; raw JDBC and Cairn always do
 * @param folder for files
 * @param report of all
 * @param children where each library has a JVM of its own
 */
public record Stage(boolean full, boolean million, Set<PeerKind> kinds, Path folder, Report report, Children children) {
    private static final long SEED = 20_260_101;

    /** How many users there are. */
    int rows() {
        return full ? 100_000 : 2_000;
    }

    Plan plan() {
        return full ? new Plan(25, 40, 800, 200) : new Plan(2, 2, 4, 3);
    }

    /** For many threads, whose slices have to be longer. */
    Plan load() {
        return full ? new Plan(5, 1_000, 500, 0) : new Plan(2, 20, 10, 0);
    }

    /** The file with so many users, made when it is asked for first. */
    Target data(int rows) throws SQLException, IOException {
        Target target = Target.of(folder.resolve("pqs-" + rows + ".db"));
        if (!Files.exists(target.file())) {
            Migrator.of(target.file(), Pqs.MIGRATIONS).migrate();
            try (Connection connection = target.connect()) {
                Dataset.PQS.fill(connection, rows, SEED);
            }
        }
        return target;
    }

    /** A copy of it, to be written to. */
    Target copy(String name) throws SQLException, IOException {
        Target target = Target.of(folder.resolve(name + ".db"));
        try (Connection connection = data(rows()).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + target.file() + "'");
        }
        return target;
    }
}
