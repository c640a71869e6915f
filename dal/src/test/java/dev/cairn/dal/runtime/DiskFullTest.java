package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a volume of a few megabytes; needs mount, as root or by sudo. */
@Tag("tools")
@SuppressWarnings("NullAway.Init")
class DiskFullTest {
    private static final String TEXT = "x".repeat(20_000);

    @RegisterExtension
    final Lab lab = new Lab();

    private Path volume;

    private static void root(String... command) throws IOException, InterruptedException {
        Process id = new ProcessBuilder("id", "-u").start();
        boolean isRoot = new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .strip()
                .equals("0");
        List<String> whole = isRoot
                ? List.of(command)
                : java.util.stream.Stream.concat(java.util.stream.Stream.of("sudo"), java.util.Arrays.stream(command))
                        .toList();
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @BeforeEach
    void mount() throws Exception {
        volume = Files.createDirectory(lab.folder().resolve("volume"));
        root("mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", volume.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        root("umount", volume.toString());
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4_096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    @Test
    void diskFull_writerIsToldReadersGoOnAndAfterwardsItWorksWithoutARestart() throws Exception {
        try (Database db = Database.at(volume.resolve("app.db"))
                .migrations(Pqs.MIGRATIONS)
                .acquireTimeout(Lab.LONG)
                .open()) {
            Pqs pqs = new Pqs(db);
            pqs.users().insert(user("ada"));
            Path ballast = volume.resolve("ballast");
            for (int round = 0; round < 3; round++) {
                fill(ballast);
                DalException scope = refused(
                        Kind.DISK_FULL,
                        () -> db.write(() -> pqs.users()
                                .insertAll(IntStream.range(0, 100)
                                        .mapToObj(i -> user("u" + i).rank(TEXT))
                                        .toList())));
                assertThat(scope.kind().retryable()).isTrue();
                refused(Kind.DISK_FULL, () -> pqs.users().insert(user("big").rank(TEXT.repeat(100))));
                assertThat(Lab.holders(db)).isEmpty();
                assertThat(pqs.users().count()).isEqualTo(1);
                assertThat(db.read(() -> pqs.users().get(1).username())).isEqualTo("ada");
                Files.delete(ballast);
                lab.works(db);
            }
            assertThat(db.dsl().fetchValue("pragma integrity_check")).isEqualTo("ok");
        }
        assertThat(Lab.listing(volume)).containsExactly("app.db");
        assertThat(Lab.text(volume.resolve("app.db"), "PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void diskFull_bodySwallowsIt_nothingOfTheTransactionIsKept() throws Exception {
        try (Database db = Database.at(volume.resolve("app.db"))
                .migrations(Pqs.MIGRATIONS)
                .acquireTimeout(Lab.LONG)
                .open()) {
            Pqs pqs = new Pqs(db);
            Path ballast = volume.resolve("ballast");
            fill(ballast);
            Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> db.write(() -> {
                pqs.users().insert(user("small"));
                refused(
                        Kind.DISK_FULL,
                        () -> pqs.users()
                                .insertAll(IntStream.range(0, 1_000)
                                        .mapToObj(i -> user("u" + i).rank(TEXT))
                                        .toList()));
                Files.delete(ballast);
            }));
            // A statement that ran out of space may or may not have taken the transaction with it.
            long expected = thrown == null ? 1 : 0;
            if (thrown != null) {
                assertThat(((DalException) thrown).kind()).isIn(Kind.ROLLED_BACK, Kind.DISK_FULL);
            }
            assertThat(pqs.users().findByUsername("small").stream().count()).isEqualTo(expected);
            Files.deleteIfExists(ballast);
            lab.works(db);
        }
    }
}
