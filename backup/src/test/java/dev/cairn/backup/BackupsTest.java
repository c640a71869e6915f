package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupEvent.Status;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.store.Catalogue;
import dev.cairn.backup.store.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 500);
        repository = folder.resolve("backups");
    }

    private Backups backups() {
        return Backups.in(repository).unencrypted().build();
    }

    @Test
    void take_liveDatabase_restoresToTheSameState() {
        Backup backup = backups().take(shop.file());
        PlainCopy restored = backups().restoreToNew(backup.id(), folder.resolve("restored.db"));
        assertThat(new Shop(restored.path()).state()).isEqualTo(shop.state());
        new Shop(restored.path()).requireSound();
        assertThat(backup.kind()).isEqualTo(Backup.Kind.FULL);
        assertThat(backup.tables()).containsExactly("customers", "orders");
        assertThat(backup.warnings()).isEmpty();
        assertThat(backup.defects()).isEmpty();
    }

    @Test
    void take_openTransactions_holdsWhatIsCommitted() throws Exception {
        try (Connection writer = shop.open();
                Statement statement = writer.createStatement()) {
            statement.execute("INSERT INTO orders (customer_id, status, detail) VALUES (1, 'open', 'committed')");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO orders (customer_id, status, detail) VALUES (1, 'open', 'not committed')");
            Backup backup = backups().take(shop.file());
            PlainCopy restored = backups().restoreToNew(backup.id(), folder.resolve("restored.db"));
            assertThat(new Shop(restored.path()).orders()).isEqualTo(501);
            statement.execute("COMMIT");
        }
        assertThat(shop.requireSound().orders()).isEqualTo(502);
    }

    @Test
    void take_result_tellsPathSizeAndDuration() throws IOException {
        Backup backup = backups().take(shop.file());
        assertThat(backup.path())
                .isEqualTo(repository.resolve("b").resolve(backup.id()))
                .isDirectory();
        long stored = 0;
        for (Path file : Shop.filesBelow(backup.path())) {
            stored += file.endsWith(Manifest.FILE) ? 0 : Files.size(file);
        }
        assertThat(backup.size()).isEqualTo(stored);
        assertThat(backup.plainSize()).isEqualTo(Files.size(shop.file()));
        assertThat(backup.duration()).isPositive();
        assertThat(backup.trigger()).isEqualTo("manual");
        assertThat(backups().list()).containsExactly(backup);
    }

    @Test
    void take_uncompressed_holdsTheDatabaseItself() throws IOException {
        Backup backup =
                Backups.in(repository).unencrypted().compression(0).build().take(shop.file());
        Path data = backup.path().resolve("data.db");
        PlainCopy restored = backups().restoreToNew(backup.id(), folder.resolve("restored.db"));
        assertThat(Files.mismatch(data, restored.path())).isEqualTo(-1);
        assertThat(restored.size()).isEqualTo(backup.plainSize());
    }

    @Test
    void take_missingDirectory_isMadeForItsOwnerAlone() throws IOException {
        Path deep = folder.resolve("some/where/else");
        Backups.in(deep).unencrypted().build().take(shop.file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                .isEqualTo("rwx------");
        for (Path file : Shop.filesBelow(deep)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void take_done_leavesNothingStaged() {
        backups().take(shop.file());
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
        shop.requireSound();
    }

    @Test
    void take_againAndAgain_sortsInTheOrderMade() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            shop.order(1, new Random(i));
            ids.add(0, backups().take(shop.file(), Backup.Kind.FULL).id());
        }
        assertThat(backups().list()).extracting(Backup::id).containsExactlyElementsOf(ids);
        assertThat(ids).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void take_nothingSaidOfEncryption_isRefused() {
        refused(Kind.NO_ENCRYPTION_CHOSEN, () -> Backups.in(repository).build().take(shop.file()));
        assertThat(repository).doesNotExist();
    }

    @Test
    void take_noDatabase_isRefused() {
        refused(Kind.NO_DATABASE, () -> backups().take(folder.resolve("none.db")));
        refused(Kind.UNUSABLE_DATABASE, () -> backups().take(folder));
    }

    @Test
    void take_notADatabase_isRefusedAndKeepsNothing() throws IOException {
        Path text = Files.writeString(folder.resolve("shop.txt"), "no database at all, but long enough".repeat(100));
        refused(Kind.UNUSABLE_DATABASE, () -> backups().take(text));
        assertThat(repository.resolve("b")).isEmptyDirectory();
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void take_emptyDatabase_isRefusedUnlessAllowed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.db"));
        refused(Kind.EMPTY_DATABASE, () -> backups().take(empty));
        Shop noTables = new Shop(folder.resolve("bare.db")).run("PRAGMA user_version = 3");
        Path other = folder.resolve("bare-backups");
        refused(
                Kind.EMPTY_DATABASE,
                () -> Backups.in(other).unencrypted().build().take(noTables.file()));
        Backup backup = Backups.in(other).unencrypted().allowEmpty(true).build().take(noTables.file());
        assertThat(backup.tables()).isEmpty();
    }

    @Test
    void take_otherDatabase_isRefusedUnlessNamedSo() throws IOException {
        backups().take(shop.file());
        Shop other = Shop.filled(folder.resolve("other.db"), 3);
        BackupException refusal = refused(Kind.OTHER_DATABASE, () -> backups().take(other.file()));
        assertThat(refusal.field("repository")).contains("shop.db");
        Backups.in(repository).unencrypted().database("shop.db").build().take(other.file());
        assertThat(backups().list()).hasSize(2);
    }

    @Test
    void take_directoryOfSomethingElse_isRefused() throws IOException {
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("letter.txt"), "dear");
        refused(Kind.BAD_REPOSITORY, () -> backups().take(shop.file()));
        assertThat(Shop.filesBelow(repository)).extracting(Path::getFileName).hasToString("[letter.txt]");
    }

    @Test
    void take_lostDescription_isMadeAgainFromTheManifests() throws IOException {
        Backup first = backups().take(shop.file());
        Files.delete(repository.resolve("repo.json"));
        assertThat(backups().verify(first.id(), Level.RESTORED).ok()).isTrue();
        backups().take(shop.file());
        assertThat(repository.resolve("repo.json")).exists();
        assertThat(backups().verifyAll(Level.RESTORED)).allMatch(Verification::ok);
    }

    @Test
    void listener_hearsOfSuccessAndFailure() {
        List<BackupEvent> heard = new ArrayList<>();
        Backups backups = Backups.in(repository)
                .unencrypted()
                .as("ada")
                .listener(heard::add)
                .build();
        Backup backup = backups.take(shop.file());
        refused(Kind.NO_DATABASE, () -> backups.take(folder.resolve("absent.db")));
        refused(
                Kind.OTHER_DATABASE,
                () -> backups.take(Shop.filled(folder.resolve("x.db"), 1).file()));
        assertThat(heard)
                .extracting(BackupEvent::status)
                .containsExactly(
                        Status.RUNNING, Status.DONE, Status.RUNNING, Status.FAILED, Status.RUNNING, Status.FAILED);
        BackupEvent done = heard.get(1);
        assertThat(done.by()).isEqualTo("ada");
        assertThat(done.id()).contains(backup.id());
        assertThat(done.size()).isEqualTo(backup.size());
        assertThat(done.tables()).containsExactly("customers", "orders");
        assertThat(done.run()).isEqualTo(heard.get(0).run());
        assertThat(heard.get(3).error()).get().asString().contains("no database");
    }

    @Test
    void restoreToNew_existingTargetOrJournal_isRefused() throws IOException {
        Backup backup = backups().take(shop.file());
        Path target = Files.writeString(folder.resolve("target.db"), "mine");
        refused(Kind.TARGET_EXISTS, () -> backups().restoreToNew(backup.id(), target));
        assertThat(target).hasContent("mine");
        Files.delete(target);
        Files.writeString(folder.resolve("target.db-wal"), "old log");
        refused(Kind.TARGET_EXISTS, () -> backups().restoreToNew(backup.id(), target));
        assertThat(target).doesNotExist();
    }

    @Test
    void restoreToNew_unknownId_isRefused() {
        backups().take(shop.file());
        refused(Kind.UNKNOWN_BACKUP, () -> backups().restoreToNew("../../etc/passwd", folder.resolve("x")));
        refused(
                Kind.UNKNOWN_BACKUP,
                () -> backups().restoreToNew("20200101T000000Z-000009-F-abcdef", folder.resolve("x")));
    }

    @Test
    void reading_noRepository_isRefused() {
        refused(Kind.NO_REPOSITORY, () -> backups().list());
        refused(Kind.NO_REPOSITORY, () -> backups().standing());
        refused(Kind.NO_REPOSITORY, () -> backups().prove());
        assertThat(repository).doesNotExist();
    }

    @Test
    void toFile_liveDatabase_isTheSameState() throws Exception {
        try (Connection writer = shop.open();
                Statement statement = writer.createStatement()) {
            statement.execute("UPDATE orders SET status = 'lost' WHERE id < 50");
            PlainCopy copy = Backups.toFile(shop.file(), folder.resolve("copy.db"));
            assertThat(new Shop(copy.path()).state()).isEqualTo(shop.state());
            assertThat(copy.size()).isEqualTo(Files.size(copy.path()));
            assertThat(copy.defects()).isEmpty();
        }
    }

    @Test
    void toFile_directory_getsANameWithTheTime() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("copies"));
        PlainCopy copy = Backups.toFile(shop.file(), directory);
        assertThat(copy.path().getFileName().toString()).matches("shop_backup_\\d{8}T\\d{6}Z\\.db");
        assertThat(Shop.filesBelow(directory)).containsExactly(copy.path());
    }

    @Test
    void toFile_itself_isRefused() throws IOException {
        refused(Kind.SAME_FILE, () -> Backups.toFile(shop.file(), shop.file()));
        Path link = Files.createLink(folder.resolve("link.db"), shop.file());
        refused(Kind.SAME_FILE, () -> Backups.toFile(shop.file(), link));
        shop.requireSound();
    }

    @Test
    void standing_afterProof_tellsAgeAndCoverage() {
        backups().take(shop.file());
        shop.order(400, new Random(3));
        Backup newest = backups().take(shop.file(), Backup.Kind.FULL);
        assertThat(backups().standing().newestProven()).isEmpty();
        assertThat(backups().standing().coverage()).isZero();
        Verification proof = backups().prove();
        assertThat(proof.ok()).isTrue();
        assertThat(proof.id()).isEqualTo(newest.id());
        Standing standing = backups().standing();
        assertThat(standing.newestProven().map(Backup::id)).contains(newest.id());
        assertThat(standing.coverage()).isEqualTo(0.5);
        assertThat(standing.newestProvenAge())
                .get()
                .satisfies(age -> assertThat(age).isPositive());
        assertThat(backups().prove().id()).isNotEqualTo(newest.id());
        assertThat(backups().standing().coverage()).isEqualTo(1);
        assertThat(backups().prove().id()).isEqualTo(newest.id());
    }

    @Test
    void catalogue_lost_isMadeAgain() throws IOException {
        Backup first = backups().take(shop.file());
        Files.delete(repository.resolve("catalog.jsonl"));
        Backup second = backups().take(shop.file());
        assertThat(new Repository(repository).catalogue().entries())
                .extracting(Catalogue.Entry::id)
                .containsExactly(first.id(), second.id());
    }

    @Test
    void catalogue_unreadable_stopsNothing() throws IOException {
        Backup first = backups().take(shop.file());
        Path catalogue = repository.resolve("catalog.jsonl");
        Files.delete(catalogue);
        Files.createDirectory(catalogue);
        assertThat(backups().prove().requireOk().id()).isEqualTo(first.id());
        assertThat(backups().take(shop.file()).parent()).contains(first.id());
        assertThat(backups().standing().backups()).isEqualTo(2);
    }
}
