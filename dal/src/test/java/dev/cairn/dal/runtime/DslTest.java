package dev.cairn.dal.runtime;

import static dev.cairn.dal.pqs.tables.UsersTable.USERS;
import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.ConstraintException;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersRepository;
import dev.cairn.dal.pqs.UsersRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class DslTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Database db;
    private Pqs pqs;

    @BeforeEach
    void open() {
        db = lab.open();
        pqs = new Pqs(db);
        pqs.users().insertAll(List.of(user("ada"), user("bob")));
    }

    private int insert(String name) {
        return insert(db.dsl(), name);
    }

    private static int insert(DSLContext dsl, String name) {
        return dsl.insertInto(USERS)
                .set(USERS.USERNAME, name)
                .set(USERS.EMAIL, name)
                .set(USERS.PASSWORD_HASH, "x")
                .set(USERS.FULL_NAME, name)
                .execute();
    }

    private List<String> names() {
        return db.dsl().select(USERS.USERNAME).from(USERS).orderBy(USERS.ID).fetch(USERS.USERNAME);
    }

    @Test
    void query_outsideAnyScope_runsOnAReaderAndGivesItBack() {
        assertThat(names()).containsExactly("ada", "bob");
        lab.works(db);
    }

    @Test
    void insert_outsideAnyScope_isReadOnly() {
        DalException e = refused(Kind.READ_ONLY, () -> insert("eve"));
        assertThat(e.getMessage()).contains("Write inside write");
        assertThat(names()).containsExactly("ada", "bob");
        lab.works(db);
    }

    @Test
    void insert_inRead_isReadOnlyAndTheReadGoesOn() {
        db.read(() -> {
            refused(Kind.READ_ONLY, () -> insert("eve"));
            assertThat(names()).containsExactly("ada", "bob");
        });
        lab.works(db);
    }

    @Test
    void insert_inWrite_isOfItsTransaction() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    insert("eve");
                    assertThat(names()).hasSize(3);
                    assertThat(pqs.users().findByUsername("eve")).isPresent();
                    assertThat(Other.calls("other", this::names).result()).hasSize(2);
                    throw new IllegalStateException();
                }));
        assertThat(names()).hasSize(2);
        db.write(() -> insert("eve"));
        assertThat(names()).hasSize(3);
        lab.works(db);
    }

    @Test
    void context_keptBeyondItsScope_findsTheScopeOfTheMoment() {
        AtomicReference<DSLContext> kept = new AtomicReference<>();
        db.write(() -> {
            kept.set(db.dsl());
            insert(Objects.requireNonNull(kept.get()), "eve");
        });
        refused(Kind.READ_ONLY, () -> insert(Objects.requireNonNull(kept.get()), "joe"));
        db.write(() -> insert(Objects.requireNonNull(kept.get()), "joe"));
        assertThat(names()).containsExactly("ada", "bob", "eve", "joe");
    }

    @Test
    void transaction_insideWrite_isASavepoint() {
        db.write(() -> {
            insert("one");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> db.dsl().transaction(c -> {
                        insert(c.dsl(), "two");
                        c.dsl().transaction(d -> insert(d.dsl(), "three"));
                        throw new IllegalStateException();
                    }));
            db.dsl().transaction(c -> insert(c.dsl(), "four"));
        });
        assertThat(names()).containsExactly("ada", "bob", "one", "four");
        lab.works(db);
    }

    @Test
    void transaction_outside_isOneOfItsOwn() {
        List<String> after = new ArrayList<>();
        db.dsl().transaction(c -> {
            insert(c.dsl(), "one");
            db.afterCommit(() -> after.add("committed"));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> c.dsl().transaction(d -> {
                        insert(d.dsl(), "two");
                        db.afterCommit(() -> after.add("undone"));
                        throw new IllegalStateException();
                    }));
            pqs.users().insert(user("three"));
        });
        assertThat(names()).containsExactly("ada", "bob", "one", "three");
        assertThat(after).containsExactly("committed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.dsl().transaction(c -> {
                    insert(c.dsl(), "four");
                    throw new IllegalStateException();
                }));
        assertThat(names()).hasSize(4);
        int inserted = db.dsl().transactionResult(c -> insert(c.dsl(), "five"));
        assertThat(inserted).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void transaction_insideRead_mayOnlyRead() {
        db.read(() -> {
            refused(Kind.READ_ONLY, () -> db.dsl().transaction(c -> insert(c.dsl(), "one")));
            int counted = db.dsl().transactionResult(c -> c.dsl().fetchCount(USERS));
            assertThat(counted).isEqualTo(2);
        });
        assertThat(names()).hasSize(2);
        lab.works(db);
    }

    @Test
    void transaction_commitFails_throwsAndKeepsNothing() {
        ConstraintException e = (ConstraintException) refused(
                Kind.FOREIGN_KEY,
                () -> db.dsl().transaction(c -> {
                    c.dsl().execute("pragma defer_foreign_keys = on");
                    insert(c.dsl(), "one");
                    c.dsl().execute("update avatars set user_id = 99");
                    c.dsl()
                            .execute("insert into avatars (user_id, avatar_data, mime_type, file_size)"
                                    + " values (99, x'00', 'x', 1)");
                }));
        assertThat(e.table()).contains("avatars");
        assertThat(names()).hasSize(2);
        lab.works(db);
    }

    @Test
    void fetchStream_leftOpen_isClosedByTheEndOfTheScope() {
        AtomicReference<Stream<Record1<String>>> left = new AtomicReference<>();
        db.read(() -> {
            left.set(db.dsl().select(USERS.USERNAME).from(USERS).fetchStream());
            assertThat(Objects.requireNonNull(left.get()).iterator().next().value1())
                    .isEqualTo("ada");
        });
        Objects.requireNonNull(left.get()).close();
        lab.works(db);
    }

    @Test
    void fetchLazy_outsideAnyScope_holdsAReaderUntilItIsClosed() {
        try (Cursor<Record1<String>> rows =
                db.dsl().select(USERS.USERNAME).from(USERS).fetchLazy()) {
            assertThat(Objects.requireNonNull(rows.fetchNext()).value1()).isEqualTo("ada");
            assertThat(Lab.holders(db)).singleElement().asString().contains("dsl");
            pqs.users().insert(user("eve"));
            assertThat(rows.fetch()).hasSize(1);
        }
        lab.works(db);
    }

    @Test
    void cursor_closedAfterItsConnectionWasLentToAnother_leavesThatAlone() {
        Database one = lab.open(Database.at(lab.folder().resolve("one.db"))
                .migrations(Pqs.MIGRATIONS)
                .readers(1)
                .acquireTimeout(Lab.LONG));
        one.write(() -> insert(one.dsl(), "ada"));
        AtomicReference<Cursor<Record1<String>>> stale = new AtomicReference<>();
        one.read(() -> stale.set(one.dsl().select(USERS.USERNAME).from(USERS).fetchLazy()));
        try (Cursor<Record1<String>> next =
                one.dsl().select(USERS.USERNAME).from(USERS).fetchLazy()) {
            Objects.requireNonNull(stale.get()).close();
            assertThat(Lab.holders(one)).hasSize(1);
            assertThat(next.fetch()).hasSize(1);
        }
        assertThat(Lab.holders(one)).isEmpty();
    }

    @Test
    void batch_ofStatementsAndOfRows_works() {
        db.write(() -> {
            assertThat(db.dsl()
                            .batch(db.dsl()
                                    .insertInto(
                                            USERS, USERS.USERNAME, USERS.EMAIL, USERS.PASSWORD_HASH, USERS.FULL_NAME)
                                    .values((String) null, null, null, null))
                            .bind("one", "one", "x", "x")
                            .bind("two", "two", "x", "x")
                            .execute())
                    .hasSize(2);
            assertThat(db.dsl()
                            .batch(
                                    db.dsl().update(USERS).set(USERS.RANK, "a").where(USERS.USERNAME.eq("one")),
                                    db.dsl().update(USERS).set(USERS.RANK, "b").where(USERS.USERNAME.eq("two")))
                            .execute())
                    .containsExactly(1, 1);
        });
        assertThat(pqs.users().findByUsername("two").orElseThrow().rank()).isEqualTo("b");
        lab.works(db);
    }

    @Test
    void row_isWhatTheFinderReads() {
        long id = pqs.users().findByUsername("bob").orElseThrow().id();
        pqs.users().update(id, d -> d.rank("Sir \"x\" \u00e9\ud83d\ude00").isActive(false));
        UsersRow expected = pqs.users().get(id);
        assertThat(db.dsl()
                        .select(UsersRepository.row())
                        .from(USERS)
                        .where(USERS.ID.eq(id))
                        .fetchSingle()
                        .value1())
                .isEqualTo(expected);
        db.write(() -> assertThat(db.dsl()
                        .select(UsersRepository.row(), USERS.ID)
                        .from(USERS)
                        .orderBy(USERS.ID.desc())
                        .fetch(UsersRepository.row()))
                .first()
                .isEqualTo(expected));
        assertThat(db.dsl()
                        .select(UsersRepository.row())
                        .from(USERS)
                        .where(DSL.falseCondition())
                        .fetch())
                .isEmpty();
    }

    @Test
    void errors_areTheSameKindsAsElsewhere() {
        db.write(() -> {
            ConstraintException unique = (ConstraintException) refused(Kind.UNIQUE, () -> insert("ada"));
            assertThat(unique.table()).contains("users");
            assertThat(unique.columns()).containsExactly("username");
            assertThat(unique.getCause()).isNull();
            assertThat(((ConstraintException) refused(
                                    Kind.NOT_NULL,
                                    () -> db.dsl()
                                            .insertInto(USERS)
                                            .set(USERS.USERNAME, "x")
                                            .execute()))
                            .columns())
                    .containsExactly("email");
            refused(
                    Kind.FOREIGN_KEY,
                    () -> db.dsl()
                            .execute("insert into avatars (user_id, avatar_data, mime_type, file_size)"
                                    + " values (99, x'00', 'x', 1)"));
            DalException syntax = refused(Kind.FAILED, () -> db.dsl().execute("selec nothing"));
            assertThat(syntax.field("code")).contains("1");
            assertThat(syntax.field("sql")).contains("selec nothing");
            refused(Kind.FAILED, () -> db.dsl().fetch("select * from nowhere"));
        });
        refused(Kind.FAILED, () -> db.dsl().fetch("select * from nowhere"));
        assertThat(names()).hasSize(2);
        lab.works(db);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select 'secret' from boks | no such table: boks",
                "select nam from users where id = 7 | no such column: nam",
                "select frob(1) | no such function: frob",
                "insert into users (nam) values ('secret') | table users has no column named nam",
                "select id from users, documents | ambiguous column name: id",
                "selec nothing | near \"selec\": syntax error"
            })
    void execute_unknownName_isTold(String sql, String problem) {
        DalException e = refused(Kind.FAILED, () -> db.dsl().fetch(sql));
        assertThat(e.field("problem")).contains(problem);
        assertThat(e).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1 from users where id = 7 'secret'", "select 1 from users limit 'secret' 4711"})
    void execute_valueInTheWrongPlace_isNotTold(String sql) {
        DalException e = refused(Kind.FAILED, () -> db.dsl().fetch(sql));
        assertThat(e.field("problem")).isEmpty();
        assertThat(e).hasMessageNotContainingAny("secret", "4711");
    }

    @Test
    void closed_refusesQueries() {
        DSLContext kept = db.dsl();
        db.close();
        refused(Kind.CLOSED, () -> kept.fetchCount(USERS));
        refused(Kind.CLOSED, () -> kept.transaction(c -> insert(c.dsl(), "x")));
    }

    @Test
    void poolOfOne_nestedQueryOnTheSameThread_saysWhoHoldsIt() {
        Database one = lab.open(Database.at(lab.folder().resolve("one.db"))
                .migrations(Pqs.MIGRATIONS)
                .readers(1)
                .acquireTimeout(Duration.ofMillis(50)));
        try (Cursor<Record1<String>> rows =
                one.dsl().select(USERS.USERNAME).from(USERS).fetchLazy()) {
            DalException e = refused(Kind.POOL_EXHAUSTED, () -> one.dsl().fetchCount(USERS));
            assertThat(e.field("holder")).contains("dsl");
            assertThat(e.field("of thread")).contains(Thread.currentThread().getName());
            assertThat(rows.hasNext()).isFalse();
        }
    }
}
