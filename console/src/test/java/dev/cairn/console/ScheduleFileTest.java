package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.backup.Identity;
import dev.cairn.backup.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What schedule files mean, and that each setting which means nothing is refused by its name. */
class ScheduleFileTest {
    private static final Path SAMPLE = Path.of("..", "docs", "samples", "schedule.properties");
    private static final String LEAST = "database = shop.db\nrepository = backups\nschedule = manual\n";

    @TempDir
    private Path folder = Path.of("");

    private ScheduleFile file(String text) {
        try {
            return ScheduleFile.read(Files.writeString(folder.resolve("schedule.properties"), text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that a run asks for. */
    private static void readAll(ScheduleFile file) {
        file.database();
        file.schedule();
        file.proof();
        file.retention();
        file.backups().build();
    }

    @Test
    void sample_besideItsKeys_meansWhatItSays() throws IOException {
        Identity identity = Identity.generate();
        identity.write(folder.resolve("shop.key"));
        Files.write(folder.resolve("shop.pub"), identity.recipients());
        ScheduleFile sample = file(Files.readString(SAMPLE));

        readAll(sample);
        assertThat(sample.database()).isEqualTo(folder.resolve("shop.db").toAbsolutePath());
        assertThat(sample.repository()).isEqualTo(folder.resolve("backups").toAbsolutePath());
        assertThat(sample.schedule().next(Instant.parse("2026-11-21T12:00:00Z")))
                .contains(Instant.parse("2026-11-22T02:00:00Z"));
        assertThat(sample.proof().orElseThrow().next(Instant.parse("2026-11-21T12:00:00Z")))
                .contains(Instant.parse("2026-12-01T04:00:00Z"));
        assertThat(sample.retention()).contains(Retention.days(14).weekly(8).monthly(12));
    }

    @Test
    void sample_withoutItsKeys_isRefused() throws IOException {
        ScheduleFile sample = file(Files.readString(SAMPLE));

        assertThatExceptionOfType(Refused.class).isThrownBy(sample::backups).satisfies(e -> {
            assertThat(e.refusal().kind()).isEqualTo("BAD_KEY");
            assertThat(e.refusal().fields()).containsEntry("setting", "recipients");
        });
    }

    @Test
    void recipients_areKeysAndFilesOfKeys() throws IOException {
        String key = Identity.generate().recipients().get(0);
        Files.writeString(
                folder.resolve("shop.pub"),
                "recipient " + Identity.generate().recipients().get(0));
        Files.writeString(folder.resolve("empty.pub"), "age1...");

        readAll(file(LEAST + "recipients = shop.pub, " + key));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> readAll(file(LEAST + "recipients = empty.pub")))
                .satisfies(e -> assertThat(e.refusal().fields())
                        .containsEntry("setting", "recipients")
                        .containsEntry(
                                "file",
                                folder.resolve("empty.pub").toAbsolutePath().toString())
                        .containsEntry("problem", "there is no key age1... in it"));
    }

    @Test
    void everySetting_isTold() throws IOException {
        String operations = Files.readString(Path.of("..", "docs", "operations.md"));

        assertThat(ScheduleFile.KEYS).allSatisfy(key -> assertThat(operations).contains("| `" + key + "` |"));
    }

    @ParameterizedTest
    @CsvSource({
        "schedule, sometimes, BAD_SCHEDULE",
        "schedule, daily 25:00, BAD_SCHEDULE",
        "schedule, 61 * * * *, BAD_SCHEDULE",
        "prove, weekly someday 04:00, BAD_SCHEDULE",
        "zone, Europe/Nowhere, BAD_SETTING",
        "recipients, age1nonsense, BAD_KEY",
        "passphrase-file, nowhere, BAD_KEY",
        "encryption, aes, BAD_SETTING",
        "sign, nowhere.key, BAD_KEY",
        "identity, nowhere.key, BAD_KEY",
        "trust, nowhere.pub, BAD_KEY",
        "level, high, BAD_SETTING",
        "level, 20, BAD_SETTING",
        "keep-days, -1, BAD_SETTING",
        "keep-weekly, 8, BAD_SETTING",
        "database, '', BAD_SETTING",
        "name, '', BAD_SETTING",
        "retention, 14, BAD_SETTING"
    })
    void badSetting_isRefusedByItsName(String key, String value, String kind) {
        String close = key.equals("recipients") || key.equals("passphrase-file") || key.equals("encryption")
                ? ""
                : "encryption = none\n";
        String text = LEAST.lines().filter(line -> !line.startsWith(key + " ")).reduce(close, (a, b) -> a + b + "\n")
                + key + " = " + value + "\n";

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> readAll(file(text)))
                .satisfies(e -> {
                    assertThat(e.refusal().kind()).isEqualTo(kind);
                    assertThat(e.refusal().fields())
                            .containsEntry("setting", key)
                            .containsEntry(
                                    "config",
                                    folder.resolve("schedule.properties").toString());
                });
    }

    @Test
    void fileThatIsNotThere_isSaidSo() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> ScheduleFile.read(folder.resolve("nowhere.properties")))
                .satisfies(e -> assertThat(e.refusal().fields()).containsEntry("problem", "there is no such file"));
    }

    @ParameterizedTest
    @CsvSource({"database", "repository", "schedule"})
    void missingSetting_isNamed(String key) {
        String text = LEAST.lines()
                .filter(line -> !line.startsWith(key))
                .reduce("encryption = none\n", (a, b) -> a + b + "\n");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> readAll(file(text)))
                .satisfies(e -> assertThat(e.refusal().fields())
                        .containsEntry("setting", key)
                        .containsEntry("problem", "it is missing"));
    }

    @Test
    void sameSettingTwice_isRefused() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> file(LEAST + "schedule = daily 03:00\n"))
                .satisfies(e -> assertThat(e.refusal().fields())
                        .containsEntry("setting", "schedule")
                        .containsEntry("problem", "it is there twice"));
    }

    @Test
    void howToEncrypt_isSaidOnce() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> file(LEAST).backups())
                .satisfies(e -> assertThat(e.refusal().kind()).isEqualTo("NO_ENCRYPTION_CHOSEN"));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() ->
                        file(LEAST + "encryption = none\nrecipients = age1x\n").backups())
                .satisfies(e -> assertThat(e.refusal().fields()).containsEntry("setting", "encryption"));
    }
}
