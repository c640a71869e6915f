package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final Identity ADA = Identity.generate();
    private static final Identity BOB = Identity.generate();

    @TempDir
    Path folder;

    private Shop shop;
    private Backups here;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 400);
        here = Backups.in(folder.resolve("here"))
                .recipient(ADA.recipients().get(0))
                .identity(ADA)
                .identity(BOB)
                .sign(ADA)
                .build();
        here.take(shop.file());
    }

    private BackupsBuilder there() {
        return Backups.in(folder.resolve("there"))
                .recipient(BOB.recipients().get(0))
                .identity(BOB);
    }

    private void restores(Backup backup, List<String> state) {
        Path target = folder.resolve("restored.db");
        here.restoreToNew(backup.id(), target);
        assertThat(new Shop(target).state()).isEqualTo(state);
    }

    @Test
    void increment_signedByATrustedKey_becomesAFullHere() {
        Backups there = there().sign(BOB).build();
        there.take(shop.file());
        shop.run("UPDATE customers SET name = 'elsewhere' WHERE id = 3");
        Backup increment = there.take(shop.file(), Backup.Kind.INCREMENTAL);
        Backup imported = here.importFrom(
                increment.path(), ImportPolicy.strict().trusting(BOB.signer().orElseThrow()));
        assertThat(imported.kind()).isEqualTo(Backup.Kind.FULL);
        assertThat(imported.trigger()).isEqualTo("import");
        assertThat(imported.signer()).isEqualTo(ADA.signer());
        restores(imported, shop.state());
    }

    @Test
    void backup_signedByAnyOther_isRefused() {
        Backup unsigned = there().build().take(shop.file());
        refused(Kind.UNSIGNED, () -> here.importFrom(unsigned.path(), ImportPolicy.strict()));
        Backup signed = there().sign(BOB).build().take(shop.file(), Backup.Kind.FULL);
        refused(Kind.UNKNOWN_SIGNER, () -> here.importFrom(signed.path(), ImportPolicy.strict()));
        restores(here.importFrom(unsigned.path(), ImportPolicy.strict().trustUnsigned()), shop.state());
        assertThat(here.list()).hasSize(2);
    }

    @Test
    void backup_ofAnotherDatabase_needsForce() {
        Shop other = Shop.filled(folder.resolve("other.db"), 3);
        Backup backup = there().build().take(other.file());
        ImportPolicy unsigned = ImportPolicy.strict().trustUnsigned();
        refused(Kind.FOREIGN_DATABASE, () -> here.importFrom(backup.path(), unsigned));
        restores(here.importFrom(backup.path(), unsigned.force()), other.state());
    }

    @Test
    void schema_another_needsApprovalAndNamesWhatCouldAct() {
        shop.run("CREATE TRIGGER sly AFTER INSERT ON orders BEGIN DELETE FROM customers; END");
        Backup backup = there().build().take(shop.file());
        ImportPolicy unsigned = ImportPolicy.strict().trustUnsigned();
        BackupException refusal = refused(Kind.FOREIGN_SCHEMA, () -> here.importFrom(backup.path(), unsigned));
        assertThat(refusal.field("triggers and views")).contains("[trigger sly]");
        String digest = refusal.field("schema").orElseThrow();
        restores(here.importFrom(backup.path(), unsigned.approveSchema(digest)), shop.state());
    }

    @Test
    void plainFile_trusted_isImported() {
        PlainCopy copy = Backups.toFile(shop.file(), folder.resolve("copy.db"));
        refused(Kind.UNSIGNED, () -> here.importFrom(copy.path(), ImportPolicy.strict()));
        Backup imported = here.importFrom(copy.path(), ImportPolicy.strict().trustUnsigned());
        restores(imported, shop.state());
    }

    @Test
    void plainFile_withAJournal_isRefused() throws IOException {
        PlainCopy copy = Backups.toFile(shop.file(), folder.resolve("copy.db"));
        Files.writeString(folder.resolve("copy.db-wal"), "more");
        refused(
                Kind.DAMAGED_BACKUP,
                () -> here.importFrom(copy.path(), ImportPolicy.strict().trustUnsigned()));
    }

    @Test
    void plainFile_damaged_isRefused() throws IOException {
        ImportPolicy unsigned = ImportPolicy.strict().trustUnsigned();
        Path copy = Backups.toFile(shop.file(), folder.resolve("copy.db")).path();
        byte[] whole = Files.readAllBytes(copy);
        Files.write(copy, java.util.Arrays.copyOf(whole, whole.length - 4096));
        refused(Kind.UNUSABLE_DATABASE, () -> here.importFrom(copy, unsigned));
        Files.write(copy, java.util.Arrays.copyOf(whole, 10));
        refused(Kind.UNUSABLE_DATABASE, () -> here.importFrom(copy, unsigned));
        byte[] holed = whole.clone();
        java.util.Arrays.fill(holed, 8192, 12_288, (byte) 0x5a);
        Files.write(copy, holed);
        refused(Kind.DAMAGED_BACKUP, () -> here.importFrom(copy, unsigned));
        refused(Kind.NO_DATABASE, () -> here.importFrom(folder.resolve("none.db"), unsigned));
        assertThat(here.list()).hasSize(1);
    }

    @Test
    void plainFile_danglingReferences_isRefused() {
        Path copy = Backups.toFile(shop.file(), folder.resolve("copy.db")).path();
        new Shop(copy).run("PRAGMA foreign_keys = OFF", "DELETE FROM customers WHERE id = 1");
        BackupException refusal = refused(
                Kind.DAMAGED_BACKUP,
                () -> here.importFrom(copy, ImportPolicy.strict().trustUnsigned()));
        assertThat(refusal.field("problem")).get().asString().contains("orders");
    }

    @Test
    void row17_databaseBeyondTheLimit_isNotDecoded() {
        shop.order(2000, new Random(1));
        Backup backup = there().build().take(shop.file());
        ImportPolicy small = ImportPolicy.strict().trustUnsigned().atMost(100_000);
        refused(Kind.BEYOND_LIMIT, () -> here.importFrom(backup.path(), small));
        Path copy = Backups.toFile(shop.file(), folder.resolve("copy.db")).path();
        refused(Kind.BEYOND_LIMIT, () -> here.importFrom(copy, small));
    }

    @Test
    void firstBackupHere_imported_needsItsSchemaApproved() {
        Backups empty = Backups.in(folder.resolve("empty")).unencrypted().build();
        Path copy = Backups.toFile(shop.file(), folder.resolve("copy.db")).path();
        ImportPolicy unsigned = ImportPolicy.strict().trustUnsigned();
        BackupException refusal = refused(Kind.FOREIGN_SCHEMA, () -> empty.importFrom(copy, unsigned));
        String digest = refusal.field("schema").orElseThrow();
        assertThat(empty.importFrom(copy, unsigned.approveSchema(digest)).tables())
                .containsExactly("customers", "orders");
    }
}
