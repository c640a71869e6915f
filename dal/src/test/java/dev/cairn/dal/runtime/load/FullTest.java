package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A COMMIT that the operating system refuses, of a transaction that several share. */
@Tag("tools")
class FullTest {
    private static final int BLOCKS = 8_192;

    @TempDir
    Path folder;

    @Test
    void run_commitFindsNoRoom_onlyTheOneThatNeedsItFails() throws Exception {
        try (Child child = Child.startLimited(BLOCKS, folder, FullProgram.class, folder.resolve("full.db"), "big")) {
            child.ends();
            assertThat(child.all("outcome"))
                    .isEqualTo(List.of("null", "null", "null", "STORAGE", "null", "null", "null"));
            assertThat(child.all("kept")).containsExactly("true");
            assertThat(child.all("after")).containsExactly("null");
        }
    }

    @Test
    void run_commitFindsRoom_allSucceed() throws Exception {
        try (Child child = Child.startLimited(BLOCKS, folder, FullProgram.class, folder.resolve("fits.db"), "small")) {
            child.ends();
            assertThat(child.all("outcome")).isEqualTo(Collections.nCopies(7, "null"));
        }
    }
}
