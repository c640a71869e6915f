package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InterruptsTest {
    private static final String LONG =
            "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c";

    @RegisterExtension
    final Lab lab = new Lab();

    /** Whether the flag is set, which is taken away for what comes next. */
    private static boolean flag() {
        return Thread.interrupted();
    }

    @Test
    void whileWaitingForAReader_isInterruptedAndTheFlagStays() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        db.read(() -> {
            Other<Boolean> other = Other.calls("other", () -> {
                refused(Kind.INTERRUPTED, () -> pqs.users().count());
                return flag();
            });
            other.waitsIn("HikariPool").interrupt();
            assertThat(other.result()).isTrue();
        });
        lab.works(db);
    }

    @Test
    void whileWaitingForTheTurn_isInterruptedAndTheQueueGoesOn() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> holder = Other.runs(
                "holder",
                () -> db.write(() -> {
                    inside.countDown();
                    Other.await(end);
                }));
        Other.await(inside);
        Other<Boolean> single = Other.calls("single", () -> {
            refused(Kind.INTERRUPTED, () -> pqs.users().insert(user("ada")));
            return flag();
        });
        Other<Boolean> scope = Other.calls("scope", () -> {
            refused(Kind.INTERRUPTED, () -> db.write(() -> 1));
            return flag();
        });
        single.waitsIn("Gate");
        scope.waitsIn("Gate");
        Other<Long> patient = Other.calls("patient", () -> pqs.users().insert(user("bob")));
        patient.waitsIn("Gate");
        single.interrupt();
        scope.interrupt();
        assertThat(single.result()).isTrue();
        assertThat(scope.result()).isTrue();
        end.countDown();
        holder.result();
        assertThat(patient.result()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void whileWaitingForAnotherProgram_isInterrupted() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + lab.file());
                var statement = stranger.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (boolean inScope : new boolean[] {true, false}) {
                Other<Boolean> other = Other.calls("other", () -> {
                    refused(Kind.INTERRUPTED, () -> {
                        if (inScope) {
                            db.write(() -> 1);
                        } else {
                            pqs.users().insert(user("ada"));
                        }
                    });
                    return flag();
                });
                other.isIn("write.Writer").interrupt();
                assertThat(other.result()).isTrue();
            }
            statement.execute("COMMIT");
        }
        lab.works(db);
    }

    @Test
    void whileAStatementRuns_isInterruptedAndTheConnectionWorksOn() throws Exception {
        Database db = lab.open(lab.at().readers(1));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        for (int round = 0; round < 3; round++) {
            Other<Boolean> single = Other.calls("single", () -> {
                refused(Kind.INTERRUPTED, () -> db.dsl().fetch(LONG));
                return flag();
            });
            single.isIn("NativeDB").interrupt();
            assertThat(single.result()).isTrue();
            Other<Boolean> reading = Other.calls("reading", () -> {
                db.read(() -> {
                    refused(Kind.INTERRUPTED, () -> db.dsl().fetch(LONG));
                    assertThat(flag()).isTrue();
                    // Nothing was lost of a mere read.
                    assertThat(pqs.users().count()).isEqualTo(1);
                });
                return true;
            });
            reading.isIn("NativeDB").interrupt();
            reading.result();
            lab.works(db);
        }
    }

    @Test
    void whileAStatementOfAWriteRuns_nothingIsWritten() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Other<Boolean> writing = Other.calls("writing", () -> {
            refused(
                    Kind.INTERRUPTED,
                    () -> db.write(() -> {
                        pqs.users().insert(user("ada"));
                        db.dsl()
                                .execute("insert into users (username, email, password_hash, full_name)"
                                        + " with recursive c(x) as (select 1 union all select x + 1 from c)"
                                        + " select 'x', 'x', 'x', sum(x) from c");
                    }));
            return flag();
        });
        writing.isIn("NativeDB").interrupt();
        assertThat(writing.result()).isTrue();
        assertThat(pqs.users().count()).isZero();
        lab.works(db);
    }

    @Test
    void whileAStatementOfAWriteRuns_swallowed_writeIsRolledBackNevertheless() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Other<Boolean> writing = Other.calls("writing", () -> {
            refused(
                    Kind.ROLLED_BACK,
                    () -> db.write(() -> {
                        pqs.users().insert(user("ada"));
                        refused(
                                Kind.INTERRUPTED,
                                () -> db.dsl()
                                        .execute("insert into users (username, email, password_hash, full_name)"
                                                + " with recursive c(x) as (select 1 union all select x + 1 from c)"
                                                + " select 'x', 'x', 'x', sum(x) from c"));
                        assertThat(flag()).isTrue();
                    }));
            return true;
        });
        writing.isIn("NativeDB").interrupt();
        writing.result();
        assertThat(pqs.users().count()).isZero();
        lab.works(db);
    }

    @Test
    void beforeTheCommit_commitStandsAndTheFlagStays() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Other<Boolean> other = Other.calls("other", () -> {
            db.write(() -> {
                pqs.users().insertAll(List.of(user("ada"), user("bob")));
                Thread.currentThread().interrupt();
            });
            return flag();
        });
        assertThat(other.result()).isTrue();
        assertThat(pqs.users().count()).isEqualTo(2);
        lab.works(db);
    }

    @Test
    void flagSetBefore_shortCallsWork() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        // Once a reader is open, nobody has to wait for it.
        assertThat(pqs.users().count()).isZero();
        Other<Boolean> other = Other.calls("other", () -> {
            Thread.currentThread().interrupt();
            pqs.users().insert(user("ada"));
            db.write(() -> pqs.users().insert(user("bob")));
            assertThat(pqs.users().count()).isEqualTo(2);
            return flag();
        });
        assertThat(other.result()).isTrue();
        lab.works(db);
    }
}
