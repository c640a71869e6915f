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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An error that ends the whole transaction while the body of a write goes on. */
@SuppressWarnings("NullAway.Init")
class LostTransactionTest {
    private static final String OR_ROLLBACK =
            "insert or rollback into users (username, email, password_hash, full_name)"
                    + " values ('ada', 'other', 'x', 'x')";

    @RegisterExtension
    final Lab lab = new Lab();

    private final List<String> afterCommit = new ArrayList<>();
    private Database db;
    private Pqs pqs;

    @BeforeEach
    void open() {
        db = lab.open();
        pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
    }

    @AfterEach
    void nothingElseIsThere() {
        assertThat(afterCommit).isEmpty();
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    private void lose() {
        pqs.users().insert(user("before"));
        db.afterCommit(() -> afterCommit.add("must not run"));
        refused(Kind.UNIQUE, () -> db.dsl().execute(OR_ROLLBACK));
    }

    @Test
    void everyCallAfter_isRolledBackAndNothingAutocommits() {
        DalException e = refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    lose();
                    refused(Kind.ROLLED_BACK, () -> pqs.users().insert(user("after")));
                    refused(Kind.ROLLED_BACK, () -> pqs.users().insertAll(List.of(user("after"))));
                    refused(Kind.ROLLED_BACK, () -> pqs.users().count());
                    refused(Kind.ROLLED_BACK, () -> pqs.users().stream());
                    refused(Kind.ROLLED_BACK, () -> pqs.users().delete(1));
                    refused(Kind.ROLLED_BACK, () -> db.dsl().execute("delete from users"));
                    refused(Kind.ROLLED_BACK, () -> db.dsl().fetch("select 1"));
                    refused(
                            Kind.ROLLED_BACK,
                            () -> db.dsl().transaction(c -> c.dsl().execute("delete from users")));
                    refused(Kind.ROLLED_BACK, () -> db.write(() -> 1));
                    refused(Kind.ROLLED_BACK, () -> db.read(() -> 1));
                    refused(Kind.ROLLED_BACK, () -> db.afterCommit(() -> {}));
                }));
        assertThat(e.field("in")).contains("write");
    }

    @Test
    void bodySwallowsTheError_writeThrowsNevertheless() {
        refused(Kind.ROLLED_BACK, () -> db.write(this::lose));
    }

    @Test
    void bodyLetsTheErrorOut_thatIsWhatWriteThrows() {
        DalException e = refused(
                Kind.UNIQUE,
                () -> db.write(() -> {
                    pqs.users().insert(user("before"));
                    db.dsl().execute(OR_ROLLBACK);
                }));
        assertThat(e.getSuppressed()).isEmpty();
    }

    @Test
    void bodyThrowsItsOwn_thatIsWhatWriteThrows() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    lose();
                    throw new IllegalStateException();
                }));
    }

    @Test
    void inASavepoint_theOuterIsLostToo() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    pqs.users().insert(user("outer"));
                    refused(Kind.ROLLED_BACK, () -> db.write(this::lose));
                    refused(Kind.ROLLED_BACK, () -> pqs.users().insert(user("after")));
                }));
    }

    @Test
    void inASavepointThatThrowsItsOwn_theOuterIsLostToo() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    pqs.users().insert(user("outer"));
                    assertThatExceptionOfType(IllegalStateException.class)
                            .isThrownBy(() -> db.write(() -> {
                                lose();
                                throw new IllegalStateException();
                            }));
                    refused(Kind.ROLLED_BACK, () -> pqs.users().insert(user("after")));
                }));
    }

    @Test
    void inATransactionOfJooqs_isLostToo() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.dsl().transaction(c -> {
                    lose();
                    refused(Kind.ROLLED_BACK, () -> c.dsl().execute("delete from users"));
                }));
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    refused(Kind.ROLLED_BACK, () -> db.dsl().transaction(c -> lose()));
                    refused(Kind.ROLLED_BACK, () -> pqs.users().insert(user("after")));
                }));
    }

    @Test
    void statementPreparedBefore_doesNotAutocommit() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> db.dsl().connection(c -> {
                    try (var kept = c.prepareStatement("delete from users");
                            var plain = c.createStatement()) {
                        plain.addBatch("delete from users");
                        lose();
                        refused(Kind.ROLLED_BACK, kept::executeUpdate);
                        refused(Kind.ROLLED_BACK, kept::execute);
                        refused(Kind.ROLLED_BACK, () -> plain.executeUpdate("delete from users"));
                        refused(Kind.ROLLED_BACK, plain::executeBatch);
                    }
                })));
    }

    @Test
    void whileRowsAreRead_theReadingEnds() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    pqs.users().insertAll(List.of(user("bob"), user("eve")));
                    List<String> seen = new ArrayList<>();
                    refused(
                            Kind.ROLLED_BACK,
                            () -> pqs.users().forEach(u -> {
                                seen.add(u.username());
                                lose();
                            }));
                    assertThat(seen).hasSize(1);
                }));
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    var rows = pqs.users().stream().iterator();
                    rows.next();
                    lose();
                    refused(Kind.ROLLED_BACK, rows::hasNext);
                }));
    }

    @Test
    void singleCallOutsideAnyScope_losesOnlyItself() {
        refused(Kind.READ_ONLY, () -> db.dsl().execute(OR_ROLLBACK));
    }
}
