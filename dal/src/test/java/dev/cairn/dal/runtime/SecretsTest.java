package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.Retry;
import dev.cairn.dal.pqs.Pqs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A secret that is among the values of statements that fail and of statements that are slow. */
class SecretsTest {
    private static final String SECRET = "s3cr3t-Zq7";
    private static final String SCHEMA = """
            CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE CHECK (name <> 'forbidden'), size INTEGER);
            CREATE TABLE strictly (id INTEGER PRIMARY KEY, size INTEGER) STRICT;
            CREATE VIRTUAL TABLE texts USING fts5 (body);
            CREATE TRIGGER things_raise BEFORE UPDATE ON things
                BEGIN SELECT RAISE(ABORT, 'no ' || new.name || ' here'); END;
            CREATE TRIGGER things_raise_like BEFORE INSERT ON things WHEN new.size = 7
                BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: ' || new.name || '.x)'); END;
            CREATE TRIGGER things_raise_rollback BEFORE INSERT ON things WHEN new.size = 8
                BEGIN SELECT RAISE(ROLLBACK, 'no ' || new.name || ' here'); END;
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    private final Map<String, Throwable> thrown = new TreeMap<>();

    private void fails(String name, ThrowingCallable call) {
        Throwable e = catchThrowable(call);
        assertThat(e).as(name).isInstanceOf(DalException.class);
        thrown.put(name, e);
    }

    private static String everythingOf(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        for (Throwable at = e; at != null; at = at.getCause()) {
            text.append(at.toString());
            for (Throwable suppressed : at.getSuppressed()) {
                text.append(everythingOf(suppressed));
            }
            if (at instanceof DalException ours) {
                text.append(ours.fields().toString());
            }
        }
        return text.toString();
    }

    private void failInEveryWay(Database db) {
        List<String> texts = List.of(
                "insert into things (name) values (?)",
                "insert into things (name, size) values (?, 7)",
                "insert into things (name, size) values (?, 8)",
                "update things set name = ?",
                "insert into strictly (size) values (?)",
                "insert into things (id) values (?)",
                "select json_extract('{}', ?)",
                "select json(?)",
                "select * from texts where texts match ?",
                "select * from texts where texts match ? || '\" ('",
                "select abs(-9223372036854775808) + length(?)",
                "select load_extension(?)",
                "select printf('%s', ?) from nowhere",
                "insert into texts (texts, rank) values (?, 1)");
        for (String text : texts) {
            String inlined = text.replace("?", "'" + SECRET + "'");
            fails("bound in write: " + text, () -> db.write(() -> db.dsl().execute(text, SECRET)));
            fails("inlined in write: " + text, () -> db.write(() -> db.dsl().execute(inlined)));
            fails("bound in read: " + text, () -> db.read(() -> db.dsl().fetch(text, SECRET)));
            fails("inlined alone: " + text, () -> db.dsl().fetch(inlined));
            fails("DSL.inline: " + text, () -> db.dsl().fetch(text, DSL.inline(SECRET)));
            fails(
                    "in a batch: " + text,
                    () -> db.write(() -> db.dsl().batch(inlined).execute()));
            fails(
                    "in a batch of rows: " + text,
                    () -> db.write(() -> db.dsl().batch(text).bind(SECRET).execute()));
            fails(
                    "in a transaction of jOOQ's: " + text,
                    () -> db.dsl().transaction(c -> c.dsl().execute(text, SECRET)));
        }
        fails("syntax", () -> db.dsl().fetch("select '" + SECRET + "' from where x = x'00" + "'"));
        fails("comment", () -> db.dsl().fetch("select 1 from nowhere /* " + SECRET + " */ -- " + SECRET));
        fails("unterminated", () -> db.dsl().fetch("select 1 where x = '" + SECRET));
        fails(
                "retried",
                () -> db.with(Call.DEFAULT.retry(Retry.whole(2)))
                        .write(() -> db.dsl().execute("insert into things (name) values (?)", SECRET)));
        fails(
                "timeout",
                () -> db.with(Call.DEFAULT.timeout(Duration.ofMillis(50)))
                        .dsl()
                        .fetch(
                                "with recursive c(x) as (select ? union all select x || 'x' from c where length(x) < 100000)"
                                        + " select sum(length(x)) from c a, c b where a.x <> '" + SECRET + "'",
                                SECRET));
    }

    @Test
    void failures_throughJooq_holdNothingOfTheValues() {
        String log = Captured.err(() -> {
            Database db = lab.open(Database.at(lab.file())
                    .migrations(lab.migrations(SCHEMA))
                    .slowerThan(Duration.ZERO)
                    .recentQueries(1_000)
                    .acquireTimeout(Lab.LONG));
            db.write(() -> db.dsl().execute("insert into things (name) values (?)", SECRET));
            failInEveryWay(db);
            assertThat(Lab.holders(db)).isEmpty();
            assertThat(db.inspect().slowQueries().toString()).isNotEmpty().doesNotContain(SECRET);
            assertThat(db.inspect().recentQueries().toString()).doesNotContain(SECRET);
            db.close();
        });
        assertThat(log).doesNotContain(SECRET);
        assertThat(thrown).hasSizeGreaterThan(100);
        List<String> leaks = new ArrayList<>();
        thrown.forEach((name, e) -> {
            if (everythingOf(e).contains(SECRET)) {
                leaks.add(name + " -> " + everythingOf(e));
            }
        });
        assertThat(leaks).isEmpty();
    }

    @Test
    void logs_ofAllLevelsDownToDebug_holdNothingOfTheValues() throws Exception {
        try (Child child = Child.start(lab.folder(), Program.class, "secret", lab.file(), SECRET)) {
            assertThat(child.says("found ")).isEqualTo("true");
            child.says("done");
            child.ends();
            assertThat(child.everything()).contains("DEBUG").doesNotContain(SECRET);
        }
    }

    @Test
    void failures_ofRepositories_holdNothingOfTheValues() {
        String log = Captured.err(() -> {
            Database db = lab.open(lab.at().slowerThan(Duration.ZERO).recentQueries(1_000));
            Pqs pqs = new Pqs(db);
            pqs.users().insert(user(SECRET));
            fails("insert", () -> pqs.users().insert(user(SECRET)));
            fails("insert in write", () -> db.write(() -> pqs.users().insert(user(SECRET))));
            fails("insertAll", () -> pqs.users().insertAll(List.of(user("x"), user(SECRET))));
            fails("upsert", () -> pqs.users().upsertByEmail(user(SECRET).email("other")));
            fails("insertAndGet", () -> pqs.users().insertAndGet(user(SECRET)));
            fails("half a character", () -> pqs.users().insert(user(SECRET + "\ud800")));
            fails(
                    "afterwards",
                    () -> db.write(() -> {
                        pqs.users().insert(user("y"));
                        pqs.users().insert(user(SECRET));
                    }));
            assertThat(pqs.users().findByUsername(SECRET)).isPresent();
            assertThat(db.inspect().slowQueries().toString()).isNotEmpty().doesNotContain(SECRET);
            assertThat(db.inspect().recentQueries().toString()).isNotEmpty().doesNotContain(SECRET);
            db.close();
        });
        assertThat(log).doesNotContain(SECRET);
        thrown.forEach((name, e) -> assertThat(everythingOf(e)).as(name).doesNotContain(SECRET));
    }
}
