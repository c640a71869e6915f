package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.backup.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From keygen to a database that other programs have restored. */
@Tag("tools")
@ExtendWith(ShopExtension.class)
class ToolsTest {
    @Test
    void ageAndZstd_asInTheRunbook_restoreWhatTheCommandsBackedUp(Shop shop) throws Exception {
        Path key = shop.keys("shop");
        JsonNode backup = shop.done("migrate")
                .withTwoCustomers()
                .backup("--recipient", Identity.read(key).recipients().get(0), "--json")
                .json()
                .get("backup");
        Path restored = shop.folder().resolve("restored.db");
        shop.vault("restore", "--to-new", restored, "--identity", key);
        Path copy = shop.folder().resolve("copy.db");
        shop.bare("backup", "--db", shop.database().toString(), "--to", copy.toString());

        String rescue = OperationsTest.lines().stream()
                .filter(line -> line.startsWith("age "))
                .findFirst()
                .orElseThrow();
        sh(shop, rescue.replace("ID", backup.get("id").asText()));

        Path rescued = shop.folder().resolve("drill.db");
        assertThat(Files.mismatch(rescued, restored)).as("what restore made").isEqualTo(-1);
        assertThat(Files.mismatch(rescued, copy)).as("a plain copy").isEqualTo(-1);
    }

    private static void sh(Shop shop, String line) throws Exception {
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", line)
                .directory(shop.folder().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
