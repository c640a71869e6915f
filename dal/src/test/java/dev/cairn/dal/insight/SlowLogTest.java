package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowLogTest {
    private static final String SECRET = "correct-horse-battery-staple";

    private final MovableClock clock = new MovableClock();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Where every query is slow. */
    private World world() {
        return new World(folder, at -> at.slowerThan(Duration.ZERO).clock(clock));
    }

    private static SlowQuery planned(World world, String method) {
        Await.until(
                "a plan for " + method,
                () -> found(world, method).map(q -> !q.plan().isEmpty()).orElse(false));
        return found(world, method).orElseThrow();
    }

    private static Optional<SlowQuery> found(World world, String method) {
        return world.inspect().slowQueries().stream()
                .filter(q -> q.method().equals(method))
                .findFirst();
    }

    @Test
    void slowQuery_hasAllThereIsToKnow() {
        try (World world = world()) {
            world.insert("ada");
            world.insert("grace");
            Database tagged = world.database().with(Call.tagged("report"));
            new Pqs(tagged).users().listByRole(UserRole.VISITOR, 10);

            SlowQuery query = planned(world, "users.listByRole");
            assertThat(query.tag()).isEqualTo("report");
            assertThat(query.sql()).contains("from users").doesNotContain("10");
            assertThat(query.took()).isPositive();
            assertThat(query.rows()).isEqualTo(2);
            assertThat(query.at()).isEqualTo(clock.instant());
            assertThat(query.plan()).first().asString().contains("USING INDEX idx_users_role (role=?)");
        }
    }

    @Test
    void slowQuery_inMemory_hasItsPlanToo() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            assertThat(db.inspect().explain("select * from users where username = 'x'"))
                    .singleElement()
                    .asString()
                    .startsWith("SEARCH users USING INDEX");
        }
    }

    @Test
    void insert_isNamedByItselfAndNotByWhatAsksForItsKey() {
        try (World world = world()) {
            world.insert("ada");

            assertThat(found(world, "users.insert").orElseThrow().sql()).startsWith("insert into users");
        }
    }

    @Test
    void fastQuery_isNotThere() {
        try (World world = new World(folder, at -> at.slowerThan(Duration.ofHours(1)))) {
            world.insert("ada");
            world.pqs().users().count();

            assertThat(world.inspect().slowQueries()).isEmpty();
            assertThat(world.inspect().recentQueries()).isEmpty();
        }
    }

    @Test
    void failedQuery_isThere() {
        try (World world = world()) {
            world.insert("ada");
            assertThatExceptionOfType(DalException.class).isThrownBy(() -> world.insert("ada"));

            assertThat(world.inspect().slowQueries().stream()
                            .filter(q -> q.method().equals("users.insert"))
                            .map(SlowQuery::rows))
                    .containsExactly(1L, 0L);
        }
    }

    @Test
    void ring_keepsTheLast() {
        try (World world = world()) {
            world.pqs().users().count();
            for (int i = 0; i < 300; i++) {
                world.pqs().users().findById(i);
            }

            assertThat(world.inspect().slowQueries())
                    .hasSize(256)
                    .allMatch(q -> q.method().equals("users.findById"));
            assertThat(world.calls("users.findById").count()).isEqualTo(300);
        }
    }

    @Test
    void log_sameShape_isOneLineAMinute() {
        try (Errput errput = new Errput();
                World world = world()) {
            world.pqs().users().findById(1);
            world.pqs().users().findById(2);
            planned(world, "users.findById");
            clock.move(Duration.ofSeconds(59));
            world.pqs().users().findById(3);
            world.pqs().users().count();
            planned(world, "users.count");
            assertThat(errput.lines("users.findById")).hasSize(1);
            assertThat(errput.lines("users.count")).hasSize(1);

            clock.move(Duration.ofSeconds(1));
            world.pqs().users().findById(4);
            Await.until("another line", () -> errput.lines("users.findById").size() == 2);
            assertThat(errput.lines("users.findById"))
                    .allMatch(line ->
                            line.contains("WARN dev.cairn.dal.insight") && line.contains("USING INTEGER PRIMARY KEY"));
        }
    }

    @Test
    void recentQueries_keepSoManyAndNoMore() {
        try (World world = new World(folder, at -> at.recentQueries(3).clock(clock))) {
            world.insert("ada");
            for (int i = 0; i < 5; i++) {
                world.pqs().users().findById(i);
            }
            world.database().dsl().fetch("select 'x'");

            List<RecentQuery> recent = world.inspect().recentQueries();
            assertThat(recent)
                    .extracting(RecentQuery::method)
                    .containsExactly("users.findById", "users.findById", "dsl.query");
            assertThat(recent).last().extracting(RecentQuery::sql).isEqualTo("select ?");
            assertThat(recent).allMatch(q -> q.at().equals(clock.instant()));
            assertThat(world.inspect().slowQueries()).isEmpty();
        }
    }

    @Test
    void secretInValues_isNowhere() {
        try (Errput errput = new Errput();
                World world =
                        new World(folder, at -> at.slowerThan(Duration.ZERO).recentQueries(100))) {
            long id = world.insert(SECRET);
            world.pqs().users().findByUsername(SECRET);
            world.pqs().users().update(id, u -> u.rank(SECRET));
            assertThatExceptionOfType(DalException.class).isThrownBy(() -> world.insert(SECRET));
            world.database().dsl().fetch("select '" + SECRET + "' from users where username = '" + SECRET + "'");
            world.database().dsl().fetch("select 1 /* " + SECRET + " */");
            planned(world, "users.findByUsername");
            world.database().dsl().fetch("select count(*) from users");
            Await.until("all lines", () -> !errput.lines("select count(*)").isEmpty());

            assertThat(world.inspect().slowQueries().toString())
                    .contains("users")
                    .doesNotContain(SECRET);
            assertThat(world.inspect().recentQueries().toString())
                    .contains("users")
                    .doesNotContain(SECRET);
            assertThat(world.inspect().calls().toString()).doesNotContain(SECRET);
            assertThat(errput.text()).contains("users").doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = OFF",
                " -- x\n pragma user_version = 7",
                "BEGIN",
                "",
                "VACUUM",
                "EXPLAIN SELECT 1"
            })
    void explain_whatIsNoQuery_isRefusedAndNotRun(String sql) {
        try (World world = new World(folder)) {
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> world.inspect().explain(sql))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(DalException.Kind.MISUSE));
            assertThat(world.database().dsl().fetchValue("PRAGMA user_version")).isEqualTo(0);
        }
    }

    @Test
    void explain_changesNothing() {
        try (World world = new World(folder)) {
            world.insert("ada");

            assertThat(world.inspect().explain("with x as (select 1) delete from users where username = 'ada'"))
                    .isNotEmpty();
            assertThat(world.inspect().explain("select * from users where id in (select user_id from user_sessions)"))
                    .anyMatch(line -> line.startsWith("  "));
            assertThat(world.pqs().users().count()).isEqualTo(1);
        }
    }

    @Test
    void ring_manyThreads_losesNoneOfTheLast() {
        Ring ring = new Ring(64);
        LongStream.range(0, 10_000).parallel().forEach(i -> ring.add("m", "", "select 1", i, 0, 0));

        assertThat(ring.added()).isEqualTo(10_000);
        assertThat(ring.entries()).hasSize(64).isSortedAccordingTo(Comparator.comparingLong(Ring.Entry::number));
    }
}
