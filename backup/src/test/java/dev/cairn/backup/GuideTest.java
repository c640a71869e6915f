package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupEvent.Status;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/operations.md: each of its snippets stands here word for word, and does what the runbook says. */
class GuideTest {
    private static final Path DOC = Path.of("..", "docs", "operations.md");
    private static final Path SOURCE = Path.of("src", "test", "java", "dev", "cairn", "backup", "GuideTest.java");

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch taken = new CountDownLatch(1);

    @Test
    void snippets_standInThisTest() {
        String source = flat(read(SOURCE));
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(read(DOC))
                .results()
                .map(m -> flat(m.group(1)))
                .toList();

        assertThat(snippets).hasSize(3).allSatisfy(s -> assertThat(source).contains(s));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static long addUser(Pqs pqs, String name) {
        return pqs.users()
                .insert(u -> u.username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name));
    }

    @Test
    void take_proveAndRestore_intoADatabaseThatStaysOpen() {
        Path keyFile = folder.resolve("app.key");
        Identity.generate().write(keyFile);
        Path repository = folder.resolve("backups");
        try (Database db = Database.open(folder.resolve("app.db"), Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(db);
            long ada = addUser(pqs, "ada");

            Identity key = Identity.read(keyFile);
            Backups backups = Backups.in(repository)
                    .recipient(key.recipients().get(0))
                    .sign(key)
                    .identity(key)
                    .trust(key.signer().orElseThrow())
                    .build();

            Backup backup = backups.take(db);
            backups.prove().requireOk();

            pqs.users().delete(ada);
            addUser(pqs, "bob");
            Restored restored = backups.restore(backup.id(), db, RestorePolicy.careful());

            assertThat(backup.signer()).isEqualTo(key.signer());
            assertThat(backup.path().resolve("data.db.zst.age")).exists();
            assertThat(backups.standing().coverage()).isEqualTo(1);
            assertThat(pqs.users().get(ada).username()).isEqualTo("ada");
            assertThat(pqs.users().count()).isEqualTo(1);
            assertThat(addUser(pqs, "grace")).isGreaterThan(ada);
            assertThat(restored.point()).get().satisfies(p -> assertThat(p).exists());
        }
    }

    @Test
    @SuppressWarnings("try")
    void schedule_takesTheFirstAtOnce_andHealthKnowsTheBackups() throws InterruptedException {
        Path file = folder.resolve("app.db");
        Database.open(file, Pqs.MIGRATIONS).close();
        Backups backups = Backups.in(folder.resolve("backups"))
                .unencrypted()
                .listener(this::hear)
                .build();

        BackupWatch watch = new BackupWatch(backups, "app", Duration.ofDays(2), Duration.ofDays(30));
        watch.bindTo(registry);
        Schedule nightly = Schedule.daily(LocalTime.of(3, 0)).in(ZoneId.of("Europe/Berlin"));
        try (Database db = Database.at(file)
                        .migrations(Pqs.MIGRATIONS)
                        .meters(registry)
                        .health(watch::problems)
                        .open();
                ScheduledBackups scheduled = backups.schedule(file, nightly)) {
            serve(db);
        }

        assertThat(backups.list()).singleElement().extracting(Backup::trigger).isEqualTo("schedule");
        assertThat(registry.get("cairn.backup.count")
                        .tag("database", "app")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    private void hear(BackupEvent event) {
        if (event.status() == Status.DONE) {
            taken.countDown();
        }
    }

    private void serve(Database db) throws InterruptedException {
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(db.inspect().health().problems()).containsExactly("there is no proven backup");
    }
}
