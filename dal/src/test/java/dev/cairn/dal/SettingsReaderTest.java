package dev.cairn.dal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings are read to the letter, refused where they mean nothing, and listed in docs/runtime.md. */
class SettingsReaderTest {
    private static final Path DOC = Path.of("..", "docs", "runtime.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(cairn\\.[a-z-]+)` \\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$", Pattern.MULTILINE);

    private static DatabaseBuilder at() {
        return Database.at(Path.of("app.db"));
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** All that a builder knows, what is only there once it is opened besides. */
    private static void assertSame(DatabaseBuilder one, DatabaseBuilder other) {
        assertThat(one)
                .usingRecursiveComparison()
                .ignoringFields("acquireTimeout", "cacheBytes", "mmapBytes", "readers", "onConnect", "clock")
                .isEqualTo(other);
        assertThat(one.settings())
                .usingRecursiveComparison()
                .ignoringFields("recipe.onConnect")
                .isEqualTo(other.settings());
    }

    static Stream<Arguments> read_everySetting_isThatOfTheBuilder() {
        return Stream.of(
                told("cairn.acquire-timeout", "1500ms", b -> b.acquireTimeout(Duration.ofMillis(1_500))),
                told("cairn.acquire-timeout", "PT1.5S", b -> b.acquireTimeout(Duration.ofMillis(1_500))),
                told("cairn.acquire-timeout", "0s", b -> b.acquireTimeout(Duration.ZERO)),
                told("cairn.cache", "32MB", b -> b.cacheBytes(32L << 20)),
                told("cairn.cache", "64kb", b -> b.cacheBytes(64L << 10)),
                told("cairn.mmap", "1GB", b -> b.mmapBytes(1L << 30)),
                told("cairn.mmap", "65536", b -> b.mmapBytes(65_536)),
                told("cairn.on-open", "validate", b -> b.onOpen(OnOpen.VALIDATE)),
                told("cairn.on-open", "Trust", b -> b.onOpen(OnOpen.TRUST)),
                told("cairn.pooled", "off", b -> b.pooled(false)),
                told("cairn.read-only", "TRUE", b -> b.readOnly(true)),
                told("cairn.readers", " 3 ", b -> b.readers(3)),
                told("cairn.recent-queries", "200", b -> b.recentQueries(200)),
                told("cairn.shared-file", "on", b -> b.sharedFile(true)),
                told("cairn.slower-than", "2m", b -> b.slowerThan(Duration.ofMinutes(2))),
                told("cairn.synchronous", "FULL", b -> b.synchronousFull(true)),
                told("cairn.timings", "false", b -> b.timings(false)),
                told("cairn.writer-hold", "1h", b -> b.writerHold(Duration.ofHours(1))));
    }

    private static Arguments told(String name, String value, UnaryOperator<DatabaseBuilder> inCode) {
        return Arguments.of(name, value, inCode);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource
    void read_everySetting_isThatOfTheBuilder(String name, String value, UnaryOperator<DatabaseBuilder> inCode) {
        DatabaseBuilder byProperty = at().from(properties(name, value));
        DatabaseBuilder byVariable = at();
        new SettingsReader(byVariable).read(Map.of(variable(name), value));

        assertSame(byProperty, inCode.apply(at()));
        assertSame(byVariable, inCode.apply(at()));
    }

    @Test
    void read_everySetting_isTested() {
        Set<Object> tested =
                read_everySetting_isThatOfTheBuilder().map(a -> a.get()[0]).collect(Collectors.toSet());

        assertThat(tested).isEqualTo(SettingsReader.understood().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "readers, 0, a whole number from 1 on",
        "readers, many, a whole number from 1 on",
        "readers, '', a whole number from 1 on",
        "recent-queries, -1, a whole number from 0 on",
        "readers, 99999999999, a whole number from 1 on",
        "acquire-timeout, 30, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "acquire-timeout, -1s, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "acquire-timeout, PT-1S, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "writer-hold, 9999999999s, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "writer-hold, 9999999999999999999s, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "writer-hold, 9223372036854775807h, 'a duration such as 500ms, 30s, 5m or PT30S'",
        "cache, 8 megabytes, 'a size such as 8MB, 64KB or 65536'",
        "cache, -8MB, 'a size such as 8MB, 64KB or 65536'",
        "mmap, 9223372036854775807GB, 'a size such as 8MB, 64KB or 65536'",
        "pooled, yes, true or false",
        "on-open, create, 'migrate, validate or trust'",
        "synchronous, off, normal or full",
    })
    void read_valueMeansNothing_isRefusedWithWhatIsUnderstood(String name, String value, String understood) {
        String property = "cairn." + name;

        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> at().from(properties(property, value)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MISUSE))
                .withMessageContaining("setting=" + property + ", value=" + value + ", instead=give " + understood);
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> new SettingsReader(at()).read(Map.of(variable(property), value)))
                .withMessageContaining("setting=" + variable(property));
    }

