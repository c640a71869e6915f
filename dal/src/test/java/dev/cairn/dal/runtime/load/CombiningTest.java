package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Call;
import dev.cairn.dal.ConstraintException;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import dev.cairn.dal.pqs.UsersRow;
import dev.cairn.dal.write.Gate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;

/** Repository calls outside any scope that wait behind a {@code write} share its successor's transaction. */
class CombiningTest {
    @TempDir
    Path folder;

    private final AtomicInteger commits = new AtomicInteger();
    private Database database;
    private Pqs pqs;
    private CountDownLatch held;
    private Caller<Boolean> holder;

    @BeforeEach
    void open() {
        database = Database.at(folder.resolve("pqs.db"))
                .migrations(Pqs.MIGRATIONS)
                .onConnect(connection -> connection.addCommitListener(new Counting()))
                .open();
        pqs = new Pqs(database);
        pqs.users().insert(user("taken"));
        held = new CountDownLatch(1);
        holder = Caller.of(() -> {
            database.write(() -> {
                commits.set(0);
                Caller.await(() -> held.getCount() == 0);
            });
            return true;
        });
        Caller.await(() -> database.holders().size() == 1);
    }

    @AfterEach
    void close() {
        assertThat(database.holders()).isEmpty();
        database.close();
    }

    private final class Counting implements SQLiteCommitListener {
        @Override
        public void onCommit() {
            commits.incrementAndGet();
        }

        @Override
        public void onRollback() {}
    }

    private static UsersDraft user(String name) {
        return new UsersDraft().username(name).email(name).passwordHash("x").fullName(name);
    }

    /** A call that waits for its turn when this returns. */
    private static <T> Caller<T> queued(Callable<T> call) {
        Caller<T> caller = Caller.of(call);
        Caller.await(() -> caller.waitsFor(Gate.class) || caller.isDone());
        return caller;
    }

    private void letGo() {
        held.countDown();
        assertThat(holder.result()).isTrue();
    }

    /** By a connection of somebody else's. */
    private boolean isThere(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pqs.db"));
                var statement = connection.prepareStatement("SELECT 1 FROM users WHERE username = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static @Nullable Kind kind(Caller<?> caller) {
        return caller.failure() instanceof DalException e ? e.kind() : null;
    }

    @Test
    void insert_manyWait_shareACommitAndAreThereWhenTheyReturn() {
        List<Caller<Long>> keys = new ArrayList<>();
        List<Caller<Boolean>> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "n" + i;
            if (i % 2 == 0) {
                keys.add(queued(() -> pqs.users().insert(user(name))));
            } else {
                seen.add(queued(() -> {
                    pqs.users().insert(user(name));
                    return isThere(name);
                }));
            }
        }
        letGo();
        assertThat(seen).allMatch(Caller::result);
        assertThat(keys).extracting(Caller::result).isEqualTo(evenFrom2());
        // The holder's own, and that of all the others.
        assertThat(commits.get()).isEqualTo(2);
        keys.forEach(key -> assertThat(pqs.users().get(key.result()).username()).isEqualTo("n" + (key.result() - 2)));
    }

    private static List<Long> evenFrom2() {
        return IntStream.range(0, 10).mapToObj(i -> 2L + 2L * i).toList();
    }

