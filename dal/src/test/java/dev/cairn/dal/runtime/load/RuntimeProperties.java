package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.Slice;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.dal.runtime.load.Step.Act;
import dev.cairn.dal.runtime.load.Step.Nest;
import dev.cairn.dal.runtime.load.Step.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random calls in random scopes, some of which fail, do what they would do to plain maps: compared after every step.
 */
class RuntimeProperties {
    private static final int DEPTH = 3;
    private static final Set<Verb> READS = Set.of(Verb.FIND, Verb.EXISTS, Verb.COUNT, Verb.LIST, Verb.PAGE);
    private static final String FIXED = "fixed";
    private static final Torture TORTURE = new Torture(0.1);

    private static @Nullable Path folder;
    private static @Nullable Database database;
    private static @Nullable Connection observer;

    private final Database db = requireOpen(database);
    private final Pqs packed = new Pqs(db.reading(true));
    private final Pqs byColumn = new Pqs(db.reading(false));
    private Oracle oracle = new Oracle();

    /** What ends a scope that is to end by an exception. */
    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static <T> T requireOpen(@Nullable T resource) {
        if (resource == null) {
            throw new IllegalStateException("not open yet");
        }
        return resource;
    }

    @BeforeContainer
    static void open() throws IOException, SQLException {
        Path made = Files.createTempDirectory("cairn-properties");
        Database opened = Database.open(made.resolve("model.db"), Pqs.MIGRATIONS);
        new Pqs(opened).users().insert(draft(FIXED, "r"));
        folder = made;
        database = opened;
        observer = DriverManager.getConnection("jdbc:sqlite:" + made.resolve("model.db"));
    }

