package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.report.Report;
import dev.cairn.samples.Dataset;
import dev.cairn.schema.Migrations;
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
 * @param million also at a million rows, and longer with many threads
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
        return full ? new Plan(15, 40, 400, 60) : new Plan(2, 2, 4, 3);
    }

    /** For many threads, whose slices have to be longer. */
    Plan load() {
        if (million) {
            return new Plan(7, 3_000, 1_000, 0);
        }
        return full ? new Plan(3, 800, 1_000, 0) : new Plan(2, 20, 10, 0);
    }

    /** For many threads that mostly read: what is written back at the end of a slice must not be most of it. */
    Plan longLoad() {
        return full && !million ? new Plan(3, 2_000, 1_000, 0) : load();
    }

    /** For many threads where there are many such comparisons. */
    Plan shortLoad() {
        if (million) {
            return new Plan(5, 1_000, 500, 0);
        }
        return full ? new Plan(3, 300, 150, 0) : new Plan(1, 20, 10, 0);
    }

    /** The file with so many users, made when it is asked for first. */
    Target data(int rows) throws SQLException, IOException {
        return data(Dataset.PQS, rows);
    }

    /** The file of one of the systems, made when it is asked for first. */
    Target data(Dataset dataset, int rows) throws SQLException, IOException {
        Target target = Target.of(folder.resolve(dataset + "-" + rows + ".db"));
        if (!Files.exists(target.file())) {
            Migrator.of(target.file(), Migrations.classpath(dataset.migrations()))
                    .migrate();
            try (Connection connection = target.connect()) {
                dataset.fill(connection, rows, SEED);
            }
        }
        return target;
    }

    /** A copy of that with users, to be written to. */
    Target copy(String name) throws SQLException, IOException {
        return copy(Dataset.PQS, name);
    }

    /** A copy of one, to be changed. */
    Target copy(Dataset dataset, String name) throws SQLException, IOException {
        Target target = Target.of(folder.resolve(name + ".db"));
        if (!Files.exists(target.file())) {
            try (Connection connection = data(dataset, rows()).connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + target.file() + "'");
            }
        }
        return target;
    }
}
