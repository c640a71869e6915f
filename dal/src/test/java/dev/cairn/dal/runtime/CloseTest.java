package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String LONG =
            "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void idle_leavesNoLogAndIsIdempotent() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        assertThat(pqs.users().count()).isEqualTo(1);
        db.close();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        db.close();
        db.with(Call.tagged("x")).close();
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isEqualTo(1);
    }

    @Test
    void neverUsed_leavesNoLog() throws Exception {
        lab.open().close();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
    }

    @Test
    void callsAfterwards_areClosed() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        db.close();
        refused(Kind.CLOSED, () -> pqs.users().count());
        refused(Kind.CLOSED, () -> pqs.users().insert(user("ada")));
        refused(Kind.CLOSED, () -> pqs.users().insertAll(List.of(user("ada"))));
        refused(Kind.CLOSED, () -> db.read(() -> 1));
        refused(Kind.CLOSED, () -> db.write(() -> 1));
        refused(Kind.CLOSED, () -> db.dsl().fetch("select 1"));
        refused(Kind.CLOSED, () -> db.dsl().transaction(c -> {}));
        refused(Kind.CLOSED, () -> db.exclusively(SHORT, f -> 1));
        refused(Kind.CLOSED, () -> db.readers().getConnection());
        refused(Kind.CLOSED, () -> db.writer().getConnection());
        assertThat(Lab.holders(db)).isEmpty();
    }

    @Test
    void insideAScope_isRefused() {
        Database db = lab.open();
        db.read(() -> refused(Kind.MISUSE, db::close));
        db.write(() -> refused(Kind.MISUSE, db::close));
        lab.works(db);
    }

    @Test
    void scopesInside_areWaitedForAndNewOnesRefused() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Other<Long> reader = Other.calls(
                "reader",
                () -> db.read(() -> {
                    inside.countDown();
                    Other.await(end);
                    return pqs.users().count();
                }));
        Other<Long> writer = Other.calls(
                "writer",
                () -> db.write(() -> {
                    inside.countDown();
                    Other.await(end);
                    return pqs.users().insert(user("ada"));
                }));
        Other.await(inside);
        Other<?> queued = Other.runs("queued", () -> pqs.users().insert(user("bob")));
        queued.waitsIn("Gate");
        Other<?> closer = Other.runs("closer", db::close);
        closer.waitsIn("Turnstile");
        refused(Kind.CLOSED, () -> pqs.users().count());
        refused(Kind.CLOSED, () -> db.write(() -> 1));
        assertThat(closer.isDone()).isFalse();
        end.countDown();
        assertThat(reader.result()).isZero();
        assertThat(writer.result()).isEqualTo(1);
        queued.result();
        closer.result();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isEqualTo(2);
    }

    @Test
    void stragglersThatRunStatements_areEndedAtTheDeadline() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        Other<?> reader =
                Other.runs("reader", () -> refused(Kind.CLOSED, () -> db.dsl().fetch(LONG)));
        Other<?> writer = Other.runs(
                "writer",
                () -> refused(
                        Kind.CLOSED,
                        () -> db.write(() -> {
                            pqs.users().insert(user("ada"));
                            db.dsl().fetch(LONG);
                        })));
        reader.isIn("NativeDB");
        writer.isIn("NativeDB");
        db.close();
        reader.result();
        writer.result();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isZero();
    }

    @Test
    void stragglersThatRunManyShortOnes_areEndedToo() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(1);
        Other<Long> writer = Other.calls("writer", () -> {
            long[] count = new long[1];
            refused(
                    Kind.CLOSED,
                    () -> db.write(() -> {
                        while (true) {
                            pqs.users().insert(user("u" + count[0]++));
                            inside.countDown();
                        }
                    }));
            return count[0];
        });
        Other.await(inside);
        db.close();
        assertThat(writer.result()).isPositive();
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isZero();
    }

    @Test
    void stragglersThatDoNothing_loseTheirConnectionAndTheirTransaction() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> writer = Other.runs(
                "writer",
                () -> refused(
                        Kind.CLOSED,
                        () -> db.write(() -> {
                            pqs.users().insert(user("ada"));
                            inside.countDown();
                            Other.await(end);
                        })));
        Other<DalException> reader = Other.calls(
                "reader",
                () -> refused(
                        Kind.CLOSED,
                        () -> db.read(() -> {
                            inside.countDown();
                            Other.await(end);
                            return pqs.users().count();
                        })));
        Other.await(inside);
        db.close();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        end.countDown();
        writer.result();
        reader.result();
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isZero();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
    }

    @Test
    void connectionsLent_areTakenBackAtTheDeadline() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        var reader = db.readers().getConnection();
        var writer = db.writer().getConnection();
        writer.setAutoCommit(false);
        db.close();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        assertThat(reader.isValid(0)).isFalse();
        assertThat(writer.isValid(0)).isFalse();
        reader.close();
        writer.close();
    }

    @Test
    void threadInterrupted_closesAtOnceAndWholly() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        assertThat(pqs.users().count()).isEqualTo(1);
        Other<Boolean> closer = Other.calls("closer", () -> {
            Thread.currentThread().interrupt();
            db.close();
            return Thread.interrupted();
        });
        assertThat(closer.result()).isTrue();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        refused(Kind.CLOSED, () -> pqs.users().count());
    }

    @Test
    void byManyThreadsAtOnce_closesOnce() throws Exception {
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        List<Other<Boolean>> others = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            others.add(Other.runs("t" + t, db::close));
        }
        for (Other<Boolean> other : others) {
            other.result();
        }
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        lab.works(lab.open());
    }

    @Test
    void whileReadersAreBeingOpened_leavesNoneBehind() throws Exception {
        for (int round = 0; round < 20; round++) {
            Database db = lab.open(lab.at().acquireTimeout(Lab.LONG));
            Pqs pqs = new Pqs(db);
            List<Other<Boolean>> others = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                others.add(Other.runs("t" + t, () -> {
                    try {
                        pqs.users().count();
                    } catch (DalException e) {
                        assertThat(e.kind()).isEqualTo(Kind.CLOSED);
                    }
                }));
            }
            db.close();
            for (Other<Boolean> other : others) {
                other.result();
            }
            assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void poolThreads_endWithTheDatabase(boolean interrupted) throws Exception {
        String name = "threads-" + interrupted + ".db";
        Database db = lab.open(Database.at(lab.folder().resolve(name)).migrations(Pqs.MIGRATIONS));
        new Pqs(db).users().count();
        assertThat(poolThreads(name)).isNotEmpty();
        Other.runs("closer", () -> {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    db.close();
                })
                .result();
        for (Thread thread : poolThreads(name)) {
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static List<Thread> poolThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("cairn-readers-" + name))
                .toList();
    }

    @Test
    void whileSomebodyHasItExclusively_waitsForThat() throws Exception {
        Database db = lab.open();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<Boolean> restore = Other.calls(
                "restore",
                () -> db.exclusively(Lab.LONG, file -> {
                    inside.countDown();
                    Other.await(end);
                    return true;
                }));
        Other.await(inside);
        Other<?> closer = Other.runs("closer", db::close);
        closer.waitsIn("Lifecycle");
        end.countDown();
        assertThat(restore.result()).isTrue();
        closer.result();
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
    }
}
