package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What signals do to commands, in processes of their own. */
@ExtendWith(ShopExtension.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProcessTest {
    private static final int TERMINATED = 128 + 15;

    /** A command line of its own; what it leaves behind when it ends early is in the folder of the shop. */
    private static Process start(Shop shop, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.sqlite.tmpdir=" + shop.folder(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Cairn.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectOutput(shop.folder().resolve("out").toFile())
                .redirectError(shop.folder().resolve("err").toFile())
                .start();
    }

    /** Sends SIGTERM once something is so, and waits for the end. */
    private static Call terminated(Shop shop, Process process, BooleanSupplier once) throws Exception {
        try {
            while (!once.getAsBoolean()) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                        .as(() -> "ended before: " + text(shop, "err"))
                        .isFalse();
            }
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Call(process.exitValue(), text(shop, "out"), text(shop, "err"));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Shop shop, String name) {
        try {
            return Files.readString(shop.folder().resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> in(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void schedule_sigterm_endsWellWith0(Shop shop) throws Exception {
        String missed = shop.done("migrate").withTwoCustomers().takenAgo(Duration.ofDays(2));
        Path config = Files.writeString(shop.folder().resolve("schedule.properties"), """
                database = shop.db
                repository = backups
                schedule = @daily
                encryption = none
                """);
        Process process = start(shop, "schedule", "--config", config, "--json");
        Call call = terminated(shop, process, () -> text(shop, "err").contains(" taken, unsigned: "));

        assertThat(call.exit()).as(call.toString()).isZero();
        assertThat(call.err()).endsWith(" stopping\n");
        assertThat(call.json().get("taken").asInt()).isEqualTo(1);
        assertThat(shop.vault("backups", "--json")
                        .json()
                        .at("/backups/0/parent")
                        .asText())
                .isEqualTo(missed);
        assertThat(in(shop.repository().resolve("tmp"))).isEmpty();
    }

    /** A database that takes long to pack. */
    private static Shop much(Shop shop) {
        return shop.done("migrate")
                .sql(
                        "CREATE TABLE much (x)",
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
                                + " INSERT INTO much SELECT hex(randomblob(500)) FROM n");
    }

    private static void assertNothingUnfinished(Shop shop, int backups) {
        assertThat(in(shop.repository().resolve("b"))).hasSize(backups);
        assertThat(in(shop.repository().resolve("tmp"))).isEmpty();
    }

    @Test
    void backup_sigterm_leavesNothingBehind(Shop shop) throws Exception {
        Process process = start(
                much(shop),
                "backup",
                "--db",
                shop.database(),
                "--repo",
                shop.repository(),
                "--no-encryption",
                "--level",
                "19");
        Call call = terminated(
                shop, process, () -> in(shop.repository().resolve("b")).size() > 0);

        assertThat(call.exit()).as(call.toString()).isEqualTo(TERMINATED);
        // A newer Java warns of native code before.
        assertThat(call.err()).contains("cairn: the operation was cancelled\n");
        assertNothingUnfinished(shop, 0);
    }

    @Test
    void schedule_sigtermWhileABackupRuns_cancelsIt(Shop shop) throws Exception {
        shop.done("migrate").takenAgo(Duration.ofDays(2));
        Path config = Files.writeString(shop.folder().resolve("schedule.properties"), """
                database = shop.db
                repository = backups
                schedule = @daily
                encryption = none
                level = 19
                """);
        Process process = start(much(shop), "schedule", "--config", config, "--json");
        Call call = terminated(
                shop, process, () -> in(shop.repository().resolve("b")).size() > 1);

        assertThat(call.exit()).as(call.toString()).isZero();
        assertThat(call.err()).endsWith(" the backup that ran was cancelled\n");
        assertThat(call.json().get("taken").asInt()).isZero();
        assertThat(call.json().get("failed").asInt()).isZero();
        assertNothingUnfinished(shop, 1);
    }
}
