package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Digest;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Facts;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.Encryption;
import dev.cairn.backup.format.Keyring;
import dev.cairn.backup.format.PagePack;
import dev.cairn.backup.format.Passphrase;
import dev.cairn.backup.format.StoredFile;
import dev.cairn.backup.format.StoredFile.Role;
import dev.cairn.backup.format.StoredReader;
import dev.cairn.backup.format.StoredWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredFilesTest {
    private static final Identity ADA = Identity.generate();

    @TempDir
    Path folder;

    private static Keyring keyring() {
        return new Keyring(ADA.ageKeys(), List.of());
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        java.util.Arrays.fill(bytes, length / 3, length / 2, (byte) 7);
        return bytes;
    }

    private StoredFile write(byte[] content, int level, Encryption encryption) throws IOException {
        DurableFiles.delete(folder.resolve(Role.DATA.fileName(level > 0, encryption.isOn())));
        try (StoredWriter out = new StoredWriter(folder, Role.DATA, level, encryption)) {
            out.write(content);
            return out.finish();
        }
    }

    private byte[] read(StoredFile file) throws IOException {
        try (StoredReader in = new StoredReader(folder, file, keyring())) {
            byte[] read = in.readAllBytes();
            in.finish();
            return read;
        }
    }

    private static Encryption encryption(boolean on) {
        return on ? Encryption.to(ADA.recipients()) : Encryption.none();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "3, false", "3, true", "19, true"})
    void everyPacking_anyLength_readsTheSame(int level, boolean encrypted) throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
            byte[] content = content(length);
            StoredFile file = write(content, level, encryption(encrypted));
            assertThat(read(file)).isEqualTo(content);
            assertThat(file.plainSha256()).isEqualTo(Digest.hex(content));
            byte[] stored = Files.readAllBytes(folder.resolve(file.name()));
            assertThat(file.sha256()).isEqualTo(Digest.hex(stored));
            assertThat(file.bytes()).isEqualTo(stored.length);
            StoredReader.compare(folder, file, Work.silent());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "3, false", "3, true"})
    void row12_truncatedAnywhere_isFoundByEveryLook(int level, boolean encrypted) throws IOException {
        StoredFile file = write(content(400_000), level, encryption(encrypted));
        Path path = folder.resolve(file.name());
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(12);
        for (int i = 0; i < 60; i++) {
            int length = i < 8 ? Math.min(whole.length - 1, i * 65_536) : random.nextInt(whole.length);
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            refused(Kind.DAMAGED_BACKUP, () -> StoredReader.compare(folder, file, Work.silent()));
            refused(Kind.DAMAGED_BACKUP, () -> read(file));
        }
    }

    @Test
    void row17_linkOrDirectoryInsteadOfTheFile_isNotFollowed() throws IOException {
        StoredFile file = write(content(1_000), 3, Encryption.none());
        Path path = folder.resolve(file.name());
        Path elsewhere = Files.move(path, folder.resolve("elsewhere"));
        Files.createSymbolicLink(path, elsewhere);
        refused(Kind.DAMAGED_BACKUP, () -> StoredReader.compare(folder, file, Work.silent()));
        refused(Kind.DAMAGED_BACKUP, () -> read(file));
        Files.delete(path);
        Files.createDirectory(path);
        refused(Kind.DAMAGED_BACKUP, () -> StoredReader.compare(folder, file, Work.silent()));
        refused(Kind.DAMAGED_BACKUP, () -> read(file));
    }

    @Test
    void row17_moreThanTheManifestSays_isCutOff() throws IOException {
        StoredFile honest = write(new byte[50 << 20], 19, Encryption.none());
        StoredFile lying = new StoredFile(
                honest.name(), honest.role(), honest.bytes(), honest.sha256(), 1_000, honest.plainSha256());
        assertThat(honest.bytes()).isLessThan(20_000);
        BackupException refusal = refused(Kind.DAMAGED_BACKUP, () -> {
            try (StoredReader in = new StoredReader(folder, lying, keyring())) {
                in.finish();
            }
        });
        assertThat(refusal.field("problem")).contains("it holds more than it should");
    }

    @Test
    void row17_costlyPassphrase_isNotTried() throws IOException {
        for (String stanza : List.of("scrypt AAAAAAAAAAAAAAAAAAAAAA 30", "scrypt AAAAAAAAAAAAAAAAAAAAAA 21")) {
            Path path = folder.resolve("data.db.age");
            Files.write(
                    path,
                    ("age-encryption.org/v1\n-> " + stanza + "\n" + "A".repeat(43) + "\n--- " + "A".repeat(43) + "\n"
                                    + "x".repeat(100))
                            .getBytes(StandardCharsets.US_ASCII));
            StoredFile file = new StoredFile("data.db.age", Role.DATA, Files.size(path), "", 10, "");
            Keyring keys = new Keyring(List.of(), List.of(new Passphrase("guess".toCharArray(), 10)));
            long start = System.nanoTime();
            refused(Kind.BEYOND_LIMIT, () -> new StoredReader(folder, file, keys).close());
            assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        }
    }

    @Test
    void passphrase_stanza_opensOnlyByItself() throws Exception {
        Passphrase passphrase = new Passphrase("pass phrase é".toCharArray(), 10);
        FileKey key = new FileKey();
        RecipientStanza stanza = passphrase.seal(key);
        assertThat(stanza.getArguments()).hasSize(2).last().isEqualTo("10");
        assertThat(passphrase.open(stanza).getEncoded()).isEqualTo(key.getEncoded());
        Keyring keyring = new Keyring(List.of(), List.of(passphrase));
        assertThat(keyring.getFileKey(List.of(stanza)).getEncoded()).isEqualTo(key.getEncoded());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> keyring.getFileKey(List.of(stanza, stanza)))
                .isInstanceOf(java.security.GeneralSecurityException.class);
    }

    @Test
    void row17_pagesOutOfOrderOrRange_areRefusedBeforeTheyArePassedOn() throws IOException {
        Facts facts = new Facts(512, 10, "", 0, 0, "UTF-8", 0, new java.util.TreeMap<>());
        for (int[] numbers : new int[][] {{0, 1}, {2, 2}, {3, 2}, {9, 11}, {-1, 3}, {1, Integer.MAX_VALUE}}) {
            DurableFiles.delete(folder.resolve("pages"));
            StoredFile file;
            try (StoredWriter out = new StoredWriter(folder, Role.PAGES, 0, Encryption.none())) {
                var head = java.nio.ByteBuffer.allocate(20 + numbers.length * 4)
                        .put("CairnP1\n".getBytes(StandardCharsets.US_ASCII))
                        .putInt(512)
                        .putInt(10)
                        .putInt(numbers.length);
                for (int number : numbers) {
                    head.putInt(number);
                }
                out.write(head.array());
                out.write(new byte[1024]);
                file = out.finish();
            }
            refused(Kind.DAMAGED_BACKUP, () -> {
                try (StoredReader in = new StoredReader(folder, file, keyring())) {
                    PagePack.read(
                            folder,
                            in,
                            facts,
                            (number, pages, length) -> {
                                throw new AssertionError("page " + number);
                            },
                            count -> {});
                }
            });
        }
    }
}
