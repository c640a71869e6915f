package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.ConstraintException;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("NullAway.Init")
class ConstraintsTest {
    private static final String SCHEMA = """
            CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
            CREATE TABLE children (
                id INTEGER PRIMARY KEY,
                parent INTEGER NOT NULL REFERENCES parents (id),
                late INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE pairs (a TEXT, b TEXT, c TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
            CREATE TABLE "odd, table.name" ("a.b" TEXT UNIQUE, "c, d" TEXT UNIQUE);
            CREATE TABLE things (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL CONSTRAINT name_is_long CHECK (length(name) > 2),
                kind TEXT CHECK (kind IN ('a', 'b') OR (length(kind) > 5 AND kind LIKE '%)%')),
                size INTEGER,
                weight INTEGER,
                UNIQUE (size, weight));
            CREATE UNIQUE INDEX idx_things_lower ON things (lower(name));
            CREATE TABLE strictly (id INTEGER PRIMARY KEY, size INTEGER, b BLOB) STRICT;
            CREATE TRIGGER things_abort BEFORE UPDATE ON things WHEN new.size = 1
                BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: users.secret'); END;
            CREATE TRIGGER things_fail BEFORE UPDATE ON things WHEN new.size = 2
                BEGIN SELECT RAISE(FAIL, 'said by the trigger'); END;
            CREATE TRIGGER things_rollback BEFORE UPDATE ON things WHEN new.size = 3
                BEGIN SELECT RAISE(ROLLBACK, 'said by the trigger'); END;
            CREATE TRIGGER things_ignore BEFORE UPDATE ON things WHEN new.size = 4
                BEGIN SELECT RAISE(IGNORE); END;
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    private Database db;

    @BeforeEach
    void open() {
        db = lab.open(Database.at(lab.file()).migrations(lab.migrations(SCHEMA)).acquireTimeout(Lab.LONG));
        sql("insert into parents values (1, 'p')");
        sql("insert into things values (1, 'thing', 'a', 10, 20)");
    }

    private int sql(String sql) {
        return db.write(() -> db.dsl().execute(sql));
    }

    private long count(String table) {
        return db.dsl().fetchSingle("select count(*) from " + table).get(0, Long.class);
    }

    private ConstraintException broken(Kind kind, String sql) {
        DalException e = refused(kind, () -> sql(sql));
        assertThat(e).isInstanceOf(ConstraintException.class);
        assertThat(e.getCause()).isNull();
        assertThat(e.getSuppressed()).isEmpty();
        assertThat(Lab.holders(db)).isEmpty();
        // The database works on.
        assertThat(sql("update parents set code = 'q' where id = 1")).isEqualTo(1);
        return (ConstraintException) e;
    }

    @Test
    void unique_namesTableAndColumn() {
        sql("insert into parents values (2, 'x')");
        ConstraintException e = broken(Kind.UNIQUE, "insert into parents values (3, 'x')");
        assertThat(e.table()).contains("parents");
        assertThat(e.columns()).containsExactly("code");
        assertThat(e.constraint()).isEmpty();
    }

    @Test
    void uniqueOfSeveralColumns_namesThemAll() {
        ConstraintException e = broken(Kind.UNIQUE, "insert into things values (2, 'other', 'a', 10, 20)");
        assertThat(e.table()).contains("things");
        assertThat(e.columns()).containsExactly("size", "weight");
    }

    @Test
    void primaryKey_namesItsColumns() {
        assertThat(broken(Kind.UNIQUE, "insert into parents values (1, 'y')").columns())
                .containsExactly("id");
        sql("insert into pairs values ('a', 'b', 'c')");
        ConstraintException e = broken(Kind.UNIQUE, "insert into pairs values ('a', 'b', 'd')");
        assertThat(e.table()).contains("pairs");
        assertThat(e.columns()).containsExactly("a", "b");
    }

    @Test
    void expressionIndex_namesTheIndex() {
        ConstraintException e = broken(Kind.UNIQUE, "insert into things values (2, 'THING', 'a', 1, 1)");
        assertThat(e.constraint()).contains("idx_things_lower");
        assertThat(e.columns()).isEmpty();
    }

    @Test
    void notNull_namesTheColumn() {
        ConstraintException e = broken(Kind.NOT_NULL, "insert into things (id) values (2)");
        assertThat(e.table()).contains("things");
        assertThat(e.columns()).containsExactly("name");
    }

    @Test
    void check_namesItsConstraintOrItsWholeExpression() {
        assertThat(broken(Kind.CHECK, "update things set name = 'x'").constraint())
                .contains("name_is_long");
        ConstraintException e = broken(Kind.CHECK, "update things set kind = 'c'");
        assertThat(e.constraint()).contains("kind IN ('a', 'b') OR (length(kind) > 5 AND kind LIKE '%)%')");
        assertThat(e.columns()).isEmpty();
    }

    @Test
    void foreignKey_immediate() {
        broken(Kind.FOREIGN_KEY, "insert into children values (1, 99, null)");
        sql("insert into children values (1, 1, null)");
        broken(Kind.FOREIGN_KEY, "delete from parents");
        assertThat(count("parents")).isEqualTo(1);
    }

    @Test
    void foreignKey_deferred_isSaidAtCommitWithTableAndParent() {
        ConstraintException e = broken(Kind.FOREIGN_KEY, "insert into children values (1, 1, 99)");
        assertThat(e.table()).contains("children");
        assertThat(e.field("refers to")).contains("parents");
        assertThat(e.field("sql")).contains("COMMIT");
        assertThat(count("children")).isZero();
    }

    @Test
    void foreignKey_deferredAndMended_commits() {
        db.write(() -> {
            db.dsl().execute("insert into children values (1, 1, 99)");
            db.dsl().execute("insert into parents values (99, 'late')");
        });
        assertThat(count("children")).isEqualTo(1);
    }

    @Test
    void foreignKey_deferredInASavepointThatIsUndone_commits() {
        db.write(() -> {
            try {
                db.write(() -> {
                    db.dsl().execute("insert into children values (1, 1, 99)");
                    throw new IllegalStateException();
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).isNotNull();
            }
            db.dsl().execute("insert into children values (2, 1, 1)");
        });
        assertThat(count("children")).isEqualTo(1);
    }

    @Test
    void strictDatatype_namesTheColumn() {
        ConstraintException e = broken(Kind.BAD_VALUE, "insert into strictly values (1, 'text', null)");
        assertThat(e.table()).contains("strictly");
        assertThat(e.columns()).containsExactly("size");
        assertThat(broken(Kind.BAD_VALUE, "insert into strictly values (1, 1, 'text')")
                        .columns())
                .containsExactly("b");
    }

    @Test
    void keyOfAnotherType_isABadValue() {
        broken(Kind.BAD_VALUE, "insert into parents values ('text', 'x')");
    }

    @Test
    void oddNames_areNamedAsWellAsSqliteSaysThem() {
        sql("insert into \"odd, table.name\" values ('x', 'y')");
        ConstraintException e = broken(Kind.UNIQUE, "insert into \"odd, table.name\" values ('x', 'z')");
        assertThat(e.getMessage()).contains("odd, table").contains("b");
    }

    @Test
    void raise_abortAndFail_areRaisedAndTheTransactionGoesOn() {
        db.write(() -> {
            db.dsl().execute("insert into parents values (2, 'x')");
            for (int size : new int[] {1, 2}) {
                DalException e =
                        refused(Kind.RAISED, () -> db.dsl().execute("update things set size = ? where id = 1", size));
                assertThat(e).isNotInstanceOf(ConstraintException.class);
                assertThat(e.getMessage()).doesNotContain("secret").doesNotContain("said by the trigger");
            }
        });
        assertThat(count("parents")).isEqualTo(2);
    }

    @Test
    void raise_rollback_endsTheTransaction() {
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    db.dsl().execute("insert into parents values (2, 'x')");
                    refused(Kind.RAISED, () -> db.dsl().execute("update things set size = 3"));
                    refused(Kind.ROLLED_BACK, () -> db.dsl().execute("insert into parents values (3, 'y')"));
                }));
        assertThat(count("parents")).isEqualTo(1);
    }

    @Test
    void raise_ignore_changesNothingAndIsNoError() {
        assertThat(sql("update things set size = 4")).isZero();
    }

    @Test
    void ofARepository_namesTheSameOutsideAndInsideScopes() {
        Database other = lab.open(Database.at(lab.folder().resolve("pqs.db")).migrations(Pqs.MIGRATIONS));
        Pqs pqs = new Pqs(other);
        pqs.users().insert(user("ada"));
        for (boolean inside : new boolean[] {true, false}) {
            ConstraintException e = (ConstraintException) refused(Kind.UNIQUE, () -> {
                if (inside) {
                    other.write(() -> pqs.users().insert(user("ada").email("other")));
                } else {
                    pqs.users().insert(user("ada").email("other"));
                }
            });
            assertThat(e.table()).contains("users");
            assertThat(e.columns()).containsExactly("username");
            ConstraintException parent = (ConstraintException) refused(
                    Kind.FOREIGN_KEY,
                    () -> pqs.avatars()
                            .insert(a -> a.userId(99L)
                                    .avatarData(new byte[1])
                                    .mimeType("x")
                                    .fileSize(1L)));
            assertThat(parent.table()).contains("avatars");
        }
        lab.works(other);
    }
}
