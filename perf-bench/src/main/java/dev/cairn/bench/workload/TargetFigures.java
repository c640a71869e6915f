package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Arrivals;
import dev.cairn.bench.harness.Child;
import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.peer.Peer;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.peer.Typical;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;

/** What only the systems' targets ask for: connections, plans, a hundred users, the memory of a process. */
public final class TargetFigures {
    /** How long it takes to have a connection that works. */
    public static final String CONNECTIONS = "a connection, used once";
    /** Opened each time. */
    public static final String OPENED = "opened for each call";
    /** A hundred users. */
    public static final String HUNDRED_USERS = "open loop, 100 users, 1,000 calls a second";
    /** Typical queries whose plan searches by an index. */
    public static final String COVERAGE = "typical queries by an index, %";
    /** In the tables of {@code pqs} that have most of them. */
    public static final String RECORDS = "records of pqs";
    /** What a JVM takes that has read some thousand rows. */
    public static final String PROCESS = "memory of a process, MiB";
    /** On the heap. */
    public static final String HEAP = "heap in use";
    /** All of it. */
    public static final String RESIDENT = "resident";

    private static final int USERS = 100;

    private TargetFigures() {}

    static void run(Stage stage) throws Exception {
        connections(stage);
        stage.report().figure(RECORDS, "users, documents, activities", records(stage.data(stage.rows())));
        stage.report().figure(COVERAGE, "all", 100.0 * covered(stage) / Typical.values().length);
        try (Loads loads = new Loads(stage.copy("users"), EnumSet.of(PeerKind.CAIRN))) {
            stage.report()
                    .add(loads.mix(HUNDRED_USERS, stage.full() ? USERS : 4)
                            .arriving(Arrivals.evenly(1_000))
                            .run(stage.load()));
        }
        process(stage);
    }

    private static void connections(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        try (Database database = Database.at(target.file())
                .migrations(Pqs.MIGRATIONS)
                .options(Pqs.OPTIONS)
                .open()) {
            LoadContest contest = new LoadContest(CONNECTIONS, 1)
                    .add(OPENED, (thread, turn) -> used(DriverManager.getConnection("jdbc:sqlite:" + target.file())))
                    .add(
                            PeerKind.CAIRN.title(),
                            (thread, turn) -> used(database.readers().getConnection()));
            stage.report().add(contest.run(stage.shortLoad()));
        }
    }

    private static String used(Connection connection) throws SQLException {
        try (connection;
                PreparedStatement statement = connection.prepareStatement("SELECT username FROM users WHERE id = 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? "connection" : "";
        }
    }

    private static double records(Target target) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM users)"
                        + " + (SELECT count(*) FROM documents) + (SELECT count(*) FROM user_activities)")) {
            return row.getDouble(1);
        }
    }

    private static long covered(Stage stage) throws Exception {
        long covered = 0;
        for (Typical query : Typical.values()) {
            try (Connection connection =
                    stage.data(query.dataset(), stage.rows()).connect()) {
                covered += isCovered(query, connection) ? 1 : 0;
            }
        }
        return covered;
    }

    private static boolean isCovered(Typical query, Connection connection) throws SQLException {
        for (String sql : query.statements()) {
            try (PreparedStatement statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String step = rows.getString(4);
                    if (step.startsWith("SCAN") && !step.contains("VIRTUAL TABLE INDEX")) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static void process(Stage stage) throws Exception {
        Target target = stage.data(stage.rows());
        String[] kibibytes = Child.output(
                        List.of("-XX:+UseSerialGC"),
                        TargetFigures.class,
                        target.file().toString())
                .split(" ", -1);
        stage.report().figure(PROCESS, HEAP, Double.parseDouble(kibibytes[0]) / 1_024);
        stage.report().figure(PROCESS, RESIDENT, Double.parseDouble(kibibytes[1]) / 1_024);
    }

    /** In the child: on which file. */
    public static void main(String[] args) throws Exception {
        try (Peer peer = PeerKind.CAIRN.open(Target.of(Path.of(args[0])))) {
            for (int id = 1; id <= 2_000; id++) {
                peer.byId(id);
            }
            System.out.println(Memory.used() / 1_024 + " " + resident());
        }
    }

    /** As Linux tells it; nothing elsewhere. */
    private static long resident() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
