package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private World world() {
        return new World(folder, at -> at.meters(registry));
    }

    /** The last meters of each name. */
    private void awaitCalls(String... names) {
        for (String name : names) {
            Await.until(
                    "a meter for " + name,
                    () -> registry.find("cairn.calls.rows").tag("name", name).meter() != null);
        }
    }

    private void awaitScopes(String... names) {
        for (String name : names) {
            Await.until(
                    "a meter for " + name,
                    () -> registry.find("cairn.scopes.wait").tag("name", name).meter() != null);
        }
    }

    private FunctionTimer timer(String meter, String name) {
        return registry.get(meter).tag("name", name).functionTimer();
    }

    private double count(String meter, String tag, String value) {
        return registry.get(meter).tag(tag, value).functionCounter().count();
    }

    private double gauge(String meter, String... tags) {
        return registry.get(meter).tags(tags).gauge().value();
    }

    @Test
    void calls_ofAMethod_areCountedTimedAndTheirRowsToo() {
        try (World world = world()) {
            long ada = world.insert("ada");
            world.insert("grace");
            world.pqs().users().get(ada);
            world.pqs().users().findById(ada);
            world.pqs().users().findById(-1);
            world.pqs().users().listByRole(UserRole.VISITOR, 10);
            awaitCalls("users.insert", "users.findById", "users.listByRole");

            assertThat(timer("cairn.calls", "users.findById").count()).isEqualTo(3);
            assertThat(timer("cairn.calls", "users.findById").totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(timer("cairn.calls.wait", "users.findById").count()).isEqualTo(3);
            assertThat(timer("cairn.calls", "users.insert").count()).isEqualTo(2);
            assertThat(count("cairn.calls.rows", "name", "users.findById")).isEqualTo(2);
            assertThat(count("cairn.calls.rows", "name", "users.listByRole")).isEqualTo(2);
            assertThat(count("cairn.calls.rows", "name", "users.insert")).isEqualTo(2);
        }
    }

    @Test
    void calls_withATag_areCountedUnderIt() {
        try (World world = world()) {
            Database tagged = world.database().with(Call.tagged("report"));
            new Pqs(tagged).users().count();
            tagged.dsl().fetch("select 1");
            tagged.read(() -> new Pqs(tagged).users().count());
            awaitCalls("report");
            awaitScopes("report");

            assertThat(timer("cairn.calls", "report").count()).isEqualTo(3);
            assertThat(registry.find("cairn.calls").tag("name", "users.count").meter())
                    .isNull();
            assertThat(timer("cairn.scopes", "report").count()).isEqualTo(1);
        }
    }

    @Test
    void scopes_readAndWrite_areCountedApart() {
        try (World world = world()) {
            world.database().read(() -> {});
            world.database().write(() -> {});
            world.database().write(() -> world.database().write(() -> {}));
            Await.until(
                    "scopes", () -> registry.find("cairn.scopes.wait").meters().size() == 2);

            assertThat(registry.get("cairn.scopes")
                            .tag("kind", "read")
                            .functionTimer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("cairn.scopes")
                            .tag("kind", "write")
                            .functionTimer()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void errors_areCountedByKindAndOnceEach() {
        try (World world = world()) {
            world.insert("ada");
            assertThatExceptionOfType(DalException.class).isThrownBy(() -> world.insert("ada"));
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> world.database()
                            .write(() -> world.database()
                                    .write(() -> world.database().write(() -> world.insert("ada")))));
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> world.database()
                            .write(() -> world.database().dsl().execute("insert into users (username) values ('x')")));
            awaitCalls("dsl.query");

            assertThat(count("cairn.errors", "kind", "UNIQUE")).isEqualTo(2);
            assertThat(count("cairn.errors", "kind", "NOT_NULL")).isEqualTo(1);
            assertThat(count("cairn.errors", "kind", "BUSY")).isZero();
            assertThat(registry.find("cairn.errors").meters()).hasSize(Kind.values().length);
        }
    }

    @Test
    void statements_foundPreparedAndNot_areCounted() {
        try (World world = world()) {
            world.database().read(() -> {
                for (int i = 0; i < 10; i++) {
                    world.pqs().users().findById(i);
                }
            });
            awaitCalls("users.findById");

            assertThat(count("cairn.statements", "result", "hit")).isGreaterThanOrEqualTo(9);
            assertThat(count("cairn.statements", "result", "miss")).isBetween(1.0, 10.0);
        }
    }

    @Test
    void slowQueries_areCounted() {
        try (World world = new World(folder, at -> at.meters(registry).slowerThan(Duration.ZERO))) {
            world.pqs().users().count();
            world.pqs().users().count();
            awaitCalls("users.count");

            assertThat(registry.get("cairn.queries.slow").functionCounter().count())
                    .isEqualTo(2);
        }
    }

    @Test
    void gauges_tellReadersAndSizes() throws IOException {
        try (World world = new World(folder, at -> at.meters(registry).readers(3))) {
            world.insert("ada");
            awaitCalls("users.insert");
            world.database().read(() -> {
                world.pqs().users().count();
                assertThat(gauge("cairn.readers", "state", "active")).isEqualTo(1);
                assertThat(gauge("cairn.readers", "state", "idle")).isZero();
            });
            assertThat(gauge("cairn.readers", "state", "active")).isZero();
            assertThat(gauge("cairn.readers", "state", "idle")).isEqualTo(1);
            assertThat(gauge("cairn.readers.max")).isEqualTo(3);
            assertThat(gauge("cairn.readers.waiting")).isZero();
            assertThat(gauge("cairn.file.size", "file", "database")).isEqualTo((double) Files.size(world.file()));
            assertThat(gauge("cairn.file.size", "file", "wal")).isPositive().isEqualTo((double)
                    Files.size(folder.resolve("pqs.db-wal")));
        }
    }

    @Test
    void gauges_tellWhoWaits() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try (World world = new World(folder, at -> at.meters(registry).readers(1))) {
            world.pqs().users().count();
            awaitCalls("users.count");
            Future<?> writer = world.database().write(() -> {
                Future<?> behind = others.submit(() -> world.insert("ada"));
                Await.until("a writer that waits", () -> gauge("cairn.writers.waiting") == 1);
                return behind;
            });
            Future<?> reader = world.database().read(() -> {
                Future<?> behind = others.submit(() -> world.pqs().users().count());
                Await.until("a reader that waits", () -> gauge("cairn.readers.waiting") == 1);
                return behind;
            });
            writer.get();
            reader.get();
            awaitCalls("users.insert");

            assertThat(gauge("cairn.writers.waiting")).isZero();
            assertThat(gauge("cairn.readers.waiting")).isZero();
            assertThat(timer("cairn.calls.wait", "users.insert").totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void tags_tooMany_areCountedTogether() {
        try (World world = world()) {
            for (int i = 0; i < 3 * Recorder.MOST_TAGS; i++) {
                Database tagged = world.database().with(Call.tagged("tag " + i));
                new Pqs(tagged).users().count();
                tagged.read(() -> {});
            }
            awaitCalls(Recorder.OTHER_TAGS);
            awaitScopes(Recorder.OTHER_TAGS);

            assertThat(registry.find("cairn.calls").meters()).hasSizeLessThanOrEqualTo(Recorder.MOST_TAGS + 1);
            assertThat(registry.find("cairn.scopes").meters()).hasSizeLessThanOrEqualTo(Recorder.MOST_TAGS + 3);
            assertThat(timer("cairn.calls", Recorder.OTHER_TAGS).count()).isEqualTo(2L * Recorder.MOST_TAGS);
        }
    }

    @Test
    void close_takesTheMetersAway() {
        try (World world = world()) {
            world.pqs().users().count();
            awaitCalls("users.count");
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void anotherDatabaseOfTheSameName_isLeftOutUnlessNamed() throws IOException {
        Path second = Files.createDirectory(folder.resolve("second"));
        Path third = Files.createDirectory(folder.resolve("third"));
        try (World world = world()) {
            Await.until(
                    "meters", () -> registry.find("cairn.scopes.wait").meters().size() == 2);
            int meters = registry.getMeters().size();
            try (Errput errput = new Errput();
                    World same = new World(second, at -> at.meters(registry));
                    World named = new World(third, at -> at.meters(registry, "third"))) {
                Await.until("a word about it", () -> errput.text().contains("metered by the name"));
                Await.until("its meters", () -> registry.getMeters().size() == 2 * meters);
                assertThat(same.pqs().users().count())
                        .isEqualTo(named.pqs().users().count());
            }
            Await.until("its meters to go", () -> registry.getMeters().size() == meters);
            world.pqs().users().count();
            awaitCalls("users.count");
        }
    }

    @Test
    void registryThatThrows_changesNothing() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("a registry out of order");
            }
        });
        try (Errput errput = new Errput();
                World world = world()) {
            long ada = world.insert("ada");
            assertThat(world.pqs().users().get(ada).username()).isEqualTo("ada");
            Await.until("a word about it", () -> errput.text().contains("a registry out of order"));
            assertThat(world.calls("users.insert").count()).isEqualTo(1);
            assertThat(world.inspect().health().healthy()).isTrue();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void registryThatBlocks_holdsNobodyUp() throws InterruptedException, ExecutionException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch forEver = new CountDownLatch(1);
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                blocked.countDown();
                boolean waiting = true;
                while (waiting) {
                    try {
                        waiting = !forEver.await(1, TimeUnit.HOURS);
                    } catch (InterruptedException deaf) {
                        // As some are.
                    }
                }
                return id;
            }
        });
        // All of this, closing too, ends while the registry stands still.
        try (World world = world()) {
            blocked.await();
            long ada = world.insert("ada");
            assertThat(world.pqs().users().get(ada).username()).isEqualTo("ada");
            world.database().write(() -> world.database().dsl().execute("update users set rank = 'x'"));
            assertThat(world.calls("users.findById").count()).isEqualTo(1);
        }
        assertThat(forEver.getCount()).isEqualTo(1);
        forEver.countDown();
    }

    @Test
    void timingsOff_leaveTheOthers() {
        try (World world = new World(folder, at -> at.meters(registry).timings(false))) {
            world.pqs().users().count();
            Await.until(
                    "meters", () -> registry.find("cairn.scopes.wait").meters().size() == 2);

            assertThat(registry.find("cairn.calls").meter()).isNull();
            assertThat(count("cairn.statements", "result", "miss")).isPositive();
        }
    }

    @Test
    void meters_areThoseOfTheDocument() throws IOException {
        SortedSet<String> told = new TreeSet<>();
        String document = Files.readString(Path.of("..", "docs", "observability.md"));
        // What follows there is the backup module's.
        Pattern.compile("^\\| `(cairn\\.[a-z.]+)` \\| (\\w+) \\|([^|]*)\\|", Pattern.MULTILINE)
                .matcher(document.substring(0, document.indexOf("## Backups")))
                .results()
                .forEach(row -> told.add(row.group(1) + " " + row.group(2) + " "
                        + row.group(3).replace("`", "").replace(" ", "")));
        try (World world = world()) {
            world.pqs().users().count();
            awaitCalls("users.count");
            Await.until(
                    "scopes", () -> registry.find("cairn.scopes.wait").meters().size() == 2);

            SortedSet<String> shown = registry.getMeters().stream()
                    .map(meter -> meter.getId().getName() + " " + kind(meter) + " " + tags(meter))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(shown).isEqualTo(told);
        }
    }

    private static String kind(Meter meter) {
        return meter instanceof FunctionTimer ? "timer" : meter instanceof FunctionCounter ? "counter" : "gauge";
    }

    private static String tags(Meter meter) {
        return meter.getId().getTags().stream()
                .map(Tag::getKey)
                .filter(key -> !key.equals("database"))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
