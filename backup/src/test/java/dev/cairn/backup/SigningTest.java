package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {
    private static final Identity ADA = Identity.generate();
    private static final Identity EVE = Identity.generate();

    @TempDir
    Path folder;

    private Shop shop;
    private Path repository;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 200);
        repository = folder.resolve("backups");
    }

    private BackupsBuilder plain() {
        return Backups.in(repository).unencrypted();
    }

    private static String signer(Identity identity) {
        return identity.signer().orElseThrow();
    }

    @Test
    void sign_trusted_isToldAndRestores() {
        Backup backup = plain().sign(ADA).build().take(shop.file());
        assertThat(backup.signer()).isEqualTo(ADA.signer());
        assertThat(plain().trust(signer(ADA))
                        .build()
                        .verify(backup.id(), Level.RESTORED)
                        .ok())
                .isTrue();
        assertThat(plain().build().prove(backup.id()).ok()).isTrue();
    }

    @Test
    void signedOnce_unsignedAddition_isRefused() {
        plain().sign(ADA).build().take(shop.file());
        refused(Kind.UNSIGNED, () -> plain().build().take(shop.file()));
        refused(Kind.UNKNOWN_SIGNER, () -> plain().sign(EVE).build().take(shop.file()));
        assertThat(plain().build().list()).hasSize(1);
    }

    @Test
    void signedOnce_descriptionLost_unsignedAdditionIsRefusedAllTheSame() throws IOException {
        plain().sign(ADA).build().take(shop.file());
        Files.delete(repository.resolve("repo.json"));
        refused(Kind.UNSIGNED, () -> plain().build().take(shop.file()));
    }

    @Test
    void key_changed_needsTrustInTheNewOne() {
        plain().sign(ADA).build().take(shop.file());
        Identity next = Identity.generate();
        Backup second = plain().sign(next)
                .trust(signer(next))
                .trust(signer(ADA))
                .build()
                .take(shop.file());
        assertThat(second.signer()).isEqualTo(next.signer());
        assertThat(plain().build().verifyAll(Level.STORED)).allMatch(Verification::ok);
        refused(
                Kind.UNKNOWN_SIGNER,
                () -> plain().trust(signer(ADA))
                        .build()
                        .verify(second.id(), Level.STORED)
                        .requireOk());
    }

    @Test
    void olderUnsigned_inSignedRepository_needsConsent() {
        Backup unsigned = plain().build().take(shop.file());
        plain().sign(ADA).build().take(shop.file(), Backup.Kind.FULL);
        Path target = folder.resolve("target.db");
        refused(Kind.UNSIGNED, () -> plain().build().restoreToNew(unsigned.id(), target));
        plain().trustUnsigned().build().restoreToNew(unsigned.id(), target);
        assertThat(new Shop(target).state()).isEqualTo(shop.state());
    }

    @Test
    void row16_forgedWithThePublicKeyAlone_isRefused() throws IOException {
        BackupsBuilder owner = Backups.in(repository).recipient(ADA.recipients().get(0));
        owner.sign(ADA).build().take(shop.file());
        // Somebody who can write here, and knows every public key, makes a repository of his own and moves it in.
        Shop forged = Shop.filled(folder.resolve("forged/shop.db".replace("/", "-")), 1);
        Path elsewhere = folder.resolve("elsewhere");
        for (Identity signing : new Identity[] {EVE}) {
            Backup backup = Backups.in(elsewhere)
                    .recipient(ADA.recipients().get(0))
                    .database("shop.db")
                    .sign(signing)
                    .build()
                    .take(forged.file());
            Files.move(backup.path(), repository.resolve("b").resolve(backup.id()));
            Backups reader =
                    Backups.in(repository).identity(ADA).trust(signer(ADA)).build();
            refused(Kind.UNKNOWN_SIGNER, () -> reader.restoreToNew(backup.id(), folder.resolve("x.db")));
            refused(
                    Kind.UNKNOWN_SIGNER,
                    () -> Backups.in(repository)
                            .identity(ADA)
                            .build()
                            .restoreToNew(backup.id(), folder.resolve("x.db")));
        }
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    @Test
    void row16_forgedWithoutSignature_isRefused() throws IOException {
        plain().sign(ADA).build().take(shop.file());
        Path elsewhere = folder.resolve("elsewhere");
        Backup forged = Backups.in(elsewhere).unencrypted().build().take(shop.file());
        Files.move(forged.path(), repository.resolve("b").resolve(forged.id()));
        refused(Kind.UNSIGNED, () -> plain().build().restoreToNew(forged.id(), folder.resolve("x.db")));
        assertThat(plain().build().verifyAll(Level.STORED))
                .filteredOn(v -> !v.ok())
                .hasSize(1);
    }

    @Test
    void increment_onForgedParent_isNotBuilt() throws IOException {
        plain().sign(ADA).build().take(shop.file());
        Backup forged =
                Backups.in(folder.resolve("elsewhere")).unencrypted().build().take(shop.file());
        String later = forged.id().replace("-000001-", "-000009-");
        byte[] manifest = Files.readAllBytes(forged.path().resolve(Manifest.FILE));
        Map<String, Object> members = new java.util.TreeMap<>(Json.read(manifest));
        members.remove("digest");
        members.put("id", later);
        members.put("seq", 9L);
        Files.write(forged.path().resolve(Manifest.FILE), Seal.close(members, null));
        Files.move(forged.path(), repository.resolve("b").resolve(later));
        shop.order(1, new Random(1));
        Backup next = plain().sign(ADA).build().take(shop.file());
        assertThat(next.parent()).isPresent().get().asString().isNotEqualTo(later);
        assertThat(plain().build().verify(next.id(), Level.RESTORED).ok()).isTrue();
    }
}
