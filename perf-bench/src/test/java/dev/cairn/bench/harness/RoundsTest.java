package dev.cairn.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RoundsTest {
    private static final Plan PLAN = new Plan(3, 1, 1, 2);

    @Test
    void run_oneThatDoesLess_isRefused() {
        Contest contest = new Contest().add("honest", turn -> turn * 2).add("lazy", turn -> 0);
        assertThatThrownBy(() -> Rounds.run("sum", contest.contenders(), PLAN))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lazy gives another result than honest");
    }

    @Test
    void run_oneThatDoesTheWorkTenTimes_costsMore() throws Exception {
        Contest contest = new Contest()
                .add("once", turn -> work(2_000))
                .add("ten times", turn -> work(20_000), turn -> work(2_000));
        Outcome outcome = Rounds.run("work", contest.contenders(), new Plan(5, 5, 50, 1));
        assertThat(outcome.ratio("ten times", "once", Sample::cpuNanos).median())
                .isGreaterThan(3);
        assertThat(outcome.ratio("once", "once", Sample::wallNanos).median()).isEqualTo(1);
    }

    @Test
    void run_whatIsTakenBack_isNotMeasured() throws Exception {
        int[] settled = new int[1];
        int[] takenBack = new int[1];
        Contest contest = new Contest()
                .add("one", turn -> turn)
                .settling(() -> settled[0]++)
                .takingBack(() -> takenBack[0]++);
        Rounds.run("turns", contest.contenders(), PLAN);
        // Three rounds, and some slices to warm up; two checks.
        assertThat(settled[0]).isGreaterThan(3);
        assertThat(takenBack[0]).isEqualTo(settled[0] + 2);
    }

    private static long work(int steps) {
        long sum = 0;
        for (int i = 0; i < steps; i++) {
            sum = sum * 31 + Long.hashCode(sum ^ i);
        }
        return sum == 0 ? 1 : 0;
    }
}