    @Test
    void calls_ofEveryKind_haveTheirOwnOutcomes() {
        Caller<Long> inserted = queued(() -> pqs.users().insert(user("a")));
        Caller<Long> taken = queued(() -> pqs.users().insert(user("taken").email("another")));
        Caller<UsersRow> read = queued(() -> pqs.users().insertAndGet(user("b").rank("r")));
        Caller<UsersRow> upserted =
                queued(() -> pqs.users().upsertByUsername(user("taken").rank("new")));
        Caller<Boolean> updated = queued(() -> pqs.users().update(1, u -> u.fullName("changed")));
        Caller<Boolean> missing = queued(() -> pqs.users().update(77, u -> u.fullName("nobody")));
        Caller<Boolean> half = queued(() -> pqs.users().update(1, u -> u.fullName("\uD800")));
        Caller<Long> orphan =
                queued(() -> pqs.userActivities().insert(a -> a.userId(99L).activityType("x")));
        Caller<Boolean> deleted = queued(() -> pqs.users().delete(88));
        Caller<Long> last = queued(() -> pqs.users().insert(user("c")));
        letGo();
        assertThat(inserted.result()).isEqualTo(2);
        assertThat(taken.failure()).isInstanceOfSatisfying(ConstraintException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.UNIQUE);
            assertThat(e.columns()).containsExactly("username");
        });
        assertThat(read.result().rank()).isEqualTo("r");
        assertThat(upserted.result().id()).isEqualTo(1);
        assertThat(updated.result()).isTrue();
        assertThat(missing.result()).isFalse();
        assertThat(kind(half)).isEqualTo(Kind.BAD_VALUE);
        assertThat(kind(orphan)).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(deleted.result()).isFalse();
        assertThat(pqs.users().get(last.result()).username()).isEqualTo("c");
        assertThat(pqs.users().get(1).fullName()).isEqualTo("changed");
        assertThat(pqs.users().count()).isEqualTo(4);
        assertThat(pqs.userActivities().count()).isZero();
    }

    @Test
    void insert_timeUpWhileWaiting_isBusyAndNeverThere() throws SQLException {
        Database hurried = database.with(Call.tagged("hurried").timeout(Duration.ofMillis(40)));
        Caller<Long> late = queued(() -> new Pqs(hurried).users().insert(user("late")));
        Caller<Long> patient = queued(() -> pqs.users().insert(user("patient")));
        assertThat(kind(late)).isEqualTo(Kind.BUSY);
        letGo();
        assertThat(patient.result()).isPositive();
        assertThat(isThere("late")).isFalse();
        assertThat(isThere("patient")).isTrue();
    }

    @Test
    void insert_interruptedWhileWaiting_isNeverThere() throws SQLException {
        Caller<Long> interrupted = queued(() -> pqs.users().insert(user("interrupted")));
        Caller<Long> patient = queued(() -> pqs.users().insert(user("patient")));
        interrupted.interrupt();
        assertThat(kind(interrupted)).isEqualTo(Kind.INTERRUPTED);
        assertThat(interrupted.wasInterruptedAfter()).isTrue();
        letGo();
        assertThat(patient.result()).isPositive();
        assertThat(isThere("interrupted")).isFalse();
    }

    @Test
    void insert_betweenBodies_keepsTheOrderOfArrival() {
        List<Caller<?>> callers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "n" + i;
            callers.add(
                    i % 4 == 3
                            ? queued(() -> database.write(() -> pqs.users().insert(user(name))))
                            : queued(() -> pqs.users().insert(user(name))));
        }
        letGo();
        callers.forEach(Caller::result);
        assertThat(pqs.users().listByIsActive(true, 20))
                .extracting(UsersRow::username)
                .containsExactlyElementsOf(IntStream.range(-1, 12)
                        .mapToObj(i -> i < 0 ? "taken" : "n" + i)
                        .toList());
        assertThat(commits.get()).isEqualTo(7);
    }

    @Test
    void close_whileManyWait_letsThemFinish() {
        List<Caller<Long>> callers = IntStream.range(0, 10)
                .mapToObj(i -> queued(() -> pqs.users().insert(user("n" + i))))
                .toList();
        Caller<Boolean> closing = Caller.of(() -> {
            database.close();
            return true;
        });
        letGo();
        callers.forEach(caller -> assertThat(caller.result()).isPositive());
        assertThat(closing.result()).isTrue();
        Caller<Long> late = Caller.of(() -> pqs.users().insert(user("late")));
        assertThat(kind(late)).isEqualTo(Kind.CLOSED);
    }
}
