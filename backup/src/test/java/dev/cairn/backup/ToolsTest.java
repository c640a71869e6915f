package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Keys;
import dev.cairn.backup.format.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other programs make of backups: the way out that needs nothing of ours. */
@Tag("tools")
class ToolsTest {
    private static final Identity ADA = Identity.generate();
    private static final Identity BOB = Identity.generate();

    @TempDir
    Path folder;

    private Shop shop;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 5_000);
        ADA.write(folder.resolve("ada.txt"));
        BOB.write(folder.resolve("bob.txt"));
    }

    private void sh(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private BackupsBuilder to() {
        return Backups.in(folder.resolve("backups"));
    }

    private void requireSame(Backups backups, Backup backup) throws IOException {
        Path restored = folder.resolve("restored.db");
        backups.restoreToNew(backup.id(), restored);
        assertThat(Files.mismatch(restored, folder.resolve("rescued.db"))).isEqualTo(-1);
        assertThat(new Shop(folder.resolve("rescued.db")).state()).isEqualTo(shop.state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada.txt", "bob.txt"})
    void row32_ageAndZstd_giveTheDatabaseByteForByte(String identity) throws Exception {
        Backups backups = to().recipient(ADA.recipients().get(0))
                .recipient(BOB.recipients().get(0))
                .sign(ADA)
                .identity(ADA)
                .build();
        Backup backup = backups.take(shop.file());
        sh("age -d -i " + identity + " " + backup.path().resolve("data.db.zst.age") + " | zstd -dq > rescued.db");
        requireSame(backups, backup);
    }

    @Test
    void row32_syntheticFull_isRescuedTheSameWay() throws Exception {
        Backups backups = to().recipient(ADA.recipients().get(0)).identity(ADA).build();
        backups.take(shop.file());
        shop.run("UPDATE customers SET name = 'changed' WHERE id = 9");
        backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        Backup synthetic = backups.compact();
        sh("age -d -i ada.txt " + synthetic.path().resolve("data.db.zst.age") + " | zstd -dq > rescued.db");
        requireSame(backups, synthetic);
    }

    @Test
    void row32_ageAlone_whereNothingIsCompressed() throws Exception {
        Backups backups = to().recipient(ADA.recipients().get(0))
                .identity(ADA)
                .compression(0)
                .build();
        Backup backup = backups.take(shop.file());
        sh("age -d -i ada.txt " + backup.path().resolve("data.db.age") + " > rescued.db");
        requireSame(backups, backup);
    }

    @Test
    void row32_zstdAlone_whereNothingIsEncrypted() throws Exception {
        Backups backups = to().unencrypted().compression(19).build();
        Backup backup = backups.take(shop.file());
        sh("zstd -dq < " + backup.path().resolve("data.db.zst") + " > rescued.db");
        requireSame(backups, backup);
    }

    /** The program asks a terminal for the passphrase, so it is given one. */
    @Test
    void row32_passphrase_typedIntoAge() throws Exception {
        Backups backups = to().passphrase("correct horse".toCharArray())
                .passphraseWork(14)
                .build();
        Backup backup = backups.take(shop.file());
        Files.writeString(folder.resolve("type.py"), """
                import os, pty, sys, time
                pid, fd = pty.fork()
                if pid == 0:
                    os.execvp("age", ["age", "-d", "-o", "plain.zst", sys.argv[1]])
                said = b""
                while b"passphrase" not in said:
                    said += os.read(fd, 1000)
                os.write(fd, b"correct horse\\n")
                try:
                    while os.read(fd, 1000):
                        pass
                except OSError:
                    pass
                sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                """);
        sh("python3 type.py " + backup.path().resolve("data.db.zst.age") + " && zstd -dq < plain.zst > rescued.db");
        requireSame(backups, backup);
    }

    @Test
    void identity_ofAgeKeygen_opensWhatIsEncryptedToIt() throws Exception {
        sh("age-keygen -o carl.txt");
        Identity carl = Identity.read(folder.resolve("carl.txt"));
        assertThat(carl.recipients()).hasSize(1);
        assertThat(carl.signer()).isEmpty();
        Backups backups =
                to().recipient(carl.recipients().get(0)).identity(carl).build();
        Backup backup = backups.take(shop.file());
        sh("age -d -i carl.txt " + backup.path().resolve("data.db.zst.age") + " | zstd -dq > rescued.db");
        requireSame(backups, backup);
    }

    /** Signed by OpenSSL's reading of the key, over the manifest without its signature. */
    @Test
    void signature_isPlainEd25519() throws Exception {
        Backup backup = to().unencrypted().sign(ADA).build().take(shop.file());
        var members = new java.util.TreeMap<>(
                Json.read(Files.readAllBytes(backup.path().resolve(Manifest.FILE))));
        Object sig = members.remove("sig");
        String value = String.valueOf(((java.util.Map<?, ?>) java.util.Objects.requireNonNull(sig)).get("value"));
        Files.write(folder.resolve("message"), Json.write(members));
        Files.write(folder.resolve("signature"), java.util.Base64.getDecoder().decode(value));
        byte[] head = java.util.HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] key = Keys.signer(ADA.signer().orElseThrow());
        byte[] der = java.util.Arrays.copyOf(head, head.length + key.length);
        System.arraycopy(key, 0, der, head.length, key.length);
        Files.write(folder.resolve("key.der"), der);
        sh("openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in message -sigfile signature");
    }

    @Test
    void row05_diskFull_leavesNoHalfOfAnIdentity() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        sh("mount -t tmpfs -o size=64k tmpfs small");
        try {
            sh("cat /dev/zero > small/fill || true");
            Path key = small.resolve("shop.key");
            Refusals.refused(BackupException.Kind.NO_SPACE, () -> ADA.write(key));
            assertThat(key).doesNotExist();
            Files.delete(small.resolve("fill"));
            ADA.write(key);
            assertThat(Identity.read(key).recipients()).isEqualTo(ADA.recipients());
        } finally {
            sh("umount small");
        }
    }

    @Test
    void row05_diskFull_isTypedAndLeavesNothing() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        sh("mount -t tmpfs -o size=1m tmpfs small");
        try {
            // Staging elsewhere: the pack does not fit. Then staging here: the snapshot does not.
            Backups packed = Backups.in(small.resolve("backups"))
                    .unencrypted()
                    .compression(0)
                    .staging(folder.resolve("staging"))
                    .build();
            shop.order(20_000, new java.util.Random(5));
            BackupException full = Refusals.refused(BackupException.Kind.NO_SPACE, () -> packed.take(shop.file()));
            assertThat(full.field("path")).get().asString().contains("small");
            assertThat(small.resolve("backups/b")).isEmptyDirectory();
            assertThat(folder.resolve("staging")).isEmptyDirectory();
            Backups staged = Backups.in(small.resolve("other")).unencrypted().build();
            BackupException room = Refusals.refused(BackupException.Kind.NO_SPACE, () -> staged.take(shop.file()));
            assertThat(room.field("needed")).isPresent();
            Refusals.refused(BackupException.Kind.NO_SPACE, () -> Backups.toFile(shop.file(), small));
            Backups elsewhere =
                    Backups.in(folder.resolve("elsewhere")).unencrypted().build();
            String id = elsewhere.take(shop.file()).id();
            BackupException target = Refusals.refused(
                    BackupException.Kind.NO_SPACE, () -> elsewhere.restoreToNew(id, small.resolve("new.db")));
            assertThat(target.field("path")).get().asString().startsWith(small.toString());
            assertThat(small.resolve("other/b")).isEmptyDirectory();
            shop.requireSound();
        } finally {
            sh("umount small");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RESOLVED, WAL, NO_SPACE",
        "STAGED, WAL, NO_SPACE",
        "FENCED, WAL, STORAGE",
        "APPLYING, WAL, STORAGE",
        "APPLYING, DELETE, STORAGE",
        "APPLIED, DELETE, NEEDS_OPERATOR"
    })
    void row05_diskFullWhileRestoring_isTypedAndTheDatabaseIsAsItWas(RestoreState state, String mode, Kind kind)
            throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        sh("mount -t tmpfs -o size=48m tmpfs place");
        try {
            Shop live = Shop.filled(place.resolve("live.db"), 60_000).run("PRAGMA journal_mode = " + mode);
            Backups backups =
                    Backups.in(folder.resolve("elsewhere")).unencrypted().build();
            Backup backup = backups.take(live.file());
            live.run("UPDATE orders SET detail = 'other ' || detail");
            List<String> before = live.state();
            RestorePolicy filling = RestorePolicy.careful().onState(now -> {
                if (now == state) {
                    fill(place.resolve("filler"));
                }
            });
            Refusals.refused(kind, () -> backups.restore(backup.id(), live.file(), filling));
            Files.delete(place.resolve("filler"));
            assertThat(Backups.recover(live.file()).isPresent()).isEqualTo(kind == Kind.NEEDS_OPERATOR);
            assertThat(live.requireSound().state()).isEqualTo(before);
            assertThat(Backups.unfinishedRestore(live.file())).isEmpty();
            backups.restore(backup.id(), live.file(), RestorePolicy.careful());
            live.requireSound();
        } finally {
            sh("umount place");
        }
    }

    private static void fill(Path file) {
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // Now it is full.
        }
    }

    @Test
    void row20_readOnlyRepository_isReadAndNotWritten() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        sh("mount -t tmpfs -o size=16m tmpfs place");
        try {
            Backups backups = Backups.in(place.resolve("backups"))
                    .unencrypted()
                    .staging(folder.resolve("staging"))
                    .build();
            Backup backup = backups.take(shop.file());
            sh("mount -o remount,ro place");
            assertThat(backups.list()).containsExactly(backup);
            assertThat(backups.verify(backup.id(), Level.RESTORED).ok()).isTrue();
            assertThat(backups.restoreToNew(backup.id(), folder.resolve("x.db")).tables())
                    .hasSize(2);
            Refusals.refused(BackupException.Kind.NOT_WRITABLE, () -> backups.take(shop.file()));
            Refusals.refused(
                    BackupException.Kind.NOT_WRITABLE, () -> Backups.toFile(shop.file(), place.resolve("copy.db")));
        } finally {
            sh("umount place");
        }
    }
}
