package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
    private static final Identity ADA = Identity.generate();
    private static final Identity BOB = Identity.generate();
    private static final int WORK = 10;

    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 200);
        repository = folder.resolve("backups");
    }

    private BackupsBuilder to(Identity... owners) {
        BackupsBuilder builder = Backups.in(repository);
        for (Identity owner : owners) {
            builder.recipient(owner.recipients().get(0));
        }
        return builder;
    }

    private BackupsBuilder reader() {
        return Backups.in(repository);
    }

    private void restores(BackupsBuilder reader, Backup backup) {
        Path target = folder.resolve("restored" + System.nanoTime() + ".db");
        reader.build().restoreToNew(backup.id(), target);
        assertThat(new Shop(target).state()).isEqualTo(shop.state());
    }

    @Test
    void recipients_several_eachOpens() {
        Backup backup = to(ADA, BOB).build().take(shop.file());
        assertThat(backup.encrypted()).isTrue();
        restores(reader().identity(ADA), backup);
        restores(reader().identity(BOB), backup);
        restores(reader().identity(Identity.generate()).identity(BOB), backup);
    }

    @Test
    void recipients_onlyPublicKeysKnown_areReadBackAllTheSame() {
        Backup backup = to(ADA).build().take(shop.file());
        restores(reader().identity(ADA), backup);
    }

    @Test
    void passphrase_right_opens() {
        Backup backup = reader().passphrase("correct horse".toCharArray())
                .passphraseWork(WORK)
                .build()
                .take(shop.file());
        restores(reader().passphrase("correct horse".toCharArray()), backup);
    }

    @Test
    void row15_keys_wrongOrMissing_areTypedErrorsWithoutOutput() throws IOException {
        Backup toAda = to(ADA).build().take(shop.file(), Backup.Kind.FULL);
        Backup byPhrase = reader().passphrase("right".toCharArray())
                .passphraseWork(WORK)
                .build()
                .take(shop.file(), Backup.Kind.FULL);
        Path target = folder.resolve("target.db");
        Path before = folder.resolve(".");
        int files = Shop.filesBelow(before).size();
        refused(Kind.NEEDS_KEY, () -> reader().build().restoreToNew(toAda.id(), target));
        refused(Kind.WRONG_KEY, () -> reader().identity(BOB).build().restoreToNew(toAda.id(), target));
        refused(
                Kind.NEEDS_KEY,
                () -> reader().passphrase("right".toCharArray()).build().restoreToNew(toAda.id(), target));
        refused(Kind.NEEDS_KEY, () -> reader().identity(ADA).build().restoreToNew(byPhrase.id(), target));
        refused(
                Kind.WRONG_KEY,
                () -> reader().passphrase("wrong".toCharArray()).build().restoreToNew(byPhrase.id(), target));
        refused(Kind.NEEDS_KEY, () -> reader().build().prove(toAda.id()));
        assertThat(Shop.filesBelow(before)).hasSize(files);
        assertThat(reader().build().standing().failed()).isEmpty();
    }

    @Test
    void stored_encrypted_nothingPlainIsLeft() throws IOException {
        shop.run("INSERT INTO customers (name) VALUES ('Wilhelmina Featherstonehaugh')");
        to(ADA).compression(0).build().take(shop.file());
        byte[] name = "Featherstonehaugh".getBytes(StandardCharsets.UTF_8);
        for (Path file : Shop.filesBelow(repository)) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain(new String(name, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void increments_encrypted_needTheIdentity() {
        to(ADA).build().take(shop.file());
        shop.order(3, new Random(1));
        refused(Kind.NEEDS_KEY, () -> to(ADA).build().take(shop.file(), Backup.Kind.INCREMENTAL));
        assertThat(to(ADA).build().take(shop.file()).kind()).isEqualTo(Backup.Kind.FULL);
        shop.order(3, new Random(2));
        Backup increment = to(ADA).identity(ADA).build().take(shop.file());
        assertThat(increment.kind()).isEqualTo(Backup.Kind.INCREMENTAL);
        restores(reader().identity(ADA), increment);
    }

    @Test
    void builder_contradictions_areRefused() {
        refused(Kind.BAD_SETTING, () -> to(ADA).unencrypted().build());
        refused(Kind.BAD_SETTING, () -> to(ADA).passphrase("x".toCharArray()).build());
        refused(Kind.BAD_SETTING, () -> reader().passphrase(new char[0]));
        refused(Kind.BAD_SETTING, () -> reader().passphraseWork(30));
        refused(Kind.BAD_SETTING, () -> reader().compression(23));
        refused(Kind.BAD_KEY, () -> reader().recipient("age1qqqq"));
        refused(Kind.BAD_KEY, () -> reader().recipient(ADA.signer().orElseThrow()));
        refused(Kind.BAD_KEY, () -> reader().trust(ADA.recipients().get(0)));
    }

    @Test
    void identity_writtenAndRead_isTheSame() throws IOException {
        Path file = folder.resolve("identity.txt");
        ADA.write(file);
        Identity read = Identity.read(file);
        assertThat(read.recipients()).isEqualTo(ADA.recipients());
        assertThat(read.signer()).isEqualTo(ADA.signer()).isPresent();
        assertThat(read.toString()).doesNotContain("SECRET");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        refused(Kind.TARGET_EXISTS, () -> BOB.write(file));
        Backup backup = to(ADA).build().take(shop.file());
        restores(reader().identity(read), backup);
    }

    @Test
    void identity_behindALink_isRead() throws IOException {
        Path file = folder.resolve("identity.txt");
        ADA.write(file);
        Path link = Files.createSymbolicLink(folder.resolve("mounted.txt"), file.getFileName());
        assertThat(Identity.read(link).recipients()).isEqualTo(ADA.recipients());
    }

    @Test
    void identity_damagedInAnyLetter_isRefused() throws IOException {
        Path file = folder.resolve("identity.txt");
        ADA.write(file);
        String text = Files.readString(file);
        for (String line : text.lines().filter(l -> l.contains("-KEY-1")).toList()) {
            int last = line.length() - 1;
            char other = line.charAt(last) == 'Q' ? 'P' : 'Q';
            String damaged = text.replace(line, line.substring(0, last) + other);
            refused(Kind.BAD_KEY, () -> Identity.parse(damaged));
            Files.writeString(file, damaged);
            BackupException refusal = refused(Kind.BAD_KEY, () -> Identity.read(file));
            assertThat(refusal.field("file")).contains(file.toString());
        }
        refused(Kind.BAD_KEY, () -> Identity.parse("# nothing here\n"));
        refused(Kind.BAD_KEY, () -> Identity.read(folder.resolve("absent.txt")));
    }

    @Test
    void identity_halvesOfTwoKeys_areRefused() throws IOException {
        Path file = folder.resolve("identity.txt");
        ADA.write(file);
        String mixed = Files.readString(file)
                .replace(ADA.signer().orElseThrow(), BOB.signer().orElseThrow());
        refused(Kind.BAD_KEY, () -> Identity.parse(mixed));
    }
}
