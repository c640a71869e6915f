package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher for POSIX shells, in a tree without sources, with a Java and a Maven that note how they were called. */
@Tag("tools")
class LauncherTest {
    private static final List<String> PROGRAMS = List.of(
            "cat",
            "cp",
            "cut",
            "dirname",
            "find",
            "head",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sleep",
            "stty",
            "touch");

    @TempDir
    private Path folder = Path.of("");

    private Path tree = Path.of("");
    private Path elsewhere = Path.of("");

    @BeforeEach
    void makeTree() throws IOException {
        tree = folder.toRealPath().resolve("a tree");
        elsewhere = Files.createDirectories(folder.toRealPath().resolve("elsewhere"));
        for (String module : List.of("schema", "codegen", "dal", "backup", "console")) {
            Files.createDirectories(tree.resolve(module).resolve("src/main/java"));
            Files.writeString(tree.resolve(module).resolve("pom.xml"), "");
        }
        Files.createDirectory(tree.resolve(".mvn"));
        Files.writeString(tree.resolve("pom.xml"), "");
        Files.writeString(source(), "");
        script(tree.resolve("cairn"), Files.readString(Path.of("..", "cairn")));
        script(folder.resolve("jdk/bin/java"), """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.15" 2025-04-15' >&2; exit; fi
                for last; do :; done
                echo "$last in $PWD"
                exit 1
                """);
        script(folder.resolve("bin/mvn"), """
                #!/bin/sh
                echo built >>builds
                echo 'much to say'
                sleep 1
                mkdir -p console/target
                echo jar >console/target/cairn-console-1-all.jar
                """);
        for (String program : PROGRAMS) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(bin -> Path.of(bin, program))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            script(folder.resolve("bin").resolve(program), "#!/bin/sh\nexec " + found + " \"$@\"\n");
        }
    }

    @Test
    void freshTree_isBuiltOnceAndRunWhereTheCallerIs() throws Exception {
        Call first = call(tree.resolve("cairn"));
        Call second = call(tree.resolve("cairn"));

        assertThat(first.out()).isEqualTo("status in " + elsewhere + "\n");
        assertThat(first.err()).startsWith("cairn: building the command line").contains("much to say");
        assertThat(first.exit()).as("what Java ended with").isEqualTo(1);
        assertThat(second).isEqualTo(new Call(1, first.out(), ""));
        assertThat(builds()).isEqualTo(1);
        assertThat(tree.resolve("console/target")).isDirectoryNotContaining("glob:**cairn.{lock,jar.new}*");
    }

    @Test
    void chainOfLinks_isFollowed() throws Exception {
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("relative"), Path.of("..", "a tree", "cairn"));
        Files.createSymbolicLink(elsewhere.resolve("cairn"), links.resolve("relative"));

        assertThat(call(Path.of("./cairn")).out()).isEqualTo("status in " + elsewhere + "\n");
    }

    @Test
    void newerSource_isBuiltAgain() throws Exception {
        call(tree.resolve("cairn"));
        FileTime built = Files.getLastModifiedTime(tree.resolve("console/target/cairn.jar"));

        Files.setLastModifiedTime(source(), FileTime.from(built.toInstant().plus(Duration.ofMillis(1))));
        call(tree.resolve("cairn"));

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void sourceThatWent_isBuiltAgain() throws Exception {
        call(tree.resolve("cairn"));

        Files.delete(source());
        call(tree.resolve("cairn"));

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoAtOnce_buildOnce() throws Exception {
        Process first = start(tree.resolve("cairn"), Map.of());
        Process second = start(tree.resolve("cairn"), Map.of());

        assertThat(ended(first).out()).isEqualTo("status in " + elsewhere + "\n");
        assertThat(ended(second).out()).isEqualTo("status in " + elsewhere + "\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void lockOfAKilledLauncher_isBroken() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(tree.resolve("console/target/cairn.lock"));
        Files.writeString(tree.resolve("console/target/cairn.lock/pid"), dead.pid() + "\n");

        assertThat(call(tree.resolve("cairn")).out()).startsWith("status in ");
    }

    @Test
    void failedBuild_saysWhatToDoAndLeavesTheOutputAlone() throws Exception {
        script(folder.resolve("bin/mvn"), "#!/bin/sh\necho 'does not compile'\nexit 1\n");

        Call call = call(tree.resolve("cairn"));

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .contains("does not compile\ncairn: the build failed")
                .contains("\nhint: ");
        assertThat(tree.resolve("console/target/cairn.lock")).doesNotExist();
    }

    @Test
    void noMaven_isSaid() throws Exception {
        Files.delete(folder.resolve("bin/mvn"));

        assertThat(call(tree.resolve("cairn")))
                .satisfies(c -> assertThat(c.exit()).isEqualTo(3))
                .satisfies(c -> assertThat(c.err()).contains("there is no Maven on PATH\nhint: Install Maven"));
    }

    @Test
    void noJava_isSaid() throws Exception {
        assertThat(ended(start(tree.resolve("cairn"), Map.of("JAVA_HOME", ""))).err())
                .startsWith("cairn: there is no Java here\nhint: Install a JDK 17");
        assertThat(ended(start(tree.resolve("cairn"), Map.of("JAVA_HOME", "/nowhere")))
                        .err())
                .startsWith("cairn: JAVA_HOME is /nowhere, and there is no bin/java in it\nhint: ");
    }

    @Test
    void oldJava_isSaid() throws Exception {
        script(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho 'java version \"1.8.0_392\"' >&2\n");

        Call call = call(tree.resolve("cairn"));

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).contains("is too old: Cairn needs Java 17 or newer\nhint: ");
    }

    private Path source() {
        return tree.resolve("schema/src/main/java/A.java");
    }

    private long builds() throws IOException {
        return Files.readAllLines(tree.resolve("builds")).size();
    }

    private Call call(Path launcher) throws Exception {
        return ended(start(launcher, Map.of()));
    }

    private Process start(Path launcher, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "status").directory(elsewhere.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin").toString());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static Call ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Call(process.exitValue(), out, err);
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
