package dev.cairn.bench.workload;

import dev.cairn.bench.harness.Contest;
import dev.cairn.bench.harness.LoadContest;
import dev.cairn.bench.harness.Plan;
import dev.cairn.bench.jmh.Jmh;
import dev.cairn.bench.migration.MigrationBenchmark;
import dev.cairn.bench.peer.PeerKind;
import dev.cairn.bench.peer.Target;
import dev.cairn.bench.peer.Typical;
import dev.cairn.bench.workload.Trial.Open;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** All workloads by name, in the order in which a whole run goes through them. */
public final class Suite {
    /** Point read by key. */
    public static final String POINT = "point read by id";
    /** Point read by a unique key. */
    public static final String USERNAME = "point read by username";
    /** Point read of rows with five dates. */
    public static final String DATES = "point read, five dates";
    /** Some rows of a secondary index. */
    public static final String FINDER = "finder, up to 10 rows";
    /** The next page. */
    public static final String PAGE = "keyset page of 20";
    /** More rows of an index. */
    public static final String HUNDRED = "100 rows by role";
    /** All rows. */
    public static final String STREAM = "stream of all rows";
    /** One row in a transaction. */
    public static final String INSERT = "insert";
    /** Many rows in a transaction. */
    public static final String BATCH = "insert of 10,000 rows";
    /** Two columns of a row in a transaction. */
    public static final String UPDATE = "update of two columns";
    /** Insert or change. */
    public static final String UPSERT = "upsert by username";
    /** A query put together at run time. */
    public static final String DYNAMIC = "dynamic query, one row";
    /** The same for more rows. */
    public static final String DYNAMIC_PAGE = "dynamic query, 20 rows";
    /** A point read beside the same in C. */
    public static final String LIMIT = "point read beside C";
    /** Many rows of few columns. */
    public static final String NARROW = "insert of rows of three columns";
    /** Open and close. */
    public static final String OPENING = "open, read a row, close";
    /** Writers that survive a crash of the program. */
    public static final String WRITERS = "10 writers, synchronous NORMAL";
    /** Writers that survive a loss of power. */
    public static final String WRITERS_FULL = "10 writers, synchronous FULL";
    /** Readers and writers. */
    public static final String MIX = "8 threads, 9 reads to a write";

    private static final int BATCH_ROWS = 10_000;
    private static final Map<String, Workload> ALL = new LinkedHashMap<>();

    static {
        read("point", POINT, Reads::byId).lasting(Suite::warmer);
        read("username", USERNAME, Reads::byUsername);
        read("dates", DATES, Reads::typedDates).among(Suite::withFormatter);
        read("finder", FINDER, Reads::finder);
        read("page", PAGE, Reads::page);
        read("rows100", HUNDRED, Reads::hundredRows);
        read("stream", STREAM, Reads::stream).lasting(Suite::callsByThemselves);
        dynamic("dynamic", DYNAMIC, Dynamic::oneRow);
        dynamic("dynamic-page", DYNAMIC_PAGE, Dynamic::page);
        write("insert", INSERT, Writes::insert);
        write("update", UPDATE, Writes::update);
        write("upsert", UPSERT, Writes::upsert);
        write("batch", BATCH, writes -> writes.batch(BATCH_ROWS)).lasting(Suite::callsByThemselves);
        ALL.put("narrow", Narrow::run);
        ALL.put("limit", Limit::run);
        for (Typical query : Typical.values()) {
            typical(query);
        }
        load("writers", WRITERS, false, Stage::load, Loads::writers);
        load("writers-full", WRITERS_FULL, true, Stage::load, Loads::writers);
        load("mix", MIX, false, Stage::longLoad, Loads::mix);
        ALL.put("threads", ManyThreads::run);
        ALL.put("open-loop", OpenLoop::run);
        ALL.put("scaling", Scaling::run);
        ALL.put("opening", Opening::run);
        ALL.put("cold-start", ColdStart::run);
        ALL.put("memory", Memory::run);
        ALL.put("start", Start::run);
        ALL.put("targets", TargetFigures::run);
        ALL.put("recovery", Recovery::run);
        ALL.put("migrations", MigrationBenchmark::run);
        ALL.put("jmh", Suite::jmh);
    }

    private Suite() {}

    /** All of them. */
    public static Map<String, Workload> all() {
        return new LinkedHashMap<>(ALL);
    }

    /** What a comparison on one thread is called in tables. */
    public static String title(String name) {
        return trial(name).title();
    }

    static Trial trial(String name) {
        if (ALL.get(name) instanceof Trial trial) {
            return trial;
        }
        throw new IllegalArgumentException("not a comparison on one thread: " + name);
    }

    private static Trial add(String name, String title, Trial.Opener opener) {
        Trial trial = new Trial(name, title, opener);
        ALL.put(name, trial);
        return trial;
    }

    private static Trial read(String name, String title, Function<Reads, Contest> read) {
        return add(name, title, (target, kinds) -> {
            Reads reads = new Reads(target, kinds);
            return new Open(read.apply(reads), reads);
        });
    }

    private static void typical(Typical query) {
        String name = query.name().toLowerCase(Locale.ROOT);
        add(name, query.title(), (target, kinds) -> new Asking(query, target, kinds).open())
                .on(query.dataset())
                .among(stage -> query.peers());
    }

    private static Trial dynamic(String name, String title, Function<Dynamic, Contest> query) {
        return add(name, title, (target, kinds) -> {
                    Dynamic dynamic = new Dynamic(target, kinds);
                    return new Open(query.apply(dynamic), dynamic);
                })
                .among(stage -> Dynamic.KINDS)
                .lasting(Suite::warmer);
    }

    /** In longer slices: a checkpoint has to be a small part of each. */
    private static Trial write(String name, String title, Function<Writes, Contest> write) {
        return add(name, title, (target, kinds) -> {
                    Writes writes = new Writes(target, kinds);
                    return new Open(write.apply(writes), writes);
                })
                .writing()
                .lasting(stage -> stage.full() ? new Plan(11, 100, 250, 20) : stage.plan());
    }

    private static void jmh(Stage stage) throws Exception {
        Jmh.run(
                        List.of(PeerKind.RAW, PeerKind.CAIRN),
                        stage.data(stage.rows()),
                        stage.rows(),
                        stage.full(),
                        stage.folder().resolve("jmh.json"))
                .forEach(stage.report()::add);
    }

    private static List<PeerKind> withFormatter(Stage stage) {
        List<PeerKind> kinds = new ArrayList<>(stage.kinds());
        kinds.add(0, PeerKind.FORMATTER);
        return kinds;
    }

    /** For the first, when nothing in the other processes is compiled yet, and for jOOQ, of which there is most. */
    private static Plan warmer(Stage stage) {
        return stage.full() ? new Plan(21, 40, 1_500, 60) : stage.plan();
    }

    /** For calls that are long enough to be a slice each. */
    private static Plan callsByThemselves(Stage stage) {
        return stage.full() ? new Plan(7, 1, 300, 1) : new Plan(1, 1, 1, 1);
    }

    @FunctionalInterface
    private interface Load {
        LoadContest of(Loads loads, String name);
    }

    private static void load(String name, String title, boolean durable, Function<Stage, Plan> plan, Load load) {
        ALL.put(name, stage -> {
            Target target = stage.copy(name);
            try (Loads loads = new Loads(durable ? target.durably() : target, stage.kinds())) {
                stage.report().add(load.of(loads, title).run(plan.apply(stage)));
            }
        });
    }
}
