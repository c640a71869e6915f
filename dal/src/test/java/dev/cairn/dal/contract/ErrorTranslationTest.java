package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.pqs.UserRole;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SQLite refuses arrives with its kind and the names of what it is about, and without any value. */
class ErrorTranslationTest {
    private static final String SECRET = "s3cr3t-7f";

    private final World pqs = new World(Bundled.PQS);
    private final World rpma = new World(Bundled.RPMA);
    private final Table users = pqs.table("users");

    @BeforeEach
    void fill() {
        users.call("insert", user(SECRET));
    }

    @AfterEach
    void close() {
        pqs.close();
        rpma.close();
    }

    private Object user(String name) {
        Object user = Population.least(users, 100);
        users.column("username").set(user, name);
        users.column("full_name").set(user, SECRET);
        return user;
    }

    /** The trace shows messages, causes and what was suppressed. */
    static void assertHidden(DalException e, String secret) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain(secret);
        assertThat(e.fields().toString()).doesNotContain(secret);
    }

    private static DalException refused(Kind kind, ThrowingCallable call) {
        DalException e = catchThrowableOfType(DalException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining(kind.hint()).hasNoCause();
        assertHidden(e, SECRET);
        return e;
    }

    @Test
    void insert_sameUniqueValue_namesTheColumn() {
        Object again = user(SECRET);
        users.column("email").set(again, SECRET);
        DalException e = refused(Kind.UNIQUE, () -> users.call("insert", again));
        assertThat(e.field("columns")).contains("username");
        assertThat(e.field("code")).contains("2067");
        assertThat(e.field("sql")).hasValueSatisfying(sql -> assertThat(sql).startsWith("insert into users ("));
        assertThat(refused(Kind.UNIQUE, () -> users.call("insertAndGet", again)).field("columns"))
                .contains("username");
    }

    @Test
    void insert_sameCompositeKey_namesAllItsColumns() {
        Table documents = pqs.table("documents");
        Object draft = Population.least(documents, 3);
        documents.column("created_by").set(draft, 1L);
        documents.call("insert", draft);
        DalException e = refused(Kind.UNIQUE, () -> documents.call("insert", draft));
        assertThat(e.field("columns")).contains("section, document_number");
    }

    @Test
    void insert_samePrimaryKey_namesTheColumn() {
        Table people = rpma.table("users");
        Object draft = Population.least(people, 50);
        people.column("id").set(draft, SECRET);
        people.call("insert", draft);
        Object again = Population.least(people, 51);
        people.column("id").set(again, SECRET);
        assertThat(refused(Kind.UNIQUE, () -> people.call("insert", again)).field("columns"))
                .contains("id");
    }

    @Test
    void update_nullWhereNoneMayBe_namesTheColumn() {
        Consumer<Object> change = draft -> {
            users.column("full_name").set(draft, SECRET + "2");
            users.column("email").set(draft, null);
        };
        DalException e = refused(Kind.NOT_NULL, () -> users.call("update", 1L, change));
        assertThat(e.field("columns")).contains("email");
    }

    @Test
    void insert_parentMissing_isAForeignKey() {
        Table avatars = pqs.table("avatars");
        Object draft = Population.least(avatars, 9);
        avatars.column("mime_type").set(draft, SECRET);
        DalException e = refused(Kind.FOREIGN_KEY, () -> avatars.call("insert", draft));
        assertThat(e.field("code")).contains("787");
        assertThat(e.field("sql")).hasValueSatisfying(sql -> assertThat(sql).contains("avatars"));
    }

    @Test
    void delete_childLeft_isAForeignKey() {
        Table avatars = pqs.table("avatars");
        Object draft = Population.least(avatars, 9);
        avatars.column("user_id").set(draft, 1L);
        avatars.call("insert", draft);
        refused(Kind.FOREIGN_KEY, () -> users.call("delete", 1L));
    }

    @Test
    void insert_checkBroken_namesTheCheck() {
        Table interventions = rpma.table("interventions");
        rpma.trial(() -> {
            Object draft = Population.least(interventions, 7);
            interventions.column("completion_percentage").set(draft, 100.5);
            interventions.column("weather").set(draft, SECRET);
            DalException e = refused(Kind.CHECK, () -> interventions.call("insert", draft));
            assertThat(e.getMessage()).contains("completion_percentage BETWEEN 0 AND 100");
        });
    }

    @Test
    void insertAll_oneRefused_leavesNone() {
        Object other = user("other");
        users.column("email").set(other, "other");
        refused(Kind.UNIQUE, () -> users.call("insertAll", List.of(other, user(SECRET))));
        assertThat(users.get("count")).isEqualTo(1L);
    }

    @Test
    void find_valueOfNoConstant_isUnreadableAndNamed() {
        pqs.sql("UPDATE users SET role = ?", SECRET);
        pqs.sql("UPDATE users SET username = 'ada', full_name = 'Ada'");
        for (boolean packs : new boolean[] {true, false}) {
            Object repository = pqs.repository(users.repository().getClass(), packs);
            DalException e = refused(Kind.UNREADABLE_VALUE, () -> Reflection.call(repository, "findById", 1L));
            assertThat(e.fields())
                    .containsEntry("table", "users")
                    .containsEntry("column", "role")
                    .containsEntry("key", "id 1");
        }
    }

    @Test
    void draft_columnWithConstants_takesNothingElse() {
        assertThat(users.column("role").setter().orElseThrow().getParameterTypes())
                .containsExactly(UserRole.class);
    }
}
