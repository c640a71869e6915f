package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class StreamFaultsTest {
    /** Fails at the third row. */
    private static final String FAILS =
            "select json_extract(case when id = 3 then '{secret' else '{}' end, '$.a') from users order by id";

    @RegisterExtension
    final Lab lab = new Lab();

    private Database db;
    private Pqs pqs;

    @BeforeEach
    void open() {
        db = lab.open(lab.at().readers(2));
        pqs = new Pqs(db);
        pqs.users().insertAll(IntStream.range(0, 5).mapToObj(i -> user("u" + i)).toList());
    }

    @Test
    void statement_failsInTheMiddleOfAStream_scopeGoesOn() {
        for (int round = 0; round < 3; round++) {
            db.read(() -> {
                List<Record> seen = new ArrayList<>();
                DalException e = refused(Kind.FAILED, () -> {
                    try (var rows = db.dsl().resultQuery(FAILS).fetchStream()) {
                        rows.forEach(seen::add);
                    }
                });
                assertThat(e.toString()).doesNotContain("secret");
                assertThat(seen).hasSize(2);
                assertThat(pqs.users().count()).isEqualTo(5);
            });
            refused(Kind.FAILED, () -> {
                try (var rows = db.dsl().resultQuery(FAILS).fetchStream()) {
                    rows.forEach(r -> {});
                }
            });
            refused(Kind.FAILED, () -> db.dsl().fetch(FAILS));
            assertThat(Lab.holders(db)).isEmpty();
            lab.works(db);
        }
    }

    @Test
    void statement_failsInTheMiddleOfAWrite_transactionGoesOn() {
        db.write(() -> {
            pqs.users().insert(user("before"));
            refused(Kind.FAILED, () -> db.dsl().fetch(FAILS));
            pqs.users().insert(user("after"));
        });
        assertThat(pqs.users().count()).isEqualTo(7);
        lab.works(db);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sink_throws_thatComesOutAndTheReaderIsFree(boolean packs) {
        Pqs reading = new Pqs(db.reading(packs));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> reading.users().forEach(u -> {
                    throw new IllegalStateException("mine");
                }))
                .withMessage("mine")
                .withNoCause();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.read(() -> reading.users().forEach(u -> {
                    throw new IllegalStateException("mine");
                })));
        db.write(() -> {
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> reading.users().forEach(u -> {
                        throw new StackOverflowError();
                    }));
            return pqs.users().insert(user("after"));
        });
        assertThat(pqs.users().count()).isEqualTo(6);
        lab.works(db);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sink_throwsOurs_isNotTakenForAnUnreadableRow(boolean packs) {
        Pqs reading = new Pqs(db.reading(packs));
        List<Long> seen = new ArrayList<>();
        refused(
                Kind.NOT_FOUND,
                () -> reading.users().forEach(u -> {
                    seen.add(u.id());
                    pqs.users().get(99);
                }));
        assertThat(seen).containsExactly(1L);
        lab.works(db);
    }

    @Test
    void draftConsumer_throws_nothingIsWritten() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pqs.users().insert(d -> {
                    throw new IllegalStateException();
                }));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pqs.users().insertAll(() -> {
                    throw new IllegalStateException();
                }));
        assertThat(pqs.users().count()).isEqualTo(5);
        lab.works(db);
    }

    @Test
    void draftsThatReadTheDatabase_areOfTheTransaction() {
        Iterable<dev.cairn.dal.pqs.UsersDraft> drafts = () -> IntStream.range(0, 3)
                .mapToObj(i -> user("n" + pqs.users().count() + "-" + i))
                .iterator();
        pqs.users().insertAll(drafts);
        assertThat(pqs.users().count()).isEqualTo(8);
        lab.works(db);
    }

    @Test
    void stream_readWithWritesInBetween_works() {
        db.write(() -> pqs.users().stream().forEach(u -> pqs.users().update(u.id(), d -> d.rank("x"))));
        assertThat(pqs.users().get(5).rank()).isEqualTo("x");
        lab.works(db);
    }

    @Test
    void sameStatement_readTwiceAtOnce_eachHasItsRows() {
        db.read(() -> {
            var first = pqs.users().stream().iterator();
            var second = pqs.users().stream().iterator();
            assertThat(first.next().id()).isEqualTo(1);
            assertThat(first.next().id()).isEqualTo(2);
            assertThat(second.next().id()).isEqualTo(1);
            assertThat(first.next().id()).isEqualTo(3);
        });
        lab.works(db);
    }

    @Test
    void stream_closedEarly_isGivenBack() {
        db.read(() -> {
            for (int i = 0; i < 300; i++) {
                try (var rows = pqs.users().stream()) {
                    assertThat(rows.findFirst()).isPresent();
                }
            }
        });
        lab.works(db);
    }
}
