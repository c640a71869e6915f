package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.format.Json;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    private static final Identity ADA = Identity.generate();

    @TempDir
    Path folder;

    private byte[] unsigned;
    private byte[] signed;

    @BeforeEach
    void makeManifests() throws IOException {
        Shop shop = Shop.filled(folder.resolve("shop.db"), 10);
        unsigned =
                manifest(Backups.in(folder.resolve("a")).unencrypted().build().take(shop.file()));
        signed = manifest(Backups.in(folder.resolve("b"))
                .recipient(ADA.recipients().get(0))
                .sign(ADA)
                .build()
                .take(shop.file()));
    }

    private static byte[] manifest(Backup backup) throws IOException {
        return Files.readAllBytes(backup.path().resolve(Manifest.FILE));
    }

    @Test
    void row14_everyBitFlipped_isRefused() {
        for (byte[] manifest : List.of(unsigned, signed)) {
            assertThat(Manifest.read("m", manifest).facts().tables()).containsKeys("customers", "orders");
            int missed = 0;
            for (int bit = 0; bit < manifest.length * 8; bit++) {
                byte[] flipped = manifest.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                missed += isRead(flipped) ? 1 : 0;
            }
            assertThat(missed).isZero();
        }
    }

    @Test
    void row14_everyTruncation_isRefused() {
        for (int length = 0; length < signed.length; length++) {
            assertThat(isRead(java.util.Arrays.copyOf(signed, length))).isFalse();
        }
        assertThat(isRead(java.util.Arrays.copyOf(signed, signed.length + 1))).isFalse();
    }

    private static boolean isRead(byte[] bytes) {
        try {
            Manifest.read("m", bytes);
            return true;
        } catch (BackupException e) {
            assertThat(e.kind()).isEqualTo(Kind.BAD_MANIFEST);
            return false;
        }
    }

    /** A manifest with one member changed, and sealed again as one who may write could. */
    private byte[] with(String member, Object value) throws IOException {
        Map<String, Object> members = new TreeMap<>(Json.read(unsigned));
        members.remove("digest");
        members.put(member, value);
        return Seal.close(members, null);
    }

    private byte[] withFile(String member, Object value) throws IOException {
        List<Object> files = new ArrayList<>();
        for (Object file :
                (List<?>) java.util.Objects.requireNonNull(Json.read(unsigned).get("files"))) {
            Map<String, Object> changed = new TreeMap<>();
            ((Map<?, ?>) file).forEach((k, v) -> changed.put(k.toString(), v));
            changed.put(member, value);
            files.add(changed);
        }
        return with("files", files);
    }

    @Test
    void row14_craftedMembers_areRefused() throws IOException {
        List<byte[]> crafted = List.of(
                with("extra", "field"),
                with("format", 2L),
                with("seq", 999L),
                with("id", "../../etc"),
                with("kind", "incremental"),
                with("kind", "other"),
                with("page_size", 1000L),
                with("page_size", 4_294_967_296L + 4096),
                with("page_count", Long.MAX_VALUE),
                with("page_count", -1L),
                with("page_count", "12"),
                with("plain_sha256", "abc"),
                with("created_utc", "yesterday"),
                with("tables", Map.of("orders", -1L)),
                with("tables", Map.of("orders", "many")),
                with("files", List.of()),
                with("files", List.of("data.db")),
                with("compression", Map.of("alg", "lzma", "level", 3L)),
                with("compression", Map.of("alg", "none", "level", 0L)),
                with("encryption", Map.of("mode", "passphrase", "recipients", List.of())),
                with("link", Map.of("parent_id", "x", "base_id", "x", "depth", 1L, "parent_root", "x")),
                withFile("name", "../../../../tmp/data.db.zst"),
                withFile("name", "/tmp/data.db.zst"),
                withFile("name", "data.db.zst/../x"),
                withFile("name", "manifest.json"),
                withFile("role", "data"),
                withFile("bytes", -5L),
                withFile("plain_bytes", 1L),
                withFile("more", 1L));
        for (byte[] manifest : crafted) {
            refused(Kind.BAD_MANIFEST, () -> Manifest.read("m", manifest));
        }
    }

    @Test
    void row14_otherFormsOfTheSameJson_areRefused() {
        String text = new String(unsigned, StandardCharsets.UTF_8);
        List<String> forms = List.of(
                text + "\n",
                " " + text,
                text.replace("\"format\":1", "\"format\": 1"),
                text.replace("\"format\":1", "\"format\":1.0"),
                text.replace("\"format\":1", "\"format\":1e0"),
                text.replace("\"format\":1", "\"format\":01"),
                text.replace("\"format\":1", "\"format\":1,\"format\":1"),
                text.replace("\"format\":1", "\"format\":123456789012345678901234567890"),
                text.replace("\"format\"", "\"f\\u006frmat\""),
                text.replace("\"by\":\"system\"", "\"by\":null"),
                text + text,
                "[" + text + "]",
                "{\"a\":".repeat(5_000),
                "");
        for (String form : forms) {
            assertThat(form).isNotEqualTo(text);
            refused(Kind.BAD_MANIFEST, () -> Manifest.read("m", form.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void signature_ofAnotherManifest_isRefused() throws IOException {
        Map<String, Object> members = new TreeMap<>(Json.read(signed));
        Object signature = members.remove("sig");
        members.remove("digest");
        members.put("by", "eve");
        Map<String, Object> forged = new TreeMap<>(Json.read(Seal.close(members, null)));
        forged.put("sig", signature);
        BackupException refusal = refused(Kind.BAD_MANIFEST, () -> Manifest.read("m", Json.write(forged)));
        assertThat(refusal.field("problem")).contains("its signature is wrong");
    }

    @Test
    void json_writtenAndRead_isTheSame() throws IOException {
        Map<String, Object> members = Map.of(
                "text",
                "line\nquote\" back\\ tab\t é 漢 \u0001 \uD83D\uDE00",
                "number",
                Long.MIN_VALUE,
                "truth",
                true,
                "list",
                List.of("a", 1L, List.of(), Map.of()));
        assertThat(Json.read(Json.write(members))).isEqualTo(members);
        assertThatThrownBy(() -> Json.read("{\"a\":1.5}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
