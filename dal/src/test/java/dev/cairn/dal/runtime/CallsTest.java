package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.Retry;
import dev.cairn.dal.pqs.Pqs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallsTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void write_bodyFailsRetryably_isNotRunAgainByDefault() {
        Database db = lab.open();
        AtomicInteger runs = new AtomicInteger();
        refused(
                Kind.BUSY,
                () -> db.write(() -> {
                    runs.incrementAndGet();
                    throw DalException.of(Kind.BUSY);
                }));
        assertThat(runs).hasValue(1);
        lab.works(db);
    }

    @Test
    void write_retriesWhole_succeedsInTheEndAndOnce() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        AtomicInteger runs = new AtomicInteger();
        List<String> committed = new ArrayList<>();
        db.with(Call.DEFAULT.retry(Retry.whole(5))).write(() -> {
            pqs.users().insert(user("ada"));
            db.afterCommit(() -> committed.add("once"));
            if (runs.incrementAndGet() < 3) {
                throw DalException.of(Kind.BUSY);
            }
        });
        assertThat(runs).hasValue(3);
        assertThat(committed).containsExactly("once");
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void write_retriesGiveUp_theLastHasTheEarlierSuppressed() {
        Database db = lab.open();
        AtomicInteger runs = new AtomicInteger();
        DalException e = refused(
                Kind.DISK_FULL,
                () -> db.with(Call.DEFAULT.retry(Retry.whole(3))).write(() -> {
                    throw DalException.of(Kind.DISK_FULL, "run", Integer.toString(runs.incrementAndGet()));
                }));
        assertThat(e.field("run")).contains("3");
        assertThat(e.getSuppressed()).singleElement().satisfies(second -> {
            assertThat(((DalException) second).field("run")).contains("2");
            assertThat(second.getSuppressed())
                    .singleElement()
                    .satisfies(first ->
                            assertThat(((DalException) first).field("run")).contains("1"));
        });
        lab.works(db);
    }

    @Test
    void write_theSameExceptionEachTime_isThrownAsItIs() {
        Database db = lab.open();
        DalException constant = DalException.of(Kind.BUSY);
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.with(Call.DEFAULT.retry(Retry.whole(3))).write(() -> {
                    throw constant;
                }))
                .isSameAs(constant);
        lab.works(db);
    }

    @Test
    void write_errorThatNoRetryMends_isNotRunAgain() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        AtomicInteger runs = new AtomicInteger();
        refused(
                Kind.NOT_FOUND,
                () -> db.with(Call.DEFAULT.retry(Retry.whole(5))).write(() -> {
                    runs.incrementAndGet();
                    return pqs.users().get(7);
                }));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.with(Call.DEFAULT.retry(Retry.whole(5))).write(() -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException();
                }));
        assertThat(runs).hasValue(2);
        lab.works(db);
    }

    @Test
    void write_retriesBeyondTheDeadline_giveUp() {
        Database db = lab.open(lab.at().acquireTimeout(Duration.ofMillis(200)));
        AtomicInteger runs = new AtomicInteger();
        long began = System.nanoTime();
        refused(
                Kind.BUSY,
                () -> db.with(Call.DEFAULT.retry(new Retry(1_000, Duration.ofMillis(20))))
                        .write(() -> {
                            runs.incrementAndGet();
                            throw DalException.of(Kind.BUSY);
                        }));
        assertThat(runs.get()).isBetween(2, 20);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Lab.LONG);
        lab.works(db);
    }

    @Test
    void nestedWrite_failsRetryably_onlyTheOuterIsRunAgain() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Database patient = db.with(Call.DEFAULT.retry(Retry.whole(3)));
        List<String> runs = new ArrayList<>();
        patient.write(() -> {
            runs.add("outer");
            patient.write(() -> {
                runs.add("inner");
                pqs.users().insert(user("ada"));
                if (runs.size() < 4) {
                    throw DalException.of(Kind.BUSY);
                }
            });
        });
        assertThat(runs).containsExactly("outer", "inner", "outer", "inner");
        assertThat(pqs.users().count()).isEqualTo(1);
    }

    @Test
    void tag_isWhatErrorsCallTheHolder() throws Exception {
        Database db = lab.open(lab.at().acquireTimeout(Duration.ofMillis(50)));
        Pqs pqs = new Pqs(db);
        db.with(Call.tagged("nightly import")).write(() -> {
            DalException e = refused(
                    Kind.BUSY,
                    () -> Other.calls("other", () -> pqs.users().insert(user("ada")))
                            .result());
            assertThat(e.field("holder")).contains("nightly import");
        });
        lab.works(db);
    }

    @Test
    void timeout_whileWaitingForTheTurn_isTheShorterOne() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db.with(Call.DEFAULT.timeout(Duration.ofMillis(50))));
        db.write(() -> {
            long began = System.nanoTime();
            refused(
                    Kind.BUSY,
                    () -> Other.calls("other", () -> pqs.users().insert(user("ada")))
                            .result());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Lab.LONG);
        });
        lab.works(db);
    }

    @Test
    void call_meaninglessValues_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Call.DEFAULT.timeout(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Retry.whole(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Retry(1, Duration.ofMillis(-1)));
        assertThat(new Retry(3, Duration.ofMillis(8)).pauseNanos(2)).isBetween(8_000_000L, 16_000_000L);
        assertThat(Retry.NEVER.pauseNanos(1)).isZero();
    }
}
