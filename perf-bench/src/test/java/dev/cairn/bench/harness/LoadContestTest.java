package dev.cairn.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class LoadContestTest {
    private static final Plan PLAN = new Plan(1, 200, 1, 0);

    @Test
    void run_openLoopWithOneStall_countsWhatWaitedBehindItAsSlow() throws Exception {
        LoadOutcome.Line line = stalling(new LoadContest("open", 1).arriving(Arrivals.evenly(1_000)));
        // One of two hundred was slow, but about half of them came while it was.
        assertThat(line.micros("call", 70)).isGreaterThan(20_000);
    }

    @Test
    void run_closedLoopWithOneStall_countsOnlyThatOne() throws Exception {
        LoadOutcome.Line line = stalling(new LoadContest("closed", 1));
        assertThat(line.micros("call", 70)).isLessThan(20_000);
        assertThat(line.micros("call", 100)).isGreaterThan(90_000);
    }

    @Test
    void run_moreThanCanBeDone_countsTheRestAsErrors() throws Exception {
        LoadOutcome outcome = new LoadContest("overloaded", 1)
                .arriving(Arrivals.evenly(1_000))
                .add("slow", (thread, turn) -> pause(20))
                .run(PLAN);
        assertThat(outcome.open()).isTrue();
        assertThat(outcome.line("slow").errors()).containsKey("had not begun by twice the time");
        assertThat(outcome.line("slow").failed()).isGreaterThan(100);
    }

    @Test
    void run_bursts_beginTogether() {
        Arrivals bursts = Arrivals.inBursts(50, 200);
        assertThat(bursts.nanos(0)).isEqualTo(bursts.nanos(49)).isZero();
        assertThat(bursts.nanos(50)).isEqualTo(200_000_000L);
    }

    private static LoadOutcome.Line stalling(LoadContest contest) throws Exception {
        return contest.add("stalling", (thread, turn) -> turn == 10 ? pause(100) : pause(0))
                .run(PLAN)
                .line("stalling");
    }

    private static String pause(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return "call";
    }
}
