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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private static final int COLUMNS = 80;
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    @TempDir
    private Path temporary;

    private static Call cairn(boolean shows, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), shows, shows, COLUMNS, Map.of());
        int exit = Cairn.run(terminal, arguments);
        return new Call(exit, out.toString(), err.toString());
    }

    private Call demo(BundledSystem system, boolean shows) {
        return demo(system, shows, temporary.resolve("demo"));
    }

    private static Call demo(BundledSystem system, boolean shows, Path folder) {
        return cairn(shows, "demo", "--rows", "2000", "--system", system.name(), "--dir", folder.toString());
    }

    @ParameterizedTest
    @EnumSource
    void demo_anySystem_noticesDamageAndIsIdenticalAfterTheRestore(BundledSystem system) {
        Call call = demo(system, false);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .contains("migration", " of " + system.name(), " rows/s", " us ", "none refused")
                .containsPattern("; SQLite's plan:\n     SCAN \\w+\n   A SCAN reads every row")
                .containsPattern("full, under load +\\S+ [KM]B for \\S+ [KM]B")
                .containsPattern("incremental, under load +\\S+ [KM]B for \\S+ [KM]B")
                .containsPattern("none refused\n   incremental, writers stopped +\\S+ [KM]B for \\S+ [KM]B")
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
    void demo_onATerminal_showsColoursAndFitsIt() {
        Call call = demo(BundledSystem.pqs, true);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .contains("\u001b[1m", "\u001b[32m", "     \u001b[33mSCAN user_activities\u001b[0m\n")
                .contains("\n   from user_activities\n   where ");
        assertThat(call.out().lines().filter(line -> !line.contains(temporary.toString())))
                .allSatisfy(line -> assertThat(Style.width(line)).as(line).isLessThanOrEqualTo(COLUMNS));
    }

    @Test
    void demo_itsLastWords_tellAllThatIsThereAndRun() throws Exception {
        Path folder = temporary.resolve("a demo");
        String said = demo(BundledSystem.hive, false, folder).out();
        String end = said.substring(said.indexOf("Everything is in " + folder));
        String commands = end.substring(end.indexOf("Go on with:\n")).replace("\\\n", "");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(
                            name -> assertThat(end).containsPattern("(?m)^   (.*, )?" + Pattern.quote(name) + "[/, ]"));
        }
        assertThat(commands).contains("  DEMO='" + folder + "'\n").endsWith("\n  rm -r \"$DEMO\"\n");
        assertThat(commands.lines().map(String::strip).filter(line -> line.startsWith("./cairn ")))
                .hasSize(4)
                .allSatisfy(line ->
                        assertThat(cairn(false, words(line, folder))).as(line).matches(call -> call.exit() == 0));
        assertThat(folder.resolve("new.db")).exists();
    }

    /** What a shell would call it with. */
    private static String[] words(String line, Path folder) {
        return WORD.matcher(line)
                .results()
                .skip(1)
                .map(word -> word.group().replace("\"", "").replace("$DEMO", folder.toString()))
                .toArray(String[]::new);
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
