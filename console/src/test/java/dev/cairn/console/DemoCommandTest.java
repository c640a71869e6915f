package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backups;
import dev.cairn.backup.Identity;
import dev.cairn.console.Shop.Call;
import dev.cairn.console.SourceOptions.BundledSystem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    @TempDir
    private Path temporary;

    private static Call cairn(boolean shows, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), shows, shows, 80, Map.of());
        int exit = Cairn.run(terminal, arguments);
        return new Call(exit, out.toString(), err.toString());
    }

    private Call demo(BundledSystem system, boolean shows) {
        return cairn(
                shows,
                "demo",
                "--rows",
                "2000",
                "--system",
                system.name(),
                "--dir",
                temporary.resolve("demo").toString());
    }

    @ParameterizedTest
    @EnumSource
    void demo_anySystem_noticesDamageAndIsIdenticalAfterTheRestore(BundledSystem system) {
        Call call = demo(system, false);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .contains("migration", " of " + system.name(), " rows/s", " us ", "SCAN ", "none refused")
                .containsPattern("full +\\S+ [KM]B for \\S+ [KM]B")
                .containsPattern("incremental +\\S+ [KM]B for \\S+ [KM]B")
                .contains("of a database: noticed: ", "of a backup: noticed: ")
                .containsPattern("   [1-9][\\d,]* rows of \\w+ deleted")
                .containsPattern("identical: SHA-256 before ([0-9a-f]{16}), after \\1")
                .doesNotContain("not noticed", "different:", "\u001b");
        Path folder = temporary.resolve("demo");
        assertThat(cairn(
                                false,
                                "health",
                                "--integrity",
                                "--db",
                                folder.resolve("app.db").toString())
                        .exit())
                .isZero();
        Identity identity = Identity.read(folder.resolve("demo.key"));
        Backups backups = Backups.in(folder.resolve("backups"))
                .identity(identity)
                .trust(identity.signer().orElseThrow())
                .build();
        assertThat(backups.list()).hasSize(3);
        assertThat(backups.prove().ok()).isTrue();
    }

    @Test
    void demo_onATerminal_showsColoursAndProgress() {
        Call call = demo(BundledSystem.ebf, true);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).contains("\u001b[1m", "\u001b[32m");
        assertThat(call.out().lines().filter(l -> !l.contains("./cairn") && !l.contains(temporary.toString())))
                .allSatisfy(line -> assertThat(
                                line.replaceAll("\u001b\\[[\\d;]*m", "").length())
                        .as(line)
                        .isLessThanOrEqualTo(110));
    }

    @Test
    void demo_folderWithSomethingInIt_isRefused() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("demo"));
        Files.writeString(folder.resolve("mine.txt"), "precious");
        Call call = demo(BundledSystem.pqs, false);

        assertThat(call.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(call.err()).contains("the folder for the demo is not empty", "Name a folder that is new or empty");
        assertThat(folder.resolve("mine.txt")).hasContent("precious");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void demo_folderThatCannotBeMade_isRefused() throws Exception {
        Path taken = Files.writeString(temporary.resolve("demo"), "precious");
        Call call = demo(BundledSystem.pqs, false);

        assertThat(call.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(call.err())
                .startsWith("cairn: the folder for the demo cannot be made\n")
                .contains(taken.toString());
        assertThat(taken).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999", "1000001", "-5"})
    void demo_rowsOutOfReach_isWrongUsage(String rows) {
        Call call = cairn(false, "demo", "--rows", rows);

        assertThat(call.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(call.err()).contains("--rows must be from 1000 to 1000000, not " + rows);
    }
}
