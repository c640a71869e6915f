package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RunsTest {
    @Test
    void middle_threeRuns_isWhatTwoOfThemSay() {
        Verdict middle = Runs.middle(List.of(
                Verdict.of("stream", "<= 0.60", "0.61 (0.60 - 0.62)", false),
                Verdict.of("stream", "<= 0.60", "0.55 (0.54 - 0.56)", true),
                Verdict.of("stream", "<= 0.60", "0.58", true)));
        assertThat(middle).isEqualTo(new Verdict("stream", "<= 0.60", "0.61 | 0.55 | 0.58", Verdict.MET));
    }

    @Test
    void middle_allDiffer_isTheOneBetween() {
        assertThat(Runs.middle(List.of(
                                new Verdict("update", "Jdbi", "0.77x", "BEHIND Jdbi"),
                                new Verdict("update", "MyBatis", "1.30x", "ahead of all"),
                                new Verdict("update", "Jdbi", "1.01x", "level with Jdbi")))
                        .verdict())
                .isEqualTo("level with Jdbi");
    }

    @Test
    void middle_whyIsPartOfTheVerdict_staysWithIt() {
        assertThat(Runs.middle(List.of(
                                Verdict.of("jOOQ", ">= 10x", "7.1x", false),
                                new Verdict("jOOQ", ">= 10x", "7.0x", "NOT MET: a C program is 8.4x"),
                                new Verdict("jOOQ", ">= 10x", "7.2x", "NOT MET: a C program is 8.4x")))
                        .verdict())
                .isEqualTo("NOT MET: a C program is 8.4x");
    }
}
