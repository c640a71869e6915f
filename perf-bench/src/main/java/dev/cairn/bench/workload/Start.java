package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.harness.Rounds;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.peer.Typical;
import dev.cairn.bench.peer.TypicalPeer;
import dev.cairn.dal.Database;
import dev.cairn.samples.Dataset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The start that the systems come from, made again: the same tables without indexes but those of keys, a connection
 * opened for each call with the driver's defaults, statements prepared each time. Beside it the same with the indexes,
 * and Cairn, so that what indexes bring and what connections bring can be told apart.
 */
public final class Start {
    /** Without indexes and pool. */
    public static final String START = "start: no index, no pool";
    /** Without a pool. */
    public static final String INDEXED = "indexes, no pool";
    /** All of them by one caller, to see the percentiles. */
    public static final String ALL = "typical queries, one caller";

    private final Stage stage;
    private final Map<Dataset, Database> databases = new EnumMap<>(Dataset.class);
    private final Map<String, List<TypicalPeer>> peers = new LinkedHashMap<>();

    private Start(Stage stage) {
        this.stage = stage;
    }

    /** What the comparison of one query is called. */
    public static String name(Typical query) {
        return "from the start: " + query.title();
    }

    /** Those there were before search. */
    public static List<Typical> queries() {
        List<Typical> queries = new ArrayList<>(List.of(Typical.values()));
        queries.remove(Typical.SEARCH);
        return queries;
    }

    static void run(Stage stage) throws Exception {
        new Start(stage).run();
    }

    private void run() throws Exception {
        try {
            for (Typical query : queries()) {
                one(query);
            }
            LoadContest all = new LoadContest(ALL, 1);
            peers.forEach((name, queries) -> all.add(name, (thread, turn) -> {
                int next = turn % queries.size();
                queries.get(next).run(turn);
                return queries().get(next).title();
            }));
            stage.report().add(all.run(stage.load()));
        } finally {
            databases.values().forEach(Database::close);
        }
    }

    private void one(Typical query) throws Exception {
        Target indexed = stage.data(query.dataset(), stage.rows());
        Contest contest = new Contest();
        add(contest, START, TypicalPeer.openedForEachCall(query, unindexed(query.dataset())));
        add(contest, INDEXED, TypicalPeer.openedForEachCall(query, indexed));
        Database database = databases.computeIfAbsent(query.dataset(), key -> TypicalPeer.database(query, indexed));
        add(contest, PeerKind.CAIRN.title(), TypicalPeer.on(database, query, indexed));
        Plan plan = stage.full() ? new Plan(7, 60, 200, 10) : new Plan(1, 1, 1, 2);
        stage.report().add(Rounds.run(name(query), contest.contenders(), plan));
    }

    private void add(Contest contest, String name, TypicalPeer peer) {
        contest.add(name, peer);
        peers.computeIfAbsent(name, key -> new ArrayList<>()).add(peer);
    }

    private Target unindexed(Dataset dataset) throws Exception {
        Target target = stage.copy(dataset, dataset + "-start");
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            for (String index : indexes(statement)) {
                statement.execute("DROP INDEX \"" + index + '"');
            }
        }
        return target;
    }

    private static List<String> indexes(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