    @Test
    void read_nameMeansNothing_isRefusedWithThoseThatDo() {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> at().from(properties("cairn.reader", "4")))
                .withMessageContaining("setting=cairn.reader, instead=use one of cairn.acquire-timeout, cairn.cache, ")
                .withMessageContaining("cairn.readers");
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> new SettingsReader(at()).read(Map.of("CAIRN_READER", "4")))
                .withMessageContaining("setting=CAIRN_READER");
    }

    @Test
    void read_namesOfOthers_areLeftAlone() {
        Properties others = new Properties();
        others.setProperty("cairn.migrate.stepwise", "true");
        others.setProperty("cairn.backup.keep", "3");
        others.setProperty("user.name", "ada");
        DatabaseBuilder builder = at().from(others);
        new SettingsReader(builder)
                .read(Map.of("CAIRN_MIGRATE_STEPWISE", "true", "CAIRN_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"));

        assertSame(builder, at());
    }

    @Test
    void read_laterWins_codeAndTexts() {
        DatabaseBuilder code = at().from(properties("cairn.readers", "3")).readers(2);
        DatabaseBuilder text = at().readers(2).from(properties("cairn.readers", "3"));
        DatabaseBuilder options = at().from(properties("cairn.cache", "1MB")).options(Pqs.OPTIONS);

        assertThat(code.settings().readers()).isEqualTo(2);
        assertThat(text.settings().readers()).isEqualTo(3);
        assertThat(options.settings().recipe().cacheBytes()).isEqualTo(1L << 20);
    }

    @Test
    void from_propertiesWithDefaults_readsThoseToo() {
        Properties properties = new Properties(properties("cairn.readers", "3"));

        assertThat(at().from(properties).settings().readers()).isEqualTo(3);
    }

    @Test
    void fromEnvironment_ofThisProcess_isAccepted() {
        DatabaseBuilder builder = at();

        assertThat(builder.fromEnvironment()).isSameAs(builder);
    }

    // docs/runtime.md

    private record Row(String setter, String understood, String ordinary) {}

    private static Map<String, Row> table() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(DOC)).results().toList()) {
            rows.put(
                    row.group(1),
                    new Row(row.group(2), row.group(3).strip(), row.group(4).strip()));
        }
        return rows;
    }

    @Test
    void doc_listsEverySettingAsItIsUnderstood() throws IOException {
        Map<String, String> told = table().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().understood()));

        assertThat(told).isEqualTo(SettingsReader.understood());
    }

    /** What can be said in a few letters can be said in a property. */
    @Test
    void doc_namesEverySetterThatTakesAPlainValue() throws IOException {
        Set<String> setters = Arrays.stream(DatabaseBuilder.class.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 1)
                .filter(m -> List.of(boolean.class, int.class, long.class, Duration.class, OnOpen.class)
                        .contains(m.getParameterTypes()[0]))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(table().values().stream().map(Row::setter)).containsExactlyInAnyOrderElementsOf(setters);
    }

    @Test
    void doc_defaults_areThoseOfTheCode() throws IOException {
        DatabaseBuilder untold = at();
        for (Map.Entry<String, Row> row : table().entrySet()) {
            String ordinary = row.getValue().ordinary();
            if (ordinary.startsWith("`")) {
                DatabaseBuilder told = at().from(properties(row.getKey(), ordinary.replace("`", "")));
                assertSame(told, untold);
            } else {
                assertThat(row.getKey()).isEqualTo("cairn.readers");
                assertThat(ordinary).isEqualTo("the processors, at least 4, at most 9");
            }
        }
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(untold.settings().readers()).isEqualTo(Math.min(9, Math.max(4, processors)));
    }
}
