package dev.cairn.dal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is inside while it is shut, and everybody comes in again when it opens. */
@Timeout(120)
class TurnstileTest {
    private final Turnstile turnstile = new Turnstile();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void shut_whileOneIsInside_waitsForIt() throws Exception {
        turnstile.enter(in(0));
        assertThat(turnstile.shut(false, in(20))).isFalse();
        Future<Boolean> shut = threads.submit(() -> turnstile.shut(false, in(60_000)));
        turnstile.leave();
        assertThat(shut.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void enter_shut_waitsUpToTheDeadline() throws Exception {
        assertThat(turnstile.shut(false, in(0))).isTrue();
        DalException e = catchThrowableOfType(DalException.class, () -> turnstile.enter(in(20)));
        assertThat(e.kind()).isEqualTo(Kind.BUSY);
        Future<?> waits = threads.submit(() -> turnstile.enter(in(60_000)));
        turnstile.open();
        waits.get(60, TimeUnit.SECONDS);
        turnstile.leave();
        assertThat(turnstile.shut(false, in(0))).isTrue();
    }

    @Test
    void enter_shutForGood_isRefusedWhetherItWaitedOrNot() throws Exception {
        assertThat(turnstile.shut(false, in(0))).isTrue();
        Future<Kind> waited =
                threads.submit(() -> catchThrowableOfType(DalException.class, () -> turnstile.enter(in(60_000)))
                        .kind());
        turnstile.closeForGood();
        assertThat(waited.get(60, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
        turnstile.open();
        assertThat(catchThrowableOfType(DalException.class, () -> turnstile.enter(in(60_000)))
                        .kind())
                .isEqualTo(Kind.CLOSED);
        assertThat(turnstile.isClosed()).isTrue();
    }

    @Test
    void enter_interruptedWhileShut_isRefusedAndKeepsTheFlag() throws Exception {
        assertThat(turnstile.shut(false, in(0))).isTrue();
        Future<Boolean> flag = threads.submit(() -> {
            Thread.currentThread().interrupt();
            DalException e = catchThrowableOfType(DalException.class, () -> turnstile.enter(in(60_000)));
            assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shut_whileManyComeAndGo_nobodyIsInsideAndNobodyIsLost() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Integer>> visitors = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            visitors.add(threads.submit(() -> visit(inside, over)));
        }
        for (int i = 0; i < 2_000; i++) {
            if (turnstile.shut(false, in(60_000))) {
                assertThat(inside).hasValue(0);
            }
            turnstile.open();
        }
        over.set(true);
        for (Future<Integer> visitor : visitors) {
            assertThat(visitor.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(turnstile.shut(true, in(0))).isTrue();
    }

    private int visit(AtomicInteger inside, AtomicBoolean over) {
        int visits = 0;
        do {
            turnstile.enter(in(60_000));
            inside.incrementAndGet();
            inside.decrementAndGet();
            turnstile.leave();
            visits++;
        } while (!over.get());
        return visits;
    }
}
