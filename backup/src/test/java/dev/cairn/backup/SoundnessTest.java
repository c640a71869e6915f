package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.file.Soundness;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundnessTest {
    @TempDir
    Path folder;

    private Path copy;

    @BeforeEach
    void makeCopy() {
        Shop shop = Shop.filled(folder.resolve("shop.db"), 5_000);
        copy = Backups.toFile(shop.file(), folder.resolve("copy.db")).path();
    }

    @Test
    void of_aWholeFile_findsNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThat(Soundness.of(copy, () -> asked.incrementAndGet() < 0).defects())
                .isEmpty();
        assertThat(asked).as("asked while SQLite checks").hasPositiveValue();
    }

    /** A check of a large file takes seconds, and must not keep a cancelled backup for so long. */
    @Test
    void of_stopped_endsAtOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Soundness unfinished = Soundness.of(copy, () -> asked.incrementAndGet() > 2);
        assertThat(unfinished.defects())
                .anyMatch(d -> d.contains("integrity_check failed") || d.contains("interrupted"));
    }
}
