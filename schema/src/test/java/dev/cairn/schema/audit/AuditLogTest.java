package dev.cairn.schema.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.audit.AuditEvent.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One valid JSON object a line, whole, whoever writes. */
class AuditLogTest {
    @TempDir
    private Path folder;

    private static AuditEvent event(String detail) {
        return new AuditEvent(
                Instant.parse("2026-01-02T03:04:05Z"),
                "ada",
                "migrate",
                "/app.db",
                Outcome.DONE,
                detail,
                Duration.ofMillis(7));
    }

    private static String json(String path, String line) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite::memory:");
                var query = db.prepareStatement("SELECT json_valid(?1), json_extract(?1, ?2)")) {
            query.setString(1, line);
            query.setString(2, path);
            try (var row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).as(line).isOne();
                return row.getString(2);
            }
        }
    }

    @Test
    void onEvent_writesAllFields() throws IOException {
        AuditLog log = AuditLog.beside(folder.resolve("app.db"));
        log.onEvent(event("001_a"));
        log.onEvent(event("002_b"));

        assertThat(log.file()).hasFileName("app.db.audit.jsonl");
        assertThat(Files.readAllLines(log.file()))
                .hasSize(2)
                .startsWith(
                        "{\"at\":\"2026-01-02T03:04:05Z\",\"who\":\"ada\",\"operation\":\"migrate\",\"database\":\"/app.db\","
                                + "\"outcome\":\"done\",\"detail\":\"001_a\",\"tookMillis\":7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "quote \" and backslash \\ and slash /",
                "line\nbreak\r\ttab",
                "\u0001\u001f\b\f",
                "umlaut ä, snowman \u2603, separator \u2028",
                "a clef \uD834\uDD1E",
            })
    void onEvent_anyText_isOneLineOfValidJson(String text) throws IOException, SQLException {
        AuditLog log = AuditLog.to(folder.resolve("log"));

        log.onEvent(event(text));

        List<String> lines = Files.readAllLines(log.file());
        assertThat(lines).hasSize(1);
        assertThat(json("$.detail", lines.get(0))).isEqualTo(text);
    }

    @Test
    void onEvent_halfASurrogateOrNul_staysValid() throws IOException, SQLException {
        AuditLog log = AuditLog.to(folder.resolve("log"));

        log.onEvent(event("half \uD834 and \0 nul"));

        assertThat(json("$.who", Files.readAllLines(log.file()).get(0))).isEqualTo("ada");
    }

    @Test
    void onEvent_manyThreads_keepsEveryLineWhole() throws Exception {
        int threads = 8;
        int each = 40;
        Path file = folder.resolve("log");
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                AuditLog log = AuditLog.to(file);
                String name = "thread " + t + " " + "x".repeat(3000) + " ";
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        log.onEvent(event(name + i));
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            pool.shutdownNow();
        }

        Set<String> details = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            details.add(json("$.detail", line));
        }
        assertThat(details).hasSize(threads * each);
    }

    @Test
    void onEvent_cannotWrite_throws() {
        AuditLog log = AuditLog.to(folder.resolve("none").resolve("log"));

        assertThatThrownBy(() -> log.onEvent(event("lost"))).isInstanceOf(UncheckedIOException.class);
    }
}
