package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Scope.Statements;
import dev.cairn.dal.spi.Scope.Work;
import dev.cairn.dal.write.Gate.Ticket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Single writes that share a transaction: each caller has its own outcome, whatever becomes of its neighbours. */
class CombinerTest extends AtDesk {
    @Test
    void run_queuedBehindHolder_commitsTogetherInOrder() {
        Ticket holder = desk.hold();
        int before = desk.commits();
        List<Caller<Long>> callers = IntStream.range(0, 40)
                .mapToObj(i -> desk.queued(Desk.insert("n" + i)))
                .toList();
        desk.gate().leave(holder);
        List<Long> keys = callers.stream().map(Caller::result).toList();
        assertThat(desk.commits() - before).isEqualTo(1);
        assertThat(names())
                .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "n" + i).toList());
        assertThat(keys)
                .isEqualTo(IntStream.range(2, 42).mapToObj(Long::valueOf).toList());
    }

    @Test
    void run_moreThanOneBatch_commitsInFewTransactions() {
        Ticket holder = desk.hold();
        int before = desk.commits();
        List<Caller<Long>> callers = IntStream.range(0, 150)
                .mapToObj(i -> desk.queued(Desk.insert("n" + i)))
                .toList();
        desk.gate().leave(holder);
        callers.forEach(Caller::result);
        assertThat(desk.commits() - before).isEqualTo(3);
        assertThat(names())
                .isEqualTo(IntStream.range(0, 150).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void run_constraintAmongMany_costsOneCommit() {
        Ticket holder = desk.hold();
        int before = desk.commits();
        List<Caller<Long>> callers = IntStream.range(0, 30)
                .mapToObj(i -> desk.queued(Desk.insert(i == 11 ? "taken" : "n" + i)))
                .toList();
        desk.gate().leave(holder);
        for (int i = 0; i < 30; i++) {
            assertThat(kind(callers.get(i))).isEqualTo(i == 11 ? Kind.UNIQUE : null);
        }
        assertThat(desk.commits() - before).isEqualTo(1);
        assertThat(names()).hasSize(29);
    }

    @Test
    void run_ignoredByTrigger_othersAreThere() {
        Ticket holder = desk.hold();
        Caller<Long> first = desk.queued(Desk.insert("a"));
        Caller<Long> ignored = desk.queued(Desk.statement("INSERT INTO t (name) VALUES ('raise ignore')"));
        Caller<Long> last = desk.queued(Desk.insert("b"));
        desk.gate().leave(holder);
        assertThat(List.of(first.result(), ignored.result(), last.result())).containsExactly(2L, 0L, 3L);
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void run_twoOfTheSameWhereFirstFailsAtCommit_secondIsThere() {
        Ticket holder = desk.hold();
        Caller<Long> first = desk.queued(Desk.statement("INSERT INTO t (name, parent) VALUES ('same', 99)"));
        Caller<Long> second = desk.queued(Desk.insert("same"));
        desk.gate().leave(holder);
        assertThat(kind(first)).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(second.result()).isEqualTo(2);
        assertThat(names()).containsExactly("same");
    }

    @Test
    void run_returned_everybodyElseSeesIt() {
        Ticket holder = desk.hold();
        List<Caller<List<String>>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = i % 4 == 1 ? "raise fail" : "n" + i;
            int waiting = desk.gate().waiting();
            callers.add(Caller.of(() -> {
                try {
                    desk.run(Desk.insert(name)).result();
                } catch (DalException e) {
                    return desk.texts("SELECT 'failed'");
                }
                return desk.texts("SELECT name FROM t WHERE name = '" + name + "'");
            }));
            Caller.await(() -> desk.gate().waiting() > waiting);
        }
        desk.gate().leave(holder);
        for (int i = 0; i < 20; i++) {
            assertThat(callers.get(i).result()).containsExactly(i % 4 == 1 ? "failed" : "n" + i);
        }
    }

    @Test
    void run_interruptedInQueue_isNotDone() {
        Ticket holder = desk.hold();
        Caller<Long> first = desk.queued(Desk.insert("a"));
        Caller<Long> interrupted = desk.queued(Desk.insert("never"));
        Caller<Long> last = desk.queued(Desk.insert("b"));
        interrupted.interrupt();
        assertThat(kind(interrupted)).isEqualTo(Kind.INTERRUPTED);
        assertThat(interrupted.wasInterruptedAfter()).isTrue();
        desk.gate().leave(holder);
        first.result();
        last.result();
        assertThat(names()).containsExactly("a", "b");
    }

    /** Work that lets the test act when it is first done, and so while those behind it are taken. */
    private static Work<Long> paused(String name, Phaser phaser) {
        AtomicBoolean first = new AtomicBoolean(true);
        return statements -> {
            if (first.getAndSet(false)) {
                phaser.arriveAndAwaitAdvance();
                phaser.arriveAndAwaitAdvance();
            }
            return Desk.insert(name).run(statements);
        };
    }

    @Test
    void run_interruptedWhileAnotherDoesIt_isDoneAndFlagKept() {
        Ticket holder = desk.hold();
        Phaser phaser = new Phaser(2);
        Caller<Long> leader = desk.queued(paused("a", phaser));
        Caller<Long> good = desk.queued(Desk.insert("b"));
        Caller<Long> bad = desk.queued(Desk.insert("check"));
        desk.gate().leave(holder);
        phaser.arriveAndAwaitAdvance();
        assertThat(desk.gate().waiting()).isZero();
        good.interrupt();
        bad.interrupt();
        leader.interrupt();
        phaser.arriveAndAwaitAdvance();
        assertThat(good.result()).isEqualTo(3);
        assertThat(kind(bad)).isEqualTo(Kind.CHECK);
        assertThat(leader.result()).isEqualTo(2);
        assertThat(List.of(good, bad, leader)).allMatch(Caller::wasInterruptedAfter);
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void run_deadlineInQueue_isBusyAndNotDoneLater() {
        Ticket holder = desk.hold();
        Caller<Long> late = desk.queued(Desk.insert("late"), Duration.ofMillis(30), Duration.ZERO);
        Caller<Long> patient = desk.queued(Desk.insert("patient"));
        assertThat(late.failure()).isInstanceOfSatisfying(DalException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.BUSY);
            assertThat(e.field("holder")).contains("holder");
            assertThat(e.field("waiting")).isPresent();
        });
        desk.gate().leave(holder);
        patient.result();
        assertThat(names()).containsExactly("patient");
    }

    @Test
    void run_deadlineWhileAnotherDoesIt_isDone() {
        Ticket holder = desk.hold();
        Phaser phaser = new Phaser(2);
        Caller<Long> leader = desk.queued(paused("a", phaser));
        Caller<Long> late = desk.queued(Desk.insert("b"), Duration.ofMillis(200), Duration.ZERO);
        desk.gate().leave(holder);
        phaser.arriveAndAwaitAdvance();
        long deadline = Desk.in(Duration.ofMillis(250));
        Caller.await(() -> System.nanoTime() - deadline > 0);
        phaser.arriveAndAwaitAdvance();
        leader.result();
        assertThat(late.result()).isEqualTo(3);
        assertThat(names()).containsExactly("a", "b");
    }

    /** The one that leads has little time; those it works for have more, and another process is in the way. */
    @Test
    void run_leaderOutOfTimeInReplay_othersWaitOn() throws Exception {
        Ticket holder = desk.hold();
        CountDownLatch replaying = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("t.db"));
        Caller<Boolean> blocker = Caller.of(() -> {
            replaying.await();
            try (var statement = stranger.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("BEGIN IMMEDIATE");
                locked.countDown();
                long enough = Desk.in(Duration.ofMillis(600));
                Caller.await(() -> System.nanoTime() - enough > 0);
                statement.execute("COMMIT");
            }
            return true;
        });
        Caller<Long> leader = desk.queued(Desk.insert("late"), Duration.ofMillis(300), Duration.ZERO);
        Caller<Long> patient = desk.queued(Desk.insert("patient"));
        Caller<Long> ends = desk.queued(statements -> {
            boolean first = replaying.getCount() > 0;
            try {
                return Desk.insert("last").run(statements);
            } finally {
                if (first) {
                    endTransaction(statements);
                    replaying.countDown();
                    awaitUninterruptibly(locked);
                }
            }
        });
        desk.gate().leave(holder);
        assertThat(kind(leader)).isEqualTo(Kind.BUSY);
        assertThat(patient.result()).isPositive();
        assertThat(ends.result()).isPositive();
        assertThat(blocker.result()).isTrue();
        stranger.close();
        assertThat(names()).containsExactly("patient", "last");
    }

    private static void endTransaction(Statements statements) throws SQLException {
        try {
            Desk.execute(statements, "INSERT OR ROLLBACK INTO t (name) VALUES ('taken')");
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("UNIQUE");
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        Caller.await(() -> latch.getCount() == 0);
    }

    @Test
    void run_mixedWithBodies_keepsTheOrderOfArrival() {
        Ticket holder = desk.hold();
        List<Caller<?>> callers = new ArrayList<>();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 24; i++) {
            String name = "n" + i;
            callers.add(
                    i % 5 == 2
                            ? desk.queuedBody(() -> order.add(name))
                            : desk.queued(statements -> {
                                order.add(name);
                                return Desk.insert(name).run(statements);
                            }));
        }
        int before = desk.commits();
        desk.gate().leave(holder);
        callers.forEach(Caller::result);
        assertThat(order)
                .isEqualTo(IntStream.range(0, 24).mapToObj(i -> "n" + i).toList());
        // Each run of single writes between two bodies is one transaction.
        assertThat(desk.commits() - before).isEqualTo(6);
    }

    /** Work that has another queued behind itself before it is done, so that there is always one more. */
    private Work<Long> endless(int left, List<Thread> threads, List<Caller<Long>> callers) {
        return statements -> {
            threads.add(Thread.currentThread());
            if (left > 0) {
                callers.add(desk.queued(endless(left - 1, threads, callers)));
            }
            return Desk.insert("n" + left).run(statements);
        };
    }

    @Test
    void run_alwaysOneMore_leaderReturnsAfterFewRounds() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        List<Caller<Long>> callers = Collections.synchronizedList(new ArrayList<>());
        assertThat(desk.run(endless(30, threads, callers)).result()).isPositive();
        Caller.await(() -> callers.size() == 30);
        List.copyOf(callers).forEach(Caller::result);
        assertThat(threads.stream()
                        .collect(Collectors.groupingBy(t -> t, Collectors.counting()))
                        .values())
                .allMatch(count -> count <= 4)
                .contains(4L);
        assertThat(names()).hasSize(31);
    }

    @Test
    void run_bodyBehindSingles_isNotOvertaken() {
        Ticket holder = desk.hold();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Caller<Long>> later = Collections.synchronizedList(new ArrayList<>());
        Caller<Long> first = desk.queued(statements -> {
            // While the first works, more come; the body was there before them.
            later.add(desk.queued(statements2 -> {
                order.add("later");
                return Desk.insert("later").run(statements2);
            }));
            order.add("first");
            return Desk.insert("first").run(statements);
        });
        Caller<Boolean> body = desk.queuedBody(() -> order.add("body"));
        desk.gate().leave(holder);
        first.result();
        body.result();
        later.forEach(Caller::result);
        assertThat(order).containsExactly("first", "body", "later");
    }

    @Test
    void run_errorInLaterRound_leaderKeepsItsOwnOutcome() {
        List<Caller<Long>> behind = Collections.synchronizedList(new ArrayList<>());
        Long key = desk.run(statements -> {
                    behind.add(desk.queued(inner -> {
                        throw new StackOverflowError("as if");
                    }));
                    return Desk.insert("leader").run(statements);
                })
                .result();
        assertThat(key).isEqualTo(2);
        assertThat(behind.get(0).failure()).isInstanceOf(StackOverflowError.class);
        assertThat(names()).containsExactly("leader");
    }
}
