package dev.cairn.dal.insight;

import static dev.cairn.dal.pqs.tables.UsersTable.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.tables.UsersRecord;
import java.nio.file.Path;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.InsertSetMoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each query of jOOQ's is taken down once, however its callbacks come. */
class DslRecordingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private Database db;

    @BeforeEach
    void open() {
        world = new World(folder);
        db = world.database();
        for (String name : List.of("ada", "grace", "edsger")) {
            world.insert(name);
        }
    }

    @AfterEach
    void close() {
        assertThat(db.inspect().health().readers().lent()).isZero();
        world.close();
    }

    private void assertTaken(long queries, long rows) {
        Timing dsl = world.calls("dsl.query");
        assertThat(dsl.count()).as("queries").isEqualTo(queries);
        assertThat(dsl.rows()).as("rows").isEqualTo(rows);
    }

    private static InsertSetMoreStep<UsersRecord> insert(DSLContext dsl, String name) {
        return dsl.insertInto(USERS)
                .set(USERS.USERNAME, name)
                .set(USERS.EMAIL, name)
                .set(USERS.PASSWORD_HASH, "x")
                .set(USERS.FULL_NAME, name);
    }

    @Test
    void fetches_areOneEach() {
        db.dsl().selectFrom(USERS).fetch();
        db.dsl().fetchOne(USERS, USERS.USERNAME.eq("ada"));
        db.dsl().select(USERS.ID).from(USERS).fetch(USERS.ID);
        db.dsl().fetchCount(USERS);
        db.dsl().fetch("select 1 where 0");
        assertTaken(5, 3 + 1 + 3 + 1);
    }

    @Test
    void changes_countTheirRows() {
        db.write(() -> {
            db.dsl().update(USERS).set(USERS.RANK, "x").execute();
            db.dsl().deleteFrom(USERS).where(USERS.USERNAME.eq("ada")).execute();
            insert(db.dsl(), "barbara").execute();
        });
        assertTaken(3, 3 + 1 + 1);
    }

    @Test
    void returning_countsItsRowsOnce() {
        db.write(() -> insert(db.dsl(), "barbara").returning(USERS.ID).fetchOne());
        assertTaken(1, 1);
    }

    @Test
    void record_storedAndRefreshed_isItsStatements() {
        db.write(() -> {
            UsersRecord row = db.dsl().newRecord(USERS);
            row.setUsername("barbara");
            row.setEmail("b");
            row.setPasswordHash("x");
            row.setFullName("Barbara");
            row.store();
            row.setRole(UserRole.ADMIN);
            row.store();
            row.delete();
        });
        assertTaken(3, 3);
    }

    @Test
    void batchOfStatements_isOneWithAllTheirRows() {
        db.write(() -> db.dsl()
                .batch("update users set rank = '1'", "update users set rank = '2'")
                .execute());
        assertTaken(1, 3 + 3);
    }

    /** Of these jOOQ passes on the count of the first alone. */
    @Test
    void batchOfValues_isOne() {
        db.write(() -> db.dsl()
                .batch(db.dsl().update(USERS).set(USERS.RANK, "").where(USERS.USERNAME.eq("")))
                .bind("3", "ada")
                .bind("4", "grace")
                .execute());
        assertTaken(1, 1);
    }

    @Test
    void batchOfRecords_isOneForAllOfAKind() {
        db.write(() -> {
            List<UsersRecord> rows = db.dsl().selectFrom(USERS).fetch();
            rows.forEach(r -> r.setRank("x"));
            db.dsl().batchUpdate(rows).execute();
        });
        assertTaken(2, 3 + 1);
    }

    @Test
    void failures_areOneEach() {
        assertThatExceptionOfType(DalException.class).isThrownBy(() -> db.dsl().fetch("select nothing from nowhere"));
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.write(() -> insert(db.dsl(), "ada").execute()));
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.dsl().update(USERS).set(USERS.RANK, "x").execute());
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> db.write(() -> db.dsl()
                        .batch("update users set rank = '1'", "update users set email = null")
                        .execute()));
        assertTaken(4, 0);
    }

    @Test
    void nested_areOneEach() {
        db.read(() -> db.dsl().selectFrom(USERS).fetch(row -> db.dsl().fetchOne(USERS, USERS.ID.eq(row.getId()))));
        assertTaken(4, 3 + 3);
    }

    @Test
    void transactions_areNoQueries() {
        db.dsl().transaction(outer -> {
            insert(outer.dsl(), "barbara").execute();
            outer.dsl().transaction(inner -> inner.dsl().fetchCount(USERS));
        });
        assertTaken(2, 1 + 1);
    }

    @Test
    void lazy_readToItsEnd_isOne() {
        db.read(() -> {
            try (Cursor<UsersRecord> rows = db.dsl().selectFrom(USERS).fetchLazy()) {
                while (rows.hasNext()) {
                    rows.fetchNext();
                }
            }
        });
        db.read(() -> {
            try (var rows = db.dsl().selectFrom(USERS).fetchStream()) {
                assertThat(rows.count()).isEqualTo(3);
            }
        });
        assertTaken(2, 3 + 3);
    }

    @Test
    void lazy_closedEarlyAndOutsideAScope_isOne() {
        try (Cursor<UsersRecord> rows = db.dsl().selectFrom(USERS).fetchLazy()) {
            rows.fetchNext();
            assertTaken(0, 0);
        }
        assertTaken(1, 1);
    }

    @Test
    void lazy_leftOpen_isTakenDownWithItsScope() {
        Cursor<UsersRecord> left = db.read(() -> {
            Cursor<UsersRecord> rows = db.dsl().selectFrom(USERS).fetchLazy();
            rows.fetchNext();
            rows.fetchNext();
            return rows;
        });
        assertTaken(1, 2);
        left.close();
        assertTaken(1, 2);
    }

    @Test
    void lazy_manyInOneScope_leaveNothingBehind() {
        db.read(() -> {
            for (int i = 0; i < 100; i++) {
                try (var rows = db.dsl().selectFrom(USERS).fetchLazy()) {
                    rows.fetchNext();
                }
            }
            assertTaken(100, 100);
        });
        assertTaken(100, 100);
    }
}