    @AfterContainer
    static void close() throws IOException, SQLException {
        assertThat(requireOpen(database).holders()).isEmpty();
        requireOpen(observer).close();
        requireOpen(database).close();
        try (var files = Files.walk(requireOpen(folder))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        return steps(DEPTH).list().ofMinSize(1).ofMaxSize(12);
    }

    private static Arbitrary<Step> steps(int depth) {
        Arbitrary<Step> acts = Combinators.combine(
                        Arbitraries.of(Verb.class),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, true, false))
                .as(Act::new);
        if (depth == 0) {
            return acts;
        }
        Arbitrary<Step> nests = Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.lazy(() -> steps(depth - 1)).list().ofMaxSize(6),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(true, false))
                .as(Nest::new);
        return Arbitraries.frequencyOf(Tuple.of(3, acts), Tuple.of(2, nests));
    }

    @Property(tries = 150)
    void program_anyStepsInAnyScopes_equalsTheOracle(@ForAll("programs") List<Step> program) {
        check(program);
    }

    @Property(tries = 4_000)
    @Tag("torture")
    void program_manyStepsInAnyScopes_equalsTheOracle(@ForAll("programs") List<Step> program) {
        if (TORTURE.timeIsLeft()) {
            check(program);
        }
    }

    private void check(List<Step> program) {
        oracle = new Oracle();
        db.write(() -> db.dsl().execute("DELETE FROM users WHERE username <> 'fixed'"));
        for (Step step : program) {
            try {
                run(step);
            } catch (DalException | Thrown e) {
                assertThat(step.caught())
                        .as("an error left a step that catches it")
                        .isFalse();
            }
        }
        assertThat(db.holders()).isEmpty();
    }

    private void run(Step step) {
        try {
            if (step instanceof Nest nest) {
                nest(nest);
            } else if (step instanceof Act act) {
                act(act);
            }
        } catch (DalException | Thrown e) {
            if (!step.caught()) {
                throw e;
            }
        } finally {
            compare();
        }
    }

    private void nest(Nest nest) {
        Kind refusal = oracle.refusesScope(nest.writing());
        boolean[] begun = new boolean[1];
        boolean[] threw = new boolean[1];
        Database.Action<RuntimeException> body = () -> {
            begun[0] = true;
            oracle.begin(nest.writing());
            try {
                nest.steps().forEach(this::run);
                if (nest.thrown()) {
                    throw new Thrown();
                }
            } catch (RuntimeException | Error e) {
                threw[0] = true;
                throw e;
            }
        };
        RuntimeException failure = null;
        try {
            if (nest.writing()) {
                db.write(body);
            } else {
                db.read(body);
            }
        } catch (DalException | Thrown e) {
            failure = e;
        }
        assertThat(begun[0]).isEqualTo(refusal == null);
        Kind expected = refusal == null ? oracle.end(nest.writing(), threw[0]) : refusal;
        if (threw[0]) {
            assertThat(failure).isNotNull();
        } else {
            assertThat(kind(failure)).isEqualTo(expected);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable Kind kind(@Nullable RuntimeException e) {
        return e instanceof DalException d ? d.kind() : null;
    }

    private void act(Act act) {
        Kind expected = refusal(act);
        RuntimeException failure = null;
        try {
            perform(act, expected == null);
        } catch (DalException e) {
            failure = e;
        }
        assertThat(kind(failure)).as(() -> act + " on " + oracle.present()).isEqualTo(expected);
        if (failure != null) {
            throw failure;
        }
    }

    /** The error that a call is to have. */
    private @Nullable Kind refusal(Act act) {
        boolean writes = !READS.contains(act.verb());
        if (oracle.isLost()) {
            return Kind.ROLLED_BACK;
        }
        if (writes && !oracle.mayWrite()) {
            return Kind.MISUSE;
        }
        return switch (act.verb()) {
            case INSERT, INSERT_AND_GET -> oracle.present().containsKey(name(act.who())) ? Kind.UNIQUE : null;
            case INSERT_BOTH ->
                oracle.present().containsKey(name(act.who()))
                                || oracle.present().containsKey(name(act.who() + 1))
                        ? Kind.UNIQUE
                        : null;
            case END_TRANSACTION -> Kind.UNIQUE;
            default -> null;
        };
    }

    private static String name(int who) {
        return "name" + who;
    }

    private static UsersDraft draft(String name, String rank) {
        return new UsersDraft()
                .username(name)
                .email(name + "@example.org")
                .passwordHash("x")
                .fullName(name)
                .rank(rank)
                .role(UserRole.EDITOR);
    }

    /** Does it to the database, and if it is to succeed, to the oracle too. */
    private void perform(Act act, boolean succeeds) {
        String name = name(act.who());
        String rank = "r" + act.what();
        var users = (act.what() == 0 ? byColumn : packed).users();
        long id = oracle.isLost()
                ? 0
                : packed.users().findByUsername(name).map(UsersRow::id).orElse(-1L);
        switch (act.verb()) {
            case INSERT -> assertThat(users.insert(draft(name, rank))).isPositive();
            case INSERT_AND_GET ->
                assertThat(users.insertAndGet(draft(name, rank)).rank()).isEqualTo(rank);
            case INSERT_BOTH -> insertBoth(act, succeeds);
            case UPSERT ->
                assertThat(users.upsertByUsername(draft(name, rank)).rank()).isEqualTo(rank);
            case UPDATE -> assertThat(users.update(id, u -> u.rank(rank))).isEqualTo(id > 0);
            case DELETE -> assertThat(users.delete(id)).isEqualTo(id > 0);
            case FIND ->
                assertThat(users.findByUsername(name).map(UsersRow::rank))
                        .isEqualTo(Optional.ofNullable(oracle.present().get(name)));
            case EXISTS ->
                assertThat(users.exists(id)).isEqualTo(oracle.present().containsKey(name));
            case COUNT ->
                assertThat(users.count()).isEqualTo(1 + oracle.present().size());
            case LIST ->
                assertThat(users.listByRole(UserRole.EDITOR, 100))
                        .hasSize(1 + oracle.present().size());
            case PAGE -> pages(act.what() + 1);
            case END_TRANSACTION -> endTransaction();
        }
        if (succeeds) {
            note(act, name, rank);
        }
    }

    /** Two rows by one call: inside a scope what it had done before it failed is undone with the scope only. */
    private void insertBoth(Act act, boolean succeeds) {
        List<UsersDraft> both = List.of(draft(name(act.who()), "both"), draft(name(act.who() + 1), "both"));
        if (oracle.isInScope() && !succeeds && !oracle.isLost() && oracle.mayWrite()) {
            db.write(() -> packed.users().insertAll(both));
        } else {
            packed.users().insertAll(both);
        }
    }

    private void note(Act act, String name, String rank) {
        Map<String, String> present = oracle.present();
        switch (act.verb()) {
            case INSERT, INSERT_AND_GET, UPSERT -> present.put(name, rank);
            case INSERT_BOTH -> {
                present.put(name, "both");
                present.put(name(act.who() + 1), "both");
            }
            case UPDATE -> present.computeIfPresent(name, (n, old) -> rank);
            case DELETE -> present.remove(name);
            default -> {
                return;
            }
        }
        oracle.written();
    }

    private void endTransaction() {
        Runnable act = () -> db.dsl()
                .execute("INSERT OR ROLLBACK INTO users (username, email, password_hash, full_name)"
                        + " VALUES ('fixed', 'x', 'x', 'x')");
        if (!oracle.mayWrite()) {
            throw DalException.of(Kind.MISUSE);
        }
        if (!oracle.isInScope()) {
            db.write(act::run);
        }
        boolean wasLost = oracle.isLost();
        try {
            act.run();
        } finally {
            if (!wasLost) {
                oracle.lose();
            }
        }
    }

    private void pages(int size) {
        List<String> there = new ArrayList<>();
        List<String> back = new ArrayList<>();
        for (Optional<Cursor> at = Optional.of(Cursor.first(size)); at.isPresent(); ) {
            Slice<UsersRow> slice = packed.users().page(at.get());
            slice.rows().forEach(r -> there.add(r.username()));
            at = slice.next();
        }
        for (Optional<Cursor> at = Optional.of(Cursor.last(size)); at.isPresent(); ) {
            Slice<UsersRow> slice = byColumn.users().page(at.get());
            List<UsersRow> rows = new ArrayList<>(slice.rows());
            Collections.reverse(rows);
            rows.forEach(r -> back.add(r.username()));
            at = slice.previous();
        }
        Collections.reverse(back);
        assertThat(there).isEqualTo(back).hasSize(1 + oracle.present().size());
    }

    private void compare() {
        assertThat(committed()).isEqualTo(oracle.committed());
        if (!oracle.isLost()) {
            assertThat(seen(packed)).isEqualTo(oracle.present());
            assertThat(seen(byColumn)).isEqualTo(oracle.present());
        }
    }

    private static Map<String, String> seen(Pqs pqs) {
        Map<String, String> rows = new TreeMap<>();
        pqs.users().forEach(row -> rows.put(row.username(), String.valueOf(row.rank())));
        rows.remove(FIXED);
        return rows;
    }

    private static Map<String, String> committed() {
        try (var statement = requireOpen(observer).createStatement();
                ResultSet rows = statement.executeQuery("SELECT username, rank FROM users WHERE username <> 'fixed'")) {
            Map<String, String> found = new TreeMap<>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
