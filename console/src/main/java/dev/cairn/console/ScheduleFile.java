package dev.cairn.console;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Identity;
import dev.cairn.backup.Retention;
import dev.cairn.backup.Schedule;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a schedule file says: properties in UTF-8, each of which docs/operations.md tells. Paths are relative to the
 * folder of the file. A setting that means nothing is refused by its name, and so is one that is not known.
 */
final class ScheduleFile {
    static final List<String> KEYS = List.of(
            "database",
            "repository",
            "name",
            "schedule",
            "zone",
            "recipients",
            "passphrase-file",
            "encryption",
            "sign",
            "identity",
            "trust",
            "level",
            "staging",
            "as",
            "keep-days",
            "keep-daily",
            "keep-weekly",
            "keep-monthly",
            "keep-yearly",
            "prove");

    private final Path file;
    private final Map<String, String> settings;

    private ScheduleFile(Path file, Map<String, String> settings) {
        this.file = file;
        this.settings = settings;
    }

    static ScheduleFile read(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            new Entries(file, settings).load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file, "problem", Refused.why(e));
        }
        ScheduleFile read = new ScheduleFile(file, settings);
        settings.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw read.bad(key, "there is no such setting");
                });
        return read;
    }

    /** Would take the last of two lines with one name; here the second is refused. */
    private static final class Entries extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Path file;
        private final transient Map<String, String> settings;

        Entries(Path file, Map<String, String> settings) {
            this.file = file;
            this.settings = settings;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (settings.put(key.toString(), value.toString().strip()) != null) {
                throw refused(file, "setting", key.toString(), "problem", "it is there twice");
            }
            return value;
        }
    }

    Path database() {
        return path("database").orElseThrow(() -> missing("database"));
    }

    Path repository() {
        return path("repository").orElseThrow(() -> missing("repository"));
    }

    /** When backups are taken. */
    Schedule schedule() {
        return value("schedule", Schedule::parse)
                .orElseThrow(() -> missing("schedule"))
                .in(zone());
    }

    /** When one is proven. */
    Optional<Schedule> proof() {
        return value("prove", Schedule::parse).map(s -> s.in(zone()));
    }

    private ZoneId zone() {
        return value("zone", ZoneId::of).orElse(ZoneOffset.UTC);
    }

    /** Which backups are kept; all, if nothing is said. */
    Optional<Retention> retention() {
        List<String> counts = List.of("keep-daily", "keep-weekly", "keep-monthly", "keep-yearly");
        Optional<Integer> days = count("keep-days");
        if (days.isEmpty()) {
            counts.stream().filter(settings::containsKey).findFirst().ifPresent(key -> {
                throw bad(key, "it needs keep-days besides");
            });
        }
        return days.map(n -> new Retention(
                n, counted(counts.get(0)), counted(counts.get(1)), counted(counts.get(2)), counted(counts.get(3))));
    }

    private int counted(String key) {
        return count(key).orElse(0);
    }

    private Optional<Integer> count(String key) {
        return value(key, text -> {
            int count = Integer.parseInt(text);
            if (count < 0) {
                throw new NumberFormatException("it is negative");
            }
            return count;
        });
    }

    /** The repository, with all that is said of keys and files; nothing is read of it yet but the keys. */
    BackupsBuilder backups() {
        BackupsBuilder builder = Backups.in(repository());
        closing(builder);
        paths("identity").forEach(path -> use("identity", () -> builder.identity(Identity.read(path))));
        paths("trust").forEach(path -> use("trust", () -> Keys.signers(path).forEach(builder::trust)));
        value("level", Integer::valueOf).ifPresent(level -> use("level", () -> builder.compression(level)));
        path("staging").ifPresent(builder::staging);
        value("name", Function.identity()).ifPresent(builder::database);
        value("as", Function.identity()).ifPresent(builder::as);
        return builder;
    }

    private void closing(BackupsBuilder builder) {
        long ways = Stream.of("recipients", "passphrase-file", "encryption")
                .filter(settings::containsKey)
                .count();
        if (ways == 0) {
            throw Keys.unchosen("Set recipients, passphrase-file, or encryption = none, in " + file + ".");
        }
        if (ways > 1) {
            throw bad("encryption", "there is one of recipients, passphrase-file and encryption = none");
        }
        words("recipients").forEach(text -> use("recipients", () -> Keys.recipient(builder, text, resolved(text))));
        path("passphrase-file").ifPresent(p -> use("passphrase-file", () -> builder.passphrase(Keys.passphrase(p))));
        value("encryption", Function.identity()).ifPresent(text -> {
            if (!text.equals("none")) {
                throw bad("encryption", "it can only be none");
            }
            builder.unencrypted();
        });
        path("sign").ifPresent(path -> use("sign", () -> Keys.sign(builder, path)));
    }

    private List<String> words(String key) {
        return value(key, text -> Arrays.asList(text.split("[\\s,]+"))).orElse(List.of());
    }

    private List<Path> paths(String key) {
        return words(key).stream().map(this::resolved).toList();
    }

    private Optional<Path> path(String key) {
        return value(key, this::resolved);
    }

    private Path resolved(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    private void use(String key, Runnable setting) {
        value(key, text -> {
            setting.run();
            return text;
        });
    }

    /** What a setting means; what is wrong with it is told with its name. */
    private <T> Optional<T> value(String key, Function<String, T> meaning) {
        String text = settings.get(key);
        if (text == null) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            throw bad(key, "it is empty");
        }
        try {
            return Optional.of(meaning.apply(text));
        } catch (BackupException e) {
            throw because(key, Refusal.of(e));
        } catch (Refused e) {
            throw because(key, e.refusal());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad(key, String.valueOf(e.getMessage()));
        }
    }

    private Refused because(String key, Refusal why) {
        return Refused.because(why, "config", file.toString(), "setting", key);
    }

    private Refused missing(String key) {
        return bad(key, "it is missing");
    }

    private Refused bad(String key, String problem) {
        String value = settings.get(key);
        return value == null
                ? refused(file, "setting", key, "problem", problem)
                : refused(file, "setting", key, "value", value, "problem", problem);
    }

    private static Refused refused(Path file, String... namesAndValues) {
        return Refused.of(
                "BAD_SETTING",
                "the schedule file cannot be used",
                "Correct or remove the setting named; docs/operations.md lists them all.",
                Stream.concat(Stream.of("config", file.toString()), Stream.of(namesAndValues))
                        .toArray(String[]::new));
    }
}
