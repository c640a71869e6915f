package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.insight.Health;
import dev.cairn.dal.pqs.Pqs;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Single calls and scopes share the readers. */
class ReadersTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void callAndScopeByTurns_needOneReader() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        for (int i = 0; i < 3; i++) {
            assertThat(pqs.users().count()).isOne();
            assertThat(db.read(() -> pqs.users().count())).isOne();
            assertThat(db.dsl().fetchValue("select count(*) from users")).isEqualTo(1);
            try (Connection lent = db.readers().getConnection()) {
                assertThat(users(lent)).isOne();
            }
        }
        Health health = db.inspect().health();
        assertThat(List.of(health.readers().lent(), health.readers().idle())).isEqualTo(List.of(0, 1));
    }

    private static long users(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from users")) {
            return rows.getLong(1);
        }
    }

    @Test
    void callEndsWhileAScopeWaits_scopeHasTheReader() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<Boolean> call = Other.runs(
                "call",
                () -> pqs.users().forEach(u -> {
                    inside.countDown();
                    awaitQuietly(end);
                }));
        Other.await(inside);
        Other<Long> scope = Other.calls("scope", () -> db.read(() -> pqs.users().count()));
        scope.waitsIn("ConcurrentBag");
        end.countDown();
        call.result();
        assertThat(scope.result()).isOne();
    }

    private static void awaitQuietly(CountDownLatch sign) {
        try {
            Other.await(sign);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyThreadsOneReader_eachHasItInItsTurn() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        List<Other<Boolean>> all = IntStream.range(0, 6)
                .mapToObj(thread -> Other.runs("reader " + thread, () -> {
                    for (int i = 0; i < 2_000; i++) {
                        boolean inScope = (i + thread) % 3 == 0;
                        assertThat(
                                        inScope
                                                ? db.read(() -> pqs.users().count())
                                                : (Long) pqs.users().count())
                                .isOne();
                    }
                }))
                .toList();
        for (Other<Boolean> one : all) {
            one.result();
        }
        assertThat(db.inspect().health().readers().waiting()).isZero();
    }

    @Test
    void schemaChangedByAnotherProgramInAPause_newColumnsAreSeen() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        String sql = "select * from users";
        int before = db.dsl().fetch(sql).fieldsRow().size();
        Lab.sql(lab.file(), "alter table users add column nickname text");
        pause();
        assertThat(db.dsl().fetch(sql).fieldsRow().size()).isEqualTo(before + 1);
    }

    /** Longer than the runtime trusts that nobody has changed the schema. */
    private static void pause() {
        long until = System.nanoTime() + Duration.ofMillis(600).toNanos();
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }
}
