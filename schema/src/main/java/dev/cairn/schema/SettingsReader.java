package dev.cairn.schema;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the switches of a {@link Migrator} from named texts; a name or value that means nothing is refused. */
final class SettingsReader {
    private final String prefix;
    private final Map<String, String> values;

    SettingsReader(String prefix, Map<String, String> values) {
        this.prefix = prefix;
        this.values = new TreeMap<>(values);
    }

    /** {@code CAIRN_MIGRATE_LOCK_TIMEOUT_MILLIS} as {@code cairn.migrate.lock-timeout-millis}. */
    static String asProperty(String variable) {
        return variable.toLowerCase(Locale.ROOT)
                .replaceFirst("_", ".")
                .replaceFirst("_", ".")
                .replace('_', '-');
    }

    void readInto(Migrator.Builder builder) {
        Map<String, Consumer<String>> readers = Map.of(
                "restore-point", v -> builder.restorePoint(onOrOff("restore-point", v)),
                "validation", v -> builder.validation(onOrOff("validation", v)),
                "allow-destructive", v -> builder.allowDestructive(onOrOff("allow-destructive", v)),
                "allow-out-of-order", v -> builder.allowOutOfOrder(onOrOff("allow-out-of-order", v)),
                "allow-newer", v -> builder.allowNewer(onOrOff("allow-newer", v)),
                "stepwise", v -> builder.stepwise(onOrOff("stepwise", v)),
                "lock-timeout-millis", v -> builder.lockTimeout(Duration.ofMillis(number(v))),
                "as", builder::as);
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                Consumer<String> reader = readers.get(key.substring(prefix.length()));
                if (reader == null) {
                    throw Migrator.Builder.badSetting(key, value, "there is no such setting");
                }
                reader.accept(value.strip());
            }
        });
    }

    private boolean onOrOff(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw Migrator.Builder.badSetting(prefix + name, value, "it wants true or false");
        };
    }

    private long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw Migrator.Builder.badSetting(prefix + "lock-timeout-millis", value, "it wants a number");
        }
    }
}
