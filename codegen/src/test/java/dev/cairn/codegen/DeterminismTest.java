package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same migrations give the same bytes. */
class DeterminismTest {
    private static final List<String> SYSTEMS = List.of("pqs", "ebf", "hive", "rpma");

    /** Generates everything into a directory. */
    public static void main(String[] args) throws Exception {
        generateAll(Path.of(args[0]));
    }

    private static Map<String, String> generateAll(Path directory) throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (String name : Generation.fixtures().toList()) {
            Generation.ofFixture(name)
                    .into(directory.resolve(name))
                    .forEach((file, text) -> all.put(name + "/" + file, text));
        }
        for (String name : SYSTEMS) {
            Generation.of("classpath:db/" + name)
                    .into(directory.resolve(name))
                    .forEach((file, text) -> all.put(name + "/" + file, text));
        }
        return all;
    }

    @Test
    void generate_againAndInAnotherLocaleZoneAndEncoding_givesTheSameBytes(@TempDir Path directory) throws Exception {
        Map<String, String> expected = generateAll(directory.resolve("first"));
        assertThat(expected).hasSizeGreaterThan(300);
        assertSame(generateAll(directory.resolve("again")), expected);

        Path elsewhere = directory.resolve("elsewhere");
        generateElsewhere(elsewhere);
        Map<String, String> found = new TreeMap<>();
        for (String name : expected.keySet().stream()
                .map(f -> f.split("/", 2)[0])
                .distinct()
                .toList()) {
            Generation.read(elsewhere.resolve(name)).forEach((file, text) -> found.put(name + "/" + file, text));
        }
        assertSame(found, expected);
    }

    private static void assertSame(Map<String, String> found, Map<String, String> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((file, text) -> assertThat(text).as(file).isEqualTo(expected.get(file)));
    }

    private static void generateElsewhere(Path directory) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=America/New_York"));
        command.addAll(List.of("-Dfile.encoding=ISO-8859-1", "-Dorg.jooq.no-logo=true", "-Dorg.jooq.no-tips=true"));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DeterminismTest.class.getName()));
        command.add(directory.toString());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        // Where not even the names of files may go beyond ASCII.
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }
}
