package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact source that each fixture becomes. {@code -Dcairn.golden.update=true} writes anew what is expected. */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/golden");
    /** jOOQ's own classes are jOOQ's to test; those of one fixture show what ours make of them. */
    private static final String WITH_TABLES = "two-keys-to-one-table";

    static Stream<String> fixtures() throws IOException {
        return Generation.fixtures();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void generate_fixture_givesGoldenSource(String name, @TempDir Path directory) throws Exception {
        Map<String, String> actual = new TreeMap<>();
        Generation.ofFixture(name).into(directory).forEach((file, text) -> {
            if (name.equals(WITH_TABLES) || !file.startsWith("tables/")) {
                // jOOQ's own classes suppress one warning more where the JDK has it.
                String plain = text.replace(", \"this-escape\"", "");
                actual.put(file + ".txt", name.equals("200-columns") ? excerpt(plain) : plain);
            }
        });
        Path folder = GOLDEN.resolve(name);
        if (Boolean.getBoolean("cairn.golden.update")) {
            write(folder, actual);
        }
        Map<String, String> expected = read(folder);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((file, text) -> {
            assertThat(text).as(file).isEqualTo(expected.get(file));
            if (!file.startsWith("tables/")) {
                assertThat(text.lines()).as(file).noneMatch(line -> line.endsWith(" ") || line.contains("\t"));
            }
        });
    }

    /** Columns at the edges stand for the others. */
    private static String excerpt(String text) {
        return text.lines()
                .filter(line -> !line.matches(".*\\bc(?!001|130|131|200)\\d{3}\\b.*"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return files;
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        if (Files.exists(folder)) {
            for (String old : read(folder).keySet()) {
                Files.delete(folder.resolve(old));
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
