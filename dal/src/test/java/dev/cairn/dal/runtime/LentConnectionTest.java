package dev.cairn.dal.runtime;

import static dev.cairn.dal.pqs.tables.UsersTable.USERS;
import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may do with the connection below a scope, and with its statements. */
@SuppressWarnings("NullAway.Init")
class LentConnectionTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "commit transaction",
                "END",
                "ROLLBACK",
                "BEGIN",
                "begin immediate",
                "SAVEPOINT x",
                "RELEASE cairn_1",
                "ROLLBACK TO cairn_1",
                "/* harmless */ ; -- really\n COMMIT"
            })
    void transactionControl_asText_isRefusedAndTheTransactionStands(String sql) {
        db.write(() -> {
            insert("one");
            refused(Kind.MISUSE, () -> db.dsl().execute(sql));
            refused(
                    Kind.MISUSE,
                    () -> db.dsl().connection(c -> c.prepareStatement(sql).execute()));
            refused(
                    Kind.MISUSE,
                    () -> db.dsl().connection(c -> c.createStatement().execute(sql)));
            refused(
                    Kind.MISUSE,
                    () -> db.dsl().connection(c -> c.createStatement().executeUpdate(sql)));
            refused(Kind.MISUSE, () -> db.dsl().batch(sql, sql).execute());
            insert("two");
        });
        assertThat(names()).containsExactly("ada", "bob", "one", "two");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    insert("three");
                    refused(Kind.MISUSE, () -> db.dsl().execute(sql));
                    throw new IllegalStateException();
                }));
        assertThat(names()).hasSize(4);
        db.read(() -> refused(Kind.MISUSE, () -> db.dsl().execute(sql)));
        lab.works(db);
    }

    @Test
    void transactionControl_onTheConnection_isRefused() {
        db.write(() -> {
            insert("one");
            refused(Kind.MISUSE, () -> db.dsl().connection(c -> c.commit()));
            refused(Kind.MISUSE, () -> db.dsl().connection(c -> c.rollback()));
            refused(Kind.MISUSE, () -> db.dsl().connection(c -> c.setAutoCommit(false)));
            db.dsl().connection(c -> {
                var savepoint = c.setSavepoint();
                insert("undone");
                c.rollback(savepoint);
            });
            insert("two");
        });
        assertThat(names()).containsExactly("ada", "bob", "one", "two");
        refused(Kind.MISUSE, () -> db.dsl().connection(c -> c.setSavepoint("mine")));
        db.read(() -> refused(Kind.MISUSE, () -> db.dsl().connection(c -> c.commit())));
        lab.works(db);
    }

    @Test
    void connection_closedByItsUser_scopeGoesOn() {
        db.write(() -> {
            db.dsl().connection(c -> c.close());
            insert("one");
        });
        assertThat(names()).hasSize(3);
        db.read(() -> {
            db.dsl().connection(c -> c.close());
            assertThat(names()).hasSize(3);
        });
        lab.works(db);
    }

    @Test
    void statementsLeftOpen_doNotPinTheSnapshotOfTheNext() {
        Database one = lab.open(Database.at(lab.folder().resolve("one.db"))
                .migrations(Pqs.MIGRATIONS)
                .readers(1));
        one.write(() -> insert(one.dsl(), "ada"));
        one.write(() -> insert(one.dsl(), "bob"));
        one.read(() -> one.dsl()
                .connection(c ->
                        c.createStatement().executeQuery("select * from users").next()));
        one.read(() -> one.dsl()
                .connection(c -> c.prepareStatement("select id from users")
                        .executeQuery()
                        .next()));
        one.write(() -> insert(one.dsl(), "eve"));
        assertThat(one.dsl().fetchCount(USERS)).isEqualTo(3);
        assertThat(Lab.holders(one)).isEmpty();
    }

    @Test
    void rowsNobodyAskedFor_doNotPinTheSnapshotOfTheNext() {
        Database one = lab.open(Database.at(lab.folder().resolve("one.db"))
                .migrations(Pqs.MIGRATIONS)
                .readers(1));
        one.write(() -> insert(one.dsl(), "ada"));
        one.dsl().connection(c -> {
            try (var statement = c.prepareStatement("select id from users")) {
                assertThat(statement.execute()).isTrue();
            }
        });
        one.write(() -> insert(one.dsl(), "eve"));
        assertThat(one.dsl().fetchCount(USERS)).isEqualTo(2);
        assertThat(one.maintain().checkpoint().complete()).isTrue();
    }

    @Test
    void batch_givenUpHalfway_leavesNoRowsForTheNext() {
        String sql = "update users set rank = ? where id = ?";
        db.write(() -> {
            db.dsl().connection(c -> {
                try (var statement = c.prepareStatement(sql)) {
                    statement.setString(1, "stale");
                    statement.setLong(2, 1);
                    statement.addBatch();
                }
            });
            db.dsl().connection(c -> {
                try (var statement = c.prepareStatement(sql)) {
                    statement.setString(1, "fresh");
                    statement.setLong(2, 2);
                    statement.addBatch();
                    assertThat(statement.executeBatch()).hasSize(1);
                }
            });
        });
        assertThat(pqs.users().get(1).rank()).isNull();
        assertThat(pqs.users().get(2).rank()).isEqualTo("fresh");
    }

    @Test
    void parameters_ofAnEarlierUse_areNotThoseOfTheNext() {
        String sql = "select ?";
        db.read(() -> {
            db.dsl().connection(c -> {
                try (var statement = c.prepareStatement(sql)) {
                    statement.setString(1, "of somebody else");
                    statement.executeQuery().close();
                }
            });
            db.dsl().connection(c -> {
                try (var statement = c.prepareStatement(sql);
                        var rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isNull();
                }
            });
        });
    }

    @Test
    void statement_usedAfterItWasClosed_isRefused() {
        db.write(() -> {
            db.dsl().connection(c -> {
                var statement = c.prepareStatement("delete from users");
                statement.close();
                assertThat(statement.isClosed()).isTrue();
                assertThatExceptionOfType(java.sql.SQLException.class).isThrownBy(statement::executeUpdate);
            });
        });
        assertThat(names()).hasSize(2);
    }
}
