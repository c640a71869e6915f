package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Schedule files carried out: what falls due by a clock that the test sets, and how it ends. */
@ExtendWith(ShopExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScheduleCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final StringWriter out = new StringWriter();
    private final Said err = new Said();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 80, Map.of());

    /** What is said, and a way to wait for it. */
    private static final class Said extends StringWriter {
        private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();

        @Override
        public void flush() {
            awaited.forEach((text, said) -> {
                if (toString().contains(text)) {
                    said.countDown();
                }
            });
        }

        void await(String text) throws InterruptedException {
            CountDownLatch said = awaited.computeIfAbsent(text, t -> new CountDownLatch(1));
            flush();
            assertThat(said.await(1, TimeUnit.MINUTES)).as(toString()).isTrue();
        }
    }

    private static Shop filled(Shop shop) {
        return shop.done("migrate").withTwoCustomers();
    }

    private static Path config(Shop shop, String... lines) throws IOException {
        return Files.writeString(
                shop.folder().resolve("schedule.properties"),
                "database = shop.db\nrepository = backups\n" + String.join("\n", lines) + "\n");
    }

    private int run(Instant now, Object... options) {
        String[] arguments = new String[options.length];
        for (int i = 0; i < options.length; i++) {
            arguments[i] = options[i].toString();
        }
        CommandLine command = new CommandLine(new ScheduleCommand(terminal, Clock.fixed(now, ZoneOffset.UTC)));
        command.setExecutionExceptionHandler((e, line, parsed) -> Cairn.fail(terminal, e, arguments));
        return command.execute(arguments);
    }

    private JsonNode document() throws IOException {
        return new JsonMapper().readTree(out.toString());
    }

    private static String takenAt(Shop shop, Instant then) {
        return shop.takenAgo(Duration.between(then, Instant.now()));
    }

    @Test
    void once_nothingIsDue_takesNothing(Shop shop) throws IOException {
        takenAt(filled(shop), NOON.minus(Duration.ofHours(1)));
        int exit =
                run(NOON, "--config", config(shop, "schedule = daily 03:00", "encryption = none"), "--once", "--json");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(err.toString()).isEqualTo("2026-11-21T12:00:00Z no backup is due, next 2026-11-22T03:00:00Z\n");
        assertThat(document().get("taken").asInt()).isZero();
        assertThat(document().get("next").asText()).isEqualTo("2026-11-22T03:00:00Z");
    }

    @Test
    void once_firstOfAll_isTaken(Shop shop) throws IOException {
        Path config = config(filled(shop), "schedule = daily 03:00", "encryption = none");
        int exit = run(NOON.plusNanos(816_547_921), "--config", config, "--once", "--json");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(err.toString()).startsWith("2026-11-21T12:00:00Z a backup is due since 2026-11-21T12:00:00Z\n");
        assertThat(document().get("taken").asInt()).isEqualTo(1);
        assertThat(document().get("next").asText()).isEqualTo("2026-11-22T03:00:00Z");
    }

    @Test
    void once_missedOne_isTakenPrunedAndProven(Shop shop) throws IOException {
        String old = takenAt(filled(shop), NOON.minus(Duration.ofDays(40)));
        shop.sql("INSERT INTO customers (name) VALUES ('Edsger')");
        int exit = run(
                NOON,
                "--config",
                config(
                        shop,
                        "schedule = daily 03:00",
                        "encryption = none",
                        "level = 1",
                        "as = the night",
                        "keep-days = 14",
                        "prove = weekly sunday 05:00"),
                "--once",
                "--json");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(document().get("taken").asInt()).isEqualTo(1);
        assertThat(document().get("proven").asInt()).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("2026-11-21T12:00:00Z a backup is due since 2026-10-13T03:00:00Z\n")
                .contains(" taken, unsigned: ")
                .contains(" proven, unsigned\n");
        JsonNode newest = shop.vault("backups", "--json").json().at("/backups/0");
        assertThat(newest.get("created").asText()).startsWith("2026-11-21T12:00");
        assertThat(newest.get("trigger").asText()).isEqualTo("schedule");
        assertThat(newest.get("by").asText()).isEqualTo("the night");
        assertThat(newest.get("kind").asText()).isEqualTo("incremental");
        assertThat(shop.repository().resolve("b").resolve(old))
                .as("what it builds on")
                .exists();
    }

    @Test
    void once_retention_deletesWhatIsOld(Shop shop) throws IOException {
        String old = takenAt(filled(shop), NOON.minus(Duration.ofDays(40)));
        // More than half of the pages are new then, so that the second is full too.
        shop.sql("WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
                + " INSERT INTO customers SELECT i, 'a customer of some length', 1 FROM n");
        int exit = run(
                NOON, "--config", config(shop, "schedule = @daily", "encryption = none", "keep-days = 14"), "--once");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(err.toString()).contains("backup " + old + " deleted\n");
        assertThat(out.toString()).contains("deleted   1\n");
        assertThat(shop.repository().resolve("b").resolve(old)).doesNotExist();
    }

    @Test
    void once_backupFails_exits3(Shop shop) throws IOException {
        takenAt(filled(shop), NOON.minus(Duration.ofDays(2)));
        Files.delete(shop.database());
        int exit = run(NOON, "--config", config(shop, "schedule = daily 03:00", "encryption = none"), "--once");

        assertThat(exit).isEqualTo(3);
        assertThat(err.toString()).contains(" backup failed: There is no database at this path");
        assertThat(out.toString()).contains("failed    1\n");
    }

    @Test
    void once_damagedBackup_exits1(Shop shop) throws IOException {
        String id = takenAt(filled(shop), NOON.minus(Duration.ofDays(2)));
        Files.write(shop.repository().resolve("b").resolve(id).resolve("data.db.zst"), new byte[10]);
        int exit = run(
                NOON,
                "--config",
                config(shop, "schedule = manual", "encryption = none", "prove = daily 04:00"),
                "--once");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("backup " + id + " NOT PROVEN, unsigned: A backup is damaged");
    }

    @Test
    void badFile_isRefused(Shop shop) throws IOException {
        int exit = run(NOON, "--config", config(shop, "schedule = sometimes", "encryption = none"));

        assertThat(exit).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("cairn: the schedule cannot be understood\n  config: ")
                .contains("\n  setting: schedule\n");
        assertThat(run(NOON, "--config", shop.folder().resolve("none"))).isEqualTo(3);
    }

    @Test
    void run_missedOne_isTakenAndInterruptionEndsItWell(Shop shop) throws Exception {
        takenAt(filled(shop), NOON.minus(Duration.ofDays(2)));
        Path config = config(shop, "schedule = daily 03:00", "encryption = none", "prove = monthly 1 05:00");
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread running = new Thread(() -> exit.complete(run(NOON, "--config", config)));
        running.start();
        err.await(" taken, unsigned");
        running.interrupt();

        assertThat(exit.get(1, TimeUnit.MINUTES)).as(err.toString()).isZero();
        assertThat(err.toString())
                .contains(" backups of " + shop.database() + " daily at 03:00 (Z), next ")
                .contains(" proofs monthly on 1 at 05:00 (Z), next 2026-12-01T05:00:00Z\n")
                .endsWith(" stopping\n");
        assertThat(out.toString()).isEqualTo("""
                        taken     1 backup
                        failed    0
                        deleted   0
                        proven    0
                        disproven 0
                        next      2026-11-22T03:00:00Z
                        """);
    }
}
