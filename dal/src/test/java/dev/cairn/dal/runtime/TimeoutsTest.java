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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class TimeoutsTest {
    private static final String LONG =
            "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c";
    private static final Duration SHORT = Duration.ofMillis(100);

    @RegisterExtension
    final Lab lab = new Lab();

    private Database db;
    private Pqs pqs;
    private Database hasty;

    @BeforeEach
    void open() {
        db = lab.open(lab.at().readers(1));
        pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        hasty = db.with(Call.tagged("hasty").timeout(SHORT));
    }

    /** Lets time pass, in a call that has not so much. */
    private static void dawdle() {
        long end = System.nanoTime() + SHORT.toNanos() + 1_000_000;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void longQuery_alone_timesOut() {
        DalException e = refused(Kind.TIMEOUT, () -> hasty.dsl().fetch(LONG));
        assertThat(e.field("sql")).hasValueSatisfying(s -> assertThat(s).contains("recursive"));
        assertThat(e.kind().retryable()).isFalse();
        lab.works(db);
    }

    @Test
    void longQuery_inRead_timesOut() {
        DalException e = refused(Kind.TIMEOUT, () -> hasty.read(() -> db.dsl().fetch(LONG)));
        assertThat(e.field("in")).contains("hasty");
        lab.works(db);
    }

    @Test
    void longQuery_inWrite_timesOutAndNothingIsWritten() {
        refused(
                Kind.TIMEOUT,
                () -> hasty.write(() -> {
                    pqs.users().insert(user("bob"));
                    return db.dsl().fetch(LONG);
                }));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void longQuery_inATransactionOfJooqs_timesOut() {
        refused(Kind.TIMEOUT, () -> hasty.dsl().transaction(c -> c.dsl().fetch(LONG)));
        lab.works(db);
    }

    @Test
    void connectionThatTimedOut_hasNoTimeoutAfterwards() {
        refused(Kind.TIMEOUT, () -> hasty.dsl().fetch(LONG));
        assertThat(db.dsl()
                        .fetchValue("with recursive c(x) as (select 1 union all select x + 1 from c where x < 300000)"
                                + " select count(*) from c"))
                .hasToString("300000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forEach_slowSink_timesOut(boolean packs) {
        pqs.users()
                .insertAll(IntStream.range(0, 50).mapToObj(i -> user("u" + i)).toList());
        AtomicInteger seen = new AtomicInteger();
        refused(
                Kind.TIMEOUT,
                () -> new Pqs(hasty.reading(packs)).users().forEach(u -> {
                    seen.incrementAndGet();
                    dawdle();
                }));
        // Where the machine is slow, not even the first one comes in time.
        assertThat(seen.get()).isLessThanOrEqualTo(1);
        lab.works(db);
    }

    @Test
    void stream_slowReader_timesOut() {
        pqs.users().insert(user("bob"));
        refused(
                Kind.TIMEOUT,
                () -> hasty.read(() -> {
                    try (var rows = pqs.users().stream()) {
                        rows.forEach(u -> dawdle());
                    }
                }));
        lab.works(db);
    }

    @Test
    void call_afterTheTimeOfItsScope_timesOut() {
        refused(
                Kind.TIMEOUT,
                () -> hasty.write(() -> {
                    pqs.users().insert(user("bob"));
                    dawdle();
                    pqs.users().insert(user("eve"));
                }));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void singleWrite_long_timesOut() {
        Database timed = db.with(Call.DEFAULT.timeout(SHORT));
        refused(
                Kind.TIMEOUT,
                () -> timed.write(() -> timed.dsl()
                        .execute("insert into users (username, email, password_hash, full_name)"
                                + " with recursive c(x) as (select 1 union all select x + 1 from c)"
                                + " select 'x', 'x', 'x', sum(x) from c")));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void timeout_waitingForAReader_isTheShorterOne() {
        try (var held = db.dsl().selectFrom("users").fetchLazy()) {
            refused(Kind.POOL_EXHAUSTED, () -> hasty.read(() -> 1));
            assertThat(held.isClosed()).isFalse();
        }
        lab.works(db);
    }
}
