package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.insert;
import static dev.cairn.dal.runtime.Lab.names;
import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.pqs.Pqs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a connection of {@code writer()} is left to somebody while others wait. */
class WriterHoldTest {
    private static final String LONG =
            "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void writer_heldTooLong_isTakenAwayFromAnIdleHolder() throws Exception {
        Database db = lab.open(lab.at().writerHold(Duration.ofMillis(50)));
        Connection held = db.writer().getConnection();
        held.setAutoCommit(false);
        insert(held, "ada");
        long began = System.nanoTime();
        new Pqs(db).users().insert(user("bob"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Lab.LONG);
        assertThat(names(db)).containsExactly("bob");
        refused(Kind.TIMEOUT, () -> insert(held, "eve"));
        refused(Kind.TIMEOUT, held::commit);
        assertThat(held.isValid(0)).isFalse();
        held.close();
        held.close();
        assertThat(names(db)).containsExactly("bob");
        lab.works(db);
    }

    @Test
    void writer_nobodyWaits_mayHoldBeyondTheLimit() throws Exception {
        Database db = lab.open(lab.at().writerHold(Duration.ZERO));
        try (Connection held = db.writer().getConnection()) {
            held.setAutoCommit(false);
            insert(held, "ada");
            held.commit();
        }
        assertThat(names(db)).containsExactly("ada");
    }

    @Test
    void writer_heldTooLongByALongStatement_isTakenAwayToo() throws Exception {
        Database db = lab.open(lab.at().writerHold(Duration.ofMillis(50)));
        CountDownLatch running = new CountDownLatch(1);
        Other<?> holder = Other.runs("holder", () -> {
            try (Connection held = db.writer().getConnection();
                    PreparedStatement statement = held.prepareStatement(LONG)) {
                running.countDown();
                assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeQuery);
            }
        });
        Other.await(running);
        new Pqs(db).users().insert(user("bob"));
        holder.result();
        assertThat(names(db)).containsExactly("bob");
        lab.works(db);
    }

    @Test
    void writer_takenAwayWhileItEnds_manyTimes_neverLosesOrSharesTheTurn() throws Exception {
        DatabaseBuilder builder = lab.at().writerHold(Duration.ZERO);
        Database db = lab.open(builder);
        Pqs pqs = new Pqs(db);
        List<Other<Integer>> holders = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            int number = t;
            holders.add(Other.calls("holder " + t, () -> {
                int committed = 0;
                for (int i = 0; i < 100; i++) {
                    try (Connection held = db.writer().getConnection()) {
                        held.setAutoCommit(false);
                        insert(held, number + "-" + i);
                        held.commit();
                        committed++;
                    } catch (SQLException | RuntimeException taken) {
                        // Its turn was taken away, perhaps in the middle of a statement.
                        assertThat(taken).isNotNull();
                    }
                }
                return committed;
            }));
        }
        int own = 0;
        while (!holders.get(0).isDone() || !holders.get(1).isDone()) {
            pqs.users().insert(user("own" + own++));
        }
        int committed = holders.get(0).result() + holders.get(1).result();
        assertThat(pqs.users().count()).isEqualTo(committed + own);
        lab.works(db);
    }

    @Test
    void writer_nextTransactionCannotBegin_commitStandsAndNothingRunsOutsideOne() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(Duration.ofMillis(100)));
        Connection held = db.writer().getConnection();
        try (Connection stranger = java.sql.DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                var lock = stranger.createStatement()) {
            lock.execute("PRAGMA busy_timeout = 10000");
            held.setAutoCommit(false);
            insert(held, "ada");
            CountDownLatch asks = new CountDownLatch(1);
            Other<?> other = Other.runs("stranger", () -> {
                asks.countDown();
                lock.execute("BEGIN IMMEDIATE");
            });
            Other.await(asks);
            boolean lost = false;
            for (int i = 0; i < 10_000 && !lost; i++) {
                held.commit();
                lost = !held.isValid(0);
                if (!lost) {
                    insert(held, "u" + i);
                }
            }
            if (lost) {
                refused(Kind.TIMEOUT, () -> insert(held, "outside"));
                other.result();
                lock.execute("ROLLBACK");
            } else {
                held.rollback();
                held.setAutoCommit(true);
                held.close();
                other.result();
                lock.execute("ROLLBACK");
            }
        }
        held.close();
        assertThat(names(db)).contains("ada").doesNotContain("outside");
        lab.works(db);
    }
}
