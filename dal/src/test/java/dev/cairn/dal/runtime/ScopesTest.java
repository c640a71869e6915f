package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class ScopesTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Database db;
    private Pqs pqs;

    @BeforeEach
    void open() {
        db = lab.open();
        pqs = new Pqs(db);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        pqs.users().forEach(u -> names.add(u.username()));
        return names;
    }

    @Test
    void write_returns_commitsAll() {
        long id = db.write(() -> {
            pqs.users().insert(user("ada"));
            return pqs.users().insert(user("bob"));
        });
        assertThat(pqs.users().get(id).username()).isEqualTo("bob");
        assertThat(names()).containsExactly("ada", "bob");
        lab.works(db);
    }

    @Test
    void write_throwsChecked_throwsThatAndKeepsNothing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> db.write(() -> {
                    pqs.users().insert(user("ada"));
                    throw new IOException("mine");
                }))
                .withMessage("mine")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(names()).isEmpty();
        lab.works(db);
    }

    @Test
    void write_throwsError_keepsNothing() {
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> db.write(() -> {
                    pqs.users().insert(user("ada"));
                    throw new StackOverflowError();
                }));
        assertThat(names()).isEmpty();
        lab.works(db);
    }

    @Test
    void write_inside_seesItsOwnWritesAndOthersDoNot() throws Exception {
        db.write(() -> {
            long id = pqs.users().insert(user("ada"));
            assertThat(pqs.users().get(id).username()).isEqualTo("ada");
            assertThat(db.read(() -> pqs.users().count())).isEqualTo(1);
            assertThat(Other.calls("other", () -> pqs.users().count()).result()).isZero();
        });
        assertThat(pqs.users().count()).isEqualTo(1);
    }

    @Test
    void nestedWrite_throws_isUndoneAlone() {
        db.write(() -> {
            pqs.users().insert(user("before"));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> db.write(() -> {
                        pqs.users().insert(user("inside"));
                        db.write(() -> pqs.users().insert(user("deeper")));
                        throw new IllegalStateException("mine");
                    }));
            pqs.users().insert(user("after"));
        });
        assertThat(names()).containsExactly("before", "after");
        lab.works(db);
    }

    @Test
    void nestedWrite_constraintInside_outerGoesOn() {
        db.write(() -> {
            pqs.users().insert(user("ada"));
            refused(
                    Kind.UNIQUE,
                    () -> db.write(() -> {
                        pqs.users().insert(user("bob"));
                        return pqs.users().insert(user("ada"));
                    }));
            db.write(() -> pqs.users().insert(user("eve")));
        });
        assertThat(names()).containsExactly("ada", "eve");
    }

    @Test
    void nestedWrite_twentyDeepEachSecondUndone_keepsTheRightOnes() {
        db.write(() -> nest(1));
        // From the first that is undone on, everything deeper is undone too.
        assertThat(names()).containsExactly("n1");
        db.write(() -> {
            for (int i = 2; i <= 20; i++) {
                int n = i;
                try {
                    db.write(() -> {
                        pqs.users().insert(user("n" + n));
                        if (n % 2 == 0) {
                            throw new IllegalStateException();
                        }
                    });
                } catch (IllegalStateException expected) {
                    assertThat(n % 2).isZero();
                }
            }
        });
        assertThat(names()).containsExactly("n1", "n3", "n5", "n7", "n9", "n11", "n13", "n15", "n17", "n19");
    }

    private void nest(int depth) {
        pqs.users().insert(user("n" + depth));
        if (depth == 20) {
            throw new IllegalStateException("deep");
        }
        try {
            db.write(() -> nest(depth + 1));
        } catch (IllegalStateException e) {
            if (depth > 1) {
                throw e;
            }
        }
    }

    @Test
    void nestedWrite_outerThrows_undoesWhatInnerDid() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    db.write(() -> pqs.users().insert(user("inner")));
                    throw new IllegalStateException();
                }));
        assertThat(names()).isEmpty();
    }

    @Test
    void read_writeInside_isRefusedAndTheReadGoesOn() {
        db.read(() -> {
            DalException scope = refused(Kind.MISUSE, () -> db.write(() -> 1));
            assertThat(scope.field("instead"))
                    .hasValueSatisfying(t -> assertThat(t).contains("begin with write"));
            refused(Kind.MISUSE, () -> pqs.users().insert(user("ada")));
            refused(Kind.MISUSE, () -> pqs.users().insertAll(List.of(user("ada"))));
            refused(Kind.MISUSE, () -> pqs.users().delete(1));
            assertThat(pqs.users().count()).isZero();
            return true;
        });
        assertThat(names()).isEmpty();
        lab.works(db);
    }

    @Test
    void read_inside_isPartOfTheOuter() {
        db.write(() -> {
            pqs.users().insert(user("ada"));
            return db.read(() -> db.write(() -> pqs.users().insert(user("bob"))));
        });
        assertThat(names()).containsExactly("ada", "bob");
    }

    @Test
    void read_othersCommitMeanwhile_seesItsSnapshot() throws Exception {
        pqs.users().insert(user("ada"));
        db.read(() -> {
            Other.runs("writer", () -> {
                        pqs.users().insert(user("bob"));
                        db.write(() -> pqs.users().update(1, d -> d.rank("Countess")));
                    })
                    .result();
            assertThat(pqs.users().count()).isEqualTo(1);
            assertThat(pqs.users().get(1).rank()).isNull();
            assertThat(db.dsl().fetchCount(db.dsl().selectOne().from("users"))).isEqualTo(1);
        });
        assertThat(pqs.users().count()).isEqualTo(2);
    }

    @Test
    void read_nothingReadBeforeOthersCommit_snapshotIsOfItsBeginning() throws Exception {
        db.read(() -> {
            Other.calls("writer", () -> pqs.users().insert(user("bob"))).result();
            assertThat(pqs.users().count()).isZero();
        });
    }

    @Test
    void stream_onAnotherThread_isRefusedAndNamesTheOwner() {
        pqs.users().insertAll(List.of(user("ada"), user("bob")));
        db.read(() -> {
            Stream<UsersRow> stream = pqs.users().stream();
            Iterator<UsersRow> rows = stream.iterator();
            assertThat(rows.next().username()).isEqualTo("ada");
            DalException e =
                    refused(Kind.MISUSE, () -> Other.calls("thief", rows::next).result());
            assertThat(e.field("of thread")).contains(Thread.currentThread().getName());
            assertThat(rows.next().username()).isEqualTo("bob");
            assertThat(rows.hasNext()).isFalse();
        });
        lab.works(db);
    }

    @Test
    void stream_afterTheEndOfItsScope_isRefused() {
        pqs.users().insertAll(List.of(user("ada"), user("bob")));
        Stream<UsersRow> left = db.read(() -> pqs.users().stream());
        DalException e = refused(Kind.MISUSE, left::count);
        assertThat(e.getMessage()).contains("inside the read or write");
        AtomicReference<Iterator<UsersRow>> half = new AtomicReference<>();
        db.write(() -> {
            half.set(pqs.users().stream().iterator());
            Objects.requireNonNull(half.get()).next();
        });
        refused(Kind.MISUSE, () -> Objects.requireNonNull(half.get()).next());
        left.close();
        lab.works(db);
    }

    @Test
    void stream_outsideAnyScope_isRefused() {
        DalException e = refused(Kind.MISUSE, () -> pqs.users().stream());
        assertThat(e.getMessage()).contains("forEach");
        lab.works(db);
    }

    @Test
    void stream_manyLeftOpen_areClosedByTheEnd() {
        pqs.users().insertAll(List.of(user("ada"), user("bob")));
        db.write(() -> {
            for (int i = 0; i < 5; i++) {
                assertThat(pqs.users().stream().iterator().next().username()).isEqualTo("ada");
            }
            pqs.users().insert(user("eve"));
        });
        lab.works(db);
        assertThat(names()).containsExactly("ada", "bob", "eve");
    }

    @Test
    void forEach_writesOutsideAnyScopeInItsSink_readsOneSnapshot() {
        pqs.users().insertAll(List.of(user("ada"), user("bob")));
        pqs.users().forEach(u -> pqs.users().insert(user(u.username() + "2")));
        assertThat(names()).containsExactly("ada", "bob", "ada2", "bob2");
        lab.works(db);
    }

    @Test
    void afterCommit_runsAfterOnTheSameThreadInOrder() {
        List<String> ran = new ArrayList<>();
        Thread caller = Thread.currentThread();
        db.write(() -> {
            pqs.users().insert(user("ada"));
            db.afterCommit(() -> {
                assertThat(Thread.currentThread()).isSameAs(caller);
                ran.add("first sees " + pqs.users().count());
            });
            db.write(() -> db.afterCommit(() -> ran.add("second")));
            assertThat(ran).isEmpty();
        });
        assertThat(ran).containsExactly("first sees 1", "second");
    }

    @Test
    void afterCommit_mayWriteAgain() {
        db.write(() -> db.afterCommit(() -> db.write(() -> {
            pqs.users().insert(user("ada"));
            db.afterCommit(() -> pqs.users().insert(user("bob")));
        })));
        assertThat(names()).containsExactly("ada", "bob");
    }

    @Test
    void afterCommit_rolledBack_neverRuns() {
        List<String> ran = new ArrayList<>();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    db.afterCommit(() -> ran.add("x"));
                    throw new IllegalStateException();
                }));
        db.write(() -> {
            db.afterCommit(() -> ran.add("outer"));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> db.write(() -> {
                        db.afterCommit(() -> ran.add("undone"));
                        db.write(() -> db.afterCommit(() -> ran.add("undone too")));
                        throw new IllegalStateException();
                    }));
            db.write(() -> db.afterCommit(() -> ran.add("kept")));
        });
        assertThat(ran).containsExactly("outer", "kept");
    }

    @Test
    void afterCommit_throws_isLoggedAndTheCommitAndTheOthersStand() {
        List<String> ran = new ArrayList<>();
        String log = Captured.err(() -> db.write(() -> {
            pqs.users().insert(user("ada"));
            db.afterCommit(() -> {
                throw new IllegalStateException("of the action");
            });
            db.afterCommit(() -> ran.add("next"));
        }));
        assertThat(log).contains("the commit stands").contains("of the action");
        assertThat(ran).containsExactly("next");
        assertThat(names()).containsExactly("ada");
        lab.works(db);
    }

    @Test
    void afterCommit_outsideWrite_isRefused() {
        assertThat(refused(Kind.MISUSE, () -> db.afterCommit(() -> {})).getMessage())
                .contains("inside write");
        db.read(() -> refused(Kind.MISUSE, () -> db.afterCommit(() -> {})));
    }

    @Test
    void write_othersWait_comeInOrder() throws Exception {
        List<String> order = new ArrayList<>();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> first = Other.runs(
                "first",
                () -> db.write(() -> {
                    inside.countDown();
                    Other.await(end);
                    order.add("first");
                }));
        Other.await(inside);
        List<Other<?>> others = new ArrayList<>();
        for (String name : List.of("second", "third", "fourth")) {
            others.add(Other.runs(name, () -> db.write(() -> order.add(name))).waitsIn("Gate"));
        }
        end.countDown();
        first.result();
        for (Other<?> other : others) {
            other.result();
        }
        assertThat(order).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void scope_carriedToAnotherThread_thatThreadIsOutsideIt() throws Exception {
        db.write(() -> {
            pqs.users().insert(user("ada"));
            assertThat(Other.calls("other", () -> db.read(() -> pqs.users().count()))
                            .result())
                    .isZero();
            refused(
                    Kind.MISUSE,
                    () -> Other.runs("other", () -> db.afterCommit(() -> {})).result());
        });
    }

    @Test
    void scopesOfTwoDatabases_onOneThread_doNotMeet() throws Exception {
        Database second =
                lab.open(Database.at(lab.folder().resolve("second.db")).migrations(Pqs.MIGRATIONS));
        Pqs there = new Pqs(second);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    pqs.users().insert(user("here"));
                    second.write(() -> there.users().insert(user("there")));
                    throw new IllegalStateException();
                }));
        assertThat(names()).isEmpty();
        assertThat(there.users().count()).isEqualTo(1);
        db.read(() -> assertThat(second.write(() -> there.users().delete(1))).isTrue());
    }
}
