package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitingTest {
    private static final Duration SHORT = Duration.ofMillis(60);

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void allReadersLent_saysPoolCountersAndWhoHoldsOne() throws Exception {
        Database db = lab.open(lab.at().readers(2).acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        List<Other<Boolean>> holders = IntStream.range(0, 2)
                .mapToObj(i -> Other.runs(
                        "holder " + i,
                        () -> db.with(Call.tagged("monthly report")).read(() -> {
                            inside.countDown();
                            Other.await(end);
                        })))
                .toList();
        Other.await(inside);
        DalException e = refused(Kind.POOL_EXHAUSTED, () -> pqs.users().count());
        assertThat(e.fields())
                .containsEntry("pool", "app.db")
                .containsEntry("readers", "2")
                .containsEntry("lent", "2")
                .containsEntry("holder", "monthly report");
        assertThat(Long.parseLong(e.fields().get("waited ms"))).isBetween(SHORT.toMillis() - 20, 20_000L);
        assertThat(e.fields()).containsKeys("waiting", "for ms");
        assertThat(e.fields().get("of thread")).startsWith("holder ");
        assertThat(e.fields().get("at")).contains("Other.await");
        // Who writes is not in the way of this.
        pqs.users().insert(user("ada"));
        refused(Kind.POOL_EXHAUSTED, () -> db.read(() -> 1));
        refused(Kind.POOL_EXHAUSTED, () -> db.dsl().fetch("select 1"));
        refused(Kind.POOL_EXHAUSTED, () -> db.readers().getConnection());
        end.countDown();
        for (Other<Boolean> holder : holders) {
            holder.result();
        }
        lab.works(db);
    }

    @Test
    void writerHeld_saysWhoHoldsItAndWhere() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> holder = Other.runs(
                "the importer",
                () -> db.with(Call.tagged("import")).write(() -> {
                    inside.countDown();
                    Other.await(end);
                }));
        Other.await(inside);
        for (DalException e : List.of(
                refused(Kind.BUSY, () -> pqs.users().insert(user("ada"))),
                refused(Kind.BUSY, () -> db.write(() -> 1)),
                refused(Kind.BUSY, () -> db.writer().getConnection()),
                refused(Kind.BUSY, () -> db.dsl().transaction(c -> {})))) {
            assertThat(e.fields()).containsEntry("holder", "import").containsEntry("of thread", "the importer");
            assertThat(e.fields()).containsKeys("waited ms", "for ms", "waiting");
            assertThat(e.fields().get("at")).contains("Other.await");
            assertThat(e.kind().retryable()).isTrue();
        }
        assertThat(pqs.users().count()).isZero();
        end.countDown();
        holder.result();
        lab.works(db);
    }

    @Test
    void parallelStreamInsideWrite_otherThreadsAreBusyAndNamedTheHolder() {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        Thread owner = Thread.currentThread();
        db.with(Call.tagged("parallel"))
                .write(() -> IntStream.range(0, 16).parallel().forEach(i -> {
                    if (Thread.currentThread() == owner) {
                        pqs.users().insert(user("own" + i));
                    } else {
                        DalException e = refused(Kind.BUSY, () -> pqs.users().insert(user("other" + i)));
                        assertThat(e.field("holder")).contains("parallel");
                        assertThat(e.field("of thread")).contains(owner.getName());
                    }
                }));
        assertThat(pqs.users().count()).isBetween(1L, 16L);
        pqs.users().forEach(u -> assertThat(u.username()).startsWith("own"));
        lab.works(db);
    }

    @Test
    void anotherProgramHoldsTheLock_isWaitedForAndThenBusy() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(Duration.ofMillis(200)));
        Pqs pqs = new Pqs(db);
        try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                var statement = stranger.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            DalException e = refused(Kind.BUSY, () -> pqs.users().insert(user("ada")));
            assertThat(e.field("holder")).hasValueSatisfying(h -> assertThat(h).contains("another process"));
            refused(Kind.BUSY, () -> db.write(() -> 1));
            assertThat(pqs.users().count()).isZero();
            statement.execute("COMMIT");
        }
        lab.works(db);
    }

    @Test
    void anotherProgramLetsGoInTime_writeGoesOn() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                var statement = stranger.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Other<Long> writer = Other.calls("writer", () -> pqs.users().insert(user("ada")));
            writer.isIn("write.Writer");
            Other<Long> second = Other.calls("second", () -> pqs.users().insert(user("bob")));
            second.waitsIn("Gate");
            statement.execute("COMMIT");
            assertThat(writer.result() + second.result()).isEqualTo(3);
        }
        lab.works(db);
    }

    @Test
    void streamNeverClosed_isFoundAndNamed() throws Exception {
        Database db = lab.open(lab.at().readers(1).acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        var cursor = db.with(Call.tagged("forgotten")).dsl().selectFrom("users").fetchLazy();
        DalException e = refused(Kind.POOL_EXHAUSTED, () -> pqs.users().count());
        assertThat(e.field("of thread")).contains(Thread.currentThread().getName());
        assertThat(Lab.holders(db))
                .singleElement()
                .asString()
                .contains(Thread.currentThread().getName());
        cursor.close();
        lab.works(db);
    }
}
