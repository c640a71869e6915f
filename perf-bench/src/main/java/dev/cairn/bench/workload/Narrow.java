package dev.cairn.bench.workload;

import dev.cairn.bench.generated.Bench;
import dev.cairn.bench.generated.ReadingsDraft;
import dev.cairn.bench.generated.ReadingsRepository;
import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.dal.Database;
import dev.cairn.schema.Migrator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;

/** Rows of three columns in one transaction, where what a library adds to each is seen best. */
public final class Narrow {
    /** A call for each row, as the driver does it unless told otherwise: each asks for its key. */
    public static final String DEFAULTS = "raw JDBC, a call a row";

    private static final String INSERT = "INSERT INTO readings (sensor, value) VALUES (?, ?)";
    private static final int BATCH = 500;

    private final Connection connection;
    private final ReadingsRepository readings;
    private final int rows;

    private Narrow(Connection connection, Database database, int rows) {
        this.connection = connection;
        this.readings = new Bench(database).readings();
        this.rows = rows;
    }

    static void run(Stage stage) throws Exception {
        Target target = Target.of(stage.folder().resolve("narrow.db"));
        Migrator.of(target.file(), Bench.MIGRATIONS).migrate();
        try (Connection connection = target.connect();
                Database database =
                        Database.at(target.file()).migrations(Bench.MIGRATIONS).open()) {
            Narrow narrow = new Narrow(connection, database, stage.full() ? 10_000 : 100);
            Contest contest = new Contest()
                    .add(PeerKind.RAW.title(), turn -> narrow.inBatches(), turn -> narrow.checked(narrow.inBatches()))
                    .add(DEFAULTS, turn -> narrow.oneByOne(), turn -> narrow.checked(narrow.oneByOne()))
                    .add(PeerKind.CAIRN.title(), turn -> narrow.byCairn(), turn -> narrow.checked(narrow.byCairn()))
                    .settling(narrow::writeBack)
                    .takingBack(narrow::clear);
            Plan plan = stage.full() ? new Plan(25, 1, 600, 1) : new Plan(1, 1, 1, 1);
            stage.report().add(Rounds.run(Suite.NARROW, contest.contenders(), plan));
        }
    }

    private int byCairn() {
        readings.insertAll(IntStream.range(0, rows)
                .mapToObj(i -> new ReadingsDraft().sensor("sensor-" + i % 100).value((long) i))
                .toList());
        return rows;
    }

    private int oneByOne() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                bind(statement, i).executeUpdate();
            }
        }
        return commit();
    }

    private int inBatches() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                bind(statement, i).addBatch();
                if (i % BATCH == BATCH - 1) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
        return commit();
    }

    private static PreparedStatement bind(PreparedStatement statement, int i) throws SQLException {
        statement.setString(1, "sensor-" + i % 100);
        statement.setLong(2, i);
        return statement;
    }

    private int commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        return rows;
    }

    private String checked(int written) throws SQLException {
        return written + " rows " + text("SELECT count(*) || ' ' || sum(value) || ' ' || min(sensor) FROM readings");
    }

    private void writeBack() throws SQLException {
        text("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM readings");
        }
        writeBack();
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
