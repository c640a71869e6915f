package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.write.Gate.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What SQLite or the work itself refuses fails alone, wherever it stands among single writes of one transaction. */
class CombinerRefusalTest extends AtDesk {
    private static final int MANY = 7;

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_firstIsRefused_othersAreThere(Refusal refusal) {
        refusedAt(refusal, List.of(0));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_middleIsRefused_othersAreThere(Refusal refusal) {
        refusedAt(refusal, List.of(3));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_lastIsRefused_othersAreThere(Refusal refusal) {
        refusedAt(refusal, List.of(MANY - 1));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_severalAreRefused_othersAreThere(Refusal refusal) {
        refusedAt(refusal, List.of(1, 2, 5));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_allAreRefused_nothingIsThere(Refusal refusal) {
        refusedAt(refusal, IntStream.range(0, MANY).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void run_aloneAndRefused_leavesNoTrace(Refusal refusal) {
        Caller<Long> caller = Caller.of(() -> desk.run(refusal.work(), Duration.ofSeconds(60), refusal.timeout())
                .result());
        requireRefused(caller, refusal);
        assertThat(names()).isEmpty();
        assertThat(desk.run(Desk.insert("after")).result()).isEqualTo(2);
        assertThat(desk.keptItsConnection()).isTrue();
    }

    private void refusedAt(Refusal refusal, List<Integer> positions) {
        Ticket holder = desk.hold();
        List<Caller<Long>> callers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            boolean refused = positions.contains(i);
            callers.add(
                    refused
                            ? desk.queued(refusal.work(), Duration.ofSeconds(60), refusal.timeout())
                            : desk.queued(Desk.insert("n" + i)));
            if (!refused) {
                expected.add("n" + i);
            }
        }
        desk.gate().leave(holder);
        for (int i = 0; i < MANY; i++) {
            if (positions.contains(i)) {
                requireRefused(callers.get(i), refusal);
            } else {
                assertThat(desk.texts("SELECT name FROM t WHERE id = "
                                + callers.get(i).result()))
                        .containsExactly("n" + i);
            }
        }
        assertThat(names()).isEqualTo(expected);
        assertThat(desk.keptItsConnection()).isTrue();
    }

    private static void requireRefused(Caller<?> caller, Refusal refusal) {
        if (refusal.kind() == null) {
            assertThat(caller.failure()).isInstanceOf(OutOfMemoryError.class);
        } else {
            assertThat(caller.failure()).isInstanceOf(DalException.class);
            assertThat(kind(caller)).isEqualTo(refusal.kind());
        }
    }

    @Test
    void run_oneOfEachRefusal_eachHasItsOwn() {
        Ticket holder = desk.hold();
        Map<Refusal, Caller<Long>> refused = new EnumMap<>(Refusal.class);
        List<String> expected = new ArrayList<>();
        for (Refusal refusal : Refusal.values()) {
            desk.queued(Desk.insert("before " + refusal));
            refused.put(refusal, desk.queued(refusal.work(), Duration.ofSeconds(60), refusal.timeout()));
            expected.add("before " + refusal);
        }
        desk.gate().leave(holder);
        refused.forEach((refusal, caller) -> requireRefused(caller, refusal));
        Caller.await(() -> desk.gate().describeHolder().isEmpty());
        assertThat(names()).isEqualTo(expected);
    }
}
