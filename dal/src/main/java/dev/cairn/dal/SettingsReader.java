package dev.cairn.dal;

import dev.cairn.dal.DalException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the settings of a {@link DatabaseBuilder} from named texts. A name or a value that means nothing is refused,
 * and none is bent into one that does.
 */
final class SettingsReader {
    private static final String PROPERTY = "cairn.";
    private static final String VARIABLE = "CAIRN_";

    /** First words of names that other parts of Cairn read. */
    private static final Set<String> OTHERS = Set.of("migrate", "backup", "terminal", "torture", "java", "maven");

    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Pattern SIZE_TEXT = Pattern.compile("(\\d+)(|kb|mb|gb)");

    /** What a value has to look like, in words and in code; the code gets it in lower case. */
    private record Form<T>(String inWords, Function<String, T> parser) {}

    private static final Form<Boolean> SWITCH = new Form<>("true or false", SettingsReader::onOrOff);
    private static final Form<Integer> COUNT = new Form<>("a whole number from 1 on", Integer::valueOf);
    private static final Form<Integer> COUNT_OR_NONE = new Form<>("a whole number from 0 on", Integer::valueOf);
    private static final Form<Duration> DURATION =
            new Form<>("a duration such as 500ms, 30s, 5m or PT30S", text -> requireCountable(duration(text)));
    private static final Form<Long> SIZE = new Form<>("a size such as 8MB, 64KB or 65536", SettingsReader::size);
    private static final Form<OnOpen> ON_OPEN =
            new Form<>("migrate, validate or trust", text -> OnOpen.valueOf(text.toUpperCase(Locale.ROOT)));
    private static final Form<Boolean> SYNCHRONOUS = new Form<>("normal or full", SettingsReader::isFull);

    /** One setting: what its value looks like, and who takes it. */
    private record Setting<T>(Form<T> form, BiConsumer<DatabaseBuilder, T> setter) {
        void apply(DatabaseBuilder builder, String text) {
            setter.accept(builder, form.parser().apply(text.strip().toLowerCase(Locale.ROOT)));
        }
    }

    private static final SortedMap<String, Setting<?>> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("acquire-timeout", new Setting<>(DURATION, DatabaseBuilder::acquireTimeout)),
            Map.entry("cache", new Setting<>(SIZE, DatabaseBuilder::cacheBytes)),
            Map.entry("mmap", new Setting<>(SIZE, DatabaseBuilder::mmapBytes)),
            Map.entry("on-open", new Setting<>(ON_OPEN, DatabaseBuilder::onOpen)),
            Map.entry("pooled", new Setting<>(SWITCH, DatabaseBuilder::pooled)),
            Map.entry("read-only", new Setting<>(SWITCH, DatabaseBuilder::readOnly)),
            Map.entry("recent-queries", new Setting<>(COUNT_OR_NONE, DatabaseBuilder::recentQueries)),
            Map.entry("readers", new Setting<>(COUNT, DatabaseBuilder::readers)),
            Map.entry("shared-file", new Setting<>(SWITCH, DatabaseBuilder::sharedFile)),
            Map.entry("slower-than", new Setting<>(DURATION, DatabaseBuilder::slowerThan)),
            Map.entry("synchronous", new Setting<>(SYNCHRONOUS, DatabaseBuilder::synchronousFull)),
            Map.entry("timings", new Setting<>(SWITCH, DatabaseBuilder::timings)),
            Map.entry("writer-hold", new Setting<>(DURATION, DatabaseBuilder::writerHold))));

    private final DatabaseBuilder builder;

    SettingsReader(DatabaseBuilder builder) {
        this.builder = builder;
    }

    /** The properties whose names begin with {@code cairn.}. */
    void read(Properties properties) {
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PROPERTY)) {
                String name = key.substring(PROPERTY.length());
                read(key, name, String.valueOf(properties.getProperty(key)));
            }
        }
    }

    /** The variables whose names begin with {@code CAIRN_}. */
    void read(Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE)) {
                String name = variable.substring(VARIABLE.length());
                read(variable, name.toLowerCase(Locale.ROOT).replace('_', '-'), value);
            }
        });
    }

    private void read(String key, String name, String value) {
        Setting<?> setting = SETTINGS.get(name);
        if (setting != null) {
            apply(setting, key, value);
        } else if (!OTHERS.contains(name.split("[.-]", 2)[0])) {
            throw DalException.of(Kind.MISUSE, "setting", key, "instead", "use one of " + names());
        }
    }

    private void apply(Setting<?> setting, String key, String value) {
        try {
            setting.apply(builder, value);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw DalException.of(
                    Kind.MISUSE,
                    "setting",
                    key,
                    "value",
                    value,
                    "instead",
                    "give " + setting.form().inWords());
        }
    }

    /** Each setting with what its values look like: what docs/runtime.md has to say. */
    static Map<String, String> understood() {
        return SETTINGS.entrySet().stream()
                .collect(Collectors.toMap(
                        e -> PROPERTY + e.getKey(), e -> e.getValue().form().inWords()));
    }

    private static String names() {
        return SETTINGS.keySet().stream().map(PROPERTY::concat).collect(Collectors.joining(", "));
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static boolean isFull(String text) {
        return switch (text) {
            case "full" -> true;
            case "normal" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    /** Deadlines are counted in nanoseconds, which reach for 292 years. */
    private static Duration requireCountable(Duration duration) {
        return Duration.ofNanos(duration.toNanos());
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION_TEXT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static long size(String text) {
        Matcher matcher = SIZE_TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        long unit = switch (matcher.group(2)) {
            case "kb" -> 1L << 10;
            case "mb" -> 1L << 20;
            case "gb" -> 1L << 30;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
}
