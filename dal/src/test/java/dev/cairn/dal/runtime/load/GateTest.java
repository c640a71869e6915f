package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.write.Gate;
import dev.cairn.dal.write.Gate.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One at a time, in the order of arrival, whoever gives up or is thrown out meanwhile. */
@Timeout(120)
class GateTest {
    private final Gate gate = new Gate();
    private final List<Integer> served = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void nobodyIsLeft() {
        assertThat(gate.waiting()).isZero();
        assertThat(gate.describeHolder()).isEmpty();
    }

    private static long in(int millis) {
        return Desk.in(Duration.ofMillis(millis));
    }

    /** One that waits in the queue when this returns. */
    private Caller<Boolean> queued(int number, int patienceMillis) {
        int before = gate.waiting();
        Caller<Boolean> caller = Caller.of(() -> {
            Ticket ticket = gate.enter("n" + number, in(patienceMillis));
            served.add(number);
            gate.leave(ticket);
            return true;
        });
        Caller.await(() -> gate.waiting() > before);
        return caller;
    }

    @Test
    void enter_many_areServedInOrder() {
        Ticket holder = gate.enter("holder", in(1_000));
        List<Caller<Boolean>> callers =
                IntStream.range(0, 200).mapToObj(i -> queued(i, 60_000)).toList();
        gate.leave(holder);
        callers.forEach(Caller::result);
        assertThat(served).isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void enter_someGiveUp_othersKeepTheirOrder() {
        Ticket holder = gate.enter("holder", in(1_000));
        List<Caller<Boolean>> callers = IntStream.range(0, 60)
                .mapToObj(i -> queued(i, i % 3 == 0 ? 300 : 60_000))
                .toList();
        for (int i = 1; i < 60; i += 3) {
            callers.get(i).interrupt();
        }
        for (int i = 0; i < 60; i++) {
            if (i % 3 != 2) {
                Kind kind = i % 3 == 0 ? Kind.BUSY : Kind.INTERRUPTED;
                assertThat(callers.get(i).failure())
                        .isInstanceOfSatisfying(
                                DalException.class, e -> assertThat(e.kind()).isEqualTo(kind));
                assertThat(callers.get(i).wasInterruptedAfter()).isEqualTo(kind == Kind.INTERRUPTED);
            }
        }
        assertThat(gate.waiting()).isEqualTo(20);
        gate.leave(holder);
        for (int i = 2; i < 60; i += 3) {
            callers.get(i).result();
        }
        assertThat(served)
                .isEqualTo(
                        IntStream.range(0, 60).filter(i -> i % 3 == 2).boxed().toList());
    }

    @Test
    void enter_deadlinePassed_isServedOnlyWhereNobodyHolds() {
        Ticket holder = gate.enter("holder", in(-1_000));
        Caller<Ticket> late = Caller.of(() -> gate.enter("late", in(-1)));
        assertThat(late.failure()).isInstanceOf(DalException.class);
        gate.leave(holder);
    }

    /** Deadlines and interrupts that meet the moment in which the turn comes. */
    @Test
    void enter_givingUpWhileServed_losesNoTurnAndGivesNoneTwice() {
        AtomicInteger inside = new AtomicInteger();
        int[] unguarded = new int[1];
        List<Caller<Integer>> callers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            callers.add(Caller.of(() -> {
                int entered = 0;
                int flags = 0;
                for (int i = 0; i < 4_000; i++) {
                    if (random.nextInt(8) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    try {
                        Ticket ticket = gate.enter("t", System.nanoTime() + random.nextInt(200_000));
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        unguarded[0]++;
                        entered++;
                        inside.decrementAndGet();
                        gate.leave(ticket);
                    } catch (DalException e) {
                        assertThat(e.kind()).isIn(Kind.BUSY, Kind.INTERRUPTED);
                        assertThat(Thread.currentThread().isInterrupted()).isEqualTo(e.kind() == Kind.INTERRUPTED);
                    }
                    flags += Thread.interrupted() ? 1 : 0;
                }
                assertThat(flags).isPositive();
                return entered;
            }));
        }
        assertThat(unguardedSum(callers)).isEqualTo(unguarded[0]).isPositive();
    }

    private static int unguardedSum(List<Caller<Integer>> callers) {
        return callers.stream().mapToInt(Caller::result).sum();
    }

    @Test
    void leave_twice_doesNotServeTwo() {
        Ticket first = gate.enter("first", in(1_000));
        Caller<Boolean> next = Caller.of(() -> {
            Ticket ticket = gate.enter("next", in(60_000));
            gate.leave(first);
            assertThat(gate.describeHolder()).contains("next");
            gate.leave(ticket);
            return true;
        });
        Caller.await(() -> gate.waiting() == 1);
        gate.leave(first);
        gate.leave(first);
        next.result();
    }

    @Test
    void revocable_heldTooLong_isTakenByWhoWaited() {
        Ticket holder = gate.enter("holder", in(1_000));
        Caller<Boolean> waited = queued(1, 60_000);
        AtomicInteger revoked = new AtomicInteger();
        long began = System.nanoTime();
        gate.revocable(holder, Duration.ofMillis(50), () -> revoked.incrementAndGet() > 0);
        waited.result();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(50), Duration.ofSeconds(20));
        assertThat(revoked).hasValue(1);
        gate.leave(holder);
    }

    @Test
    void revocable_notHeldTooLong_isLeftAlone() {
        Ticket holder = gate.enter("holder", in(1_000));
        AtomicInteger revoked = new AtomicInteger();
        gate.revocable(holder, Duration.ofDays(1), () -> revoked.incrementAndGet() > 0);
        Caller<Boolean> impatient = queued(1, 50);
        assertThat(impatient.failure()).isInstanceOf(DalException.class);
        gate.leave(holder);
        assertThat(revoked).hasValue(0);
    }

    /** Nobody may be served before the one who revokes is through with it. */
    @Test
    void revocable_manyWait_isTakenOnceAndBeforeTheNextIsServed() {
        for (int round = 0; round < 200; round++) {
            Ticket holder = gate.enter("holder", in(1_000));
            AtomicInteger revoked = new AtomicInteger();
            AtomicInteger through = new AtomicInteger();
            List<Caller<Integer>> callers = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                callers.add(Caller.of(() -> {
                    Ticket ticket = gate.enter("waits", in(60_000));
                    int seen = through.get();
                    gate.leave(ticket);
                    return seen;
                }));
            }
            Caller.await(() -> gate.waiting() == 6);
            gate.revocable(holder, Duration.ofMillis(1), () -> {
                revoked.incrementAndGet();
                long end = System.nanoTime() + 300_000;
                Caller.await(() -> System.nanoTime() - end > 0);
                return through.incrementAndGet() > 0;
            });
            assertThat(callers).extracting(Caller::result).containsOnly(1);
            assertThat(revoked).hasValue(1);
        }
    }

    @Test
    void revocable_revokingFails_othersAreServed() {
        Ticket holder = gate.enter("holder", in(1_000));
        Caller<Boolean> first = queued(1, 60_000);
        Caller<Boolean> second = queued(2, 60_000);
        gate.revocable(holder, Duration.ZERO, () -> {
            throw new IllegalStateException("as if");
        });
        List<Caller<Boolean>> callers = List.of(first, second);
        assertThat(callers).filteredOn(c -> c.failure() != null).hasSizeLessThanOrEqualTo(1);
        assertThat(served).isNotEmpty();
    }
}
