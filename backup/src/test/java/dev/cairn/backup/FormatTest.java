package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores a chain by what docs/backup-format.md says and by nothing else: no class of this module reads here. */
class FormatTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "backup-format.md");

    @TempDir
    Path folder;

    private Path repository;
    private String secret = "";
    private Shop shop;

    @BeforeEach
    void makeChain() throws IOException {
        Identity identity = Identity.generate();
        Path file = folder.resolve("identity.txt");
        identity.write(file);
        secret = Files.readAllLines(file).stream()
                .filter(l -> l.startsWith("AGE-SECRET-KEY-1"))
                .findFirst()
                .orElseThrow();
        repository = folder.resolve("backups");
        shop = Shop.filled(folder.resolve("shop.db"), 3_000);
        Backups backups = Backups.in(repository)
                .recipient(identity.recipients().get(0))
                .identity(identity)
                .sign(identity)
                .as("é\u0001\"\\\n")
                .build();
        backups.take(shop.file());
        shop.run("UPDATE customers SET name = 'second' WHERE id = 1");
        backups.take(shop.file(), Backup.Kind.INCREMENTAL);
        shop.run("DELETE FROM orders WHERE id > 2900");
        backups.take(shop.file(), Backup.Kind.INCREMENTAL);
    }

    @Test
    void chain_readByTheDocument_restoresTheDatabase() throws Exception {
        Deque<Map<String, Object>> chain = new ArrayDeque<>();
        String id = newest();
        for (boolean more = true; more; ) {
            Map<String, Object> manifest = manifest(id);
            Map<String, Object> child = chain.peekFirst();
            if (child != null) {
                Map<String, Object> link = object(child, "link");
                assertThat(manifest.get("root")).isEqualTo(link.get("parent_root"));
                assertThat(number(manifest, "seq")).isLessThan(number(child, "seq"));
                assertThat(manifest.get("page_size")).isEqualTo(child.get("page_size"));
            }
            chain.addFirst(manifest);
            more = manifest.containsKey("link");
            id = more ? text(object(manifest, "link"), "parent_id") : id;
        }
        assertThat(chain).hasSize(3);
        byte[] database = {};
        for (Map<String, Object> manifest : chain) {
            database = apply(manifest, database);
        }
        Map<String, Object> tip = chain.getLast();
        assertThat(sha256(database)).isEqualTo(tip.get("plain_sha256"));
        assertThat(root(database, tip)).isEqualTo(tip.get("root"));
        Path restored = Files.write(folder.resolve("restored.db"), database);
        assertThat(new Shop(restored).state()).isEqualTo(shop.state());
    }

    @Test
    void document_namesEveryMember() throws Exception {
        String document = Files.readString(DOCUMENT);
        for (String id : ids()) {
            for (String member : manifest(id).keySet()) {
                assertThat(document).contains("`" + member + "`");
            }
        }
        for (String member :
                parse(Files.readAllBytes(repository.resolve("repo.json"))).keySet()) {
            assertThat(document).contains("`" + member + "`");
        }
        for (String line : Files.readAllLines(repository.resolve("catalog.jsonl"))) {
            for (String member : parse(line.getBytes(StandardCharsets.UTF_8)).keySet()) {
                assertThat(document).contains("`" + member + "`");
            }
        }
    }

    /** The table of manifest members, compared both ways. */
    @Test
    void document_namesNoMemberThatIsNotThere() throws Exception {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf("### manifest.json"), document.indexOf("The schema is"));
        Set<String> named = table.lines()
                .filter(l -> l.startsWith("| `"))
                .flatMap(l -> Pattern.compile("`(\\w+)`")
                        .matcher(l.substring(0, l.indexOf('|', 2)))
                        .results()
                        .map(r -> r.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>(manifest(newest()).keySet());
        there.add("origin");
        assertThat(named).isEqualTo(there);
    }

    private List<String> ids() throws IOException {
        try (var directories = Files.list(repository.resolve("b"))) {
            return directories.map(d -> d.getFileName().toString()).sorted().toList();
        }
    }

    private String newest() throws IOException {
        return ids().get(ids().size() - 1);
    }

    private byte[] apply(Map<String, Object> manifest, byte[] before) throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        for (Object item : list(manifest, "files")) {
            Map<String, Object> file = asObject(item);
            files.put(text(file, "role"), unpack(text(manifest, "id"), file));
        }
        byte[] database = files.containsKey("data") ? files.get("data") : patch(manifest, before, files.get("pages"));
        Objects.requireNonNull(database);
        assertThat(index(database, (int) number(manifest, "page_size"))).isEqualTo(files.get("index"));
        assertThat(root(database, manifest)).isEqualTo(manifest.get("root"));
        return database;
    }

    private byte[] unpack(String id, Map<String, Object> file) throws Exception {
        String name = text(file, "name");
        assertThat(name).matches("(data\\.db|pages|index)(\\.zst)?(\\.age)?");
        byte[] stored = Files.readAllBytes(repository.resolve("b").resolve(id).resolve(name));
        assertThat((long) stored.length).isEqualTo(file.get("bytes"));
        assertThat(sha256(stored)).isEqualTo(file.get("sha256"));
        InputStream age = Channels.newInputStream(new StandardDecryptingChannelFactory()
                .newDecryptingChannel(
                        Channels.newChannel(new ByteArrayInputStream(stored)),
                        List.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(secret))));
        byte[] plain = new ZstdInputStreamNoFinalizer(age).readAllBytes();
        assertThat((long) plain.length).isEqualTo(file.get("plain_bytes"));
        assertThat(sha256(plain)).isEqualTo(file.get("plain_sha256"));
        return plain;
    }

    private static byte[] patch(Map<String, Object> manifest, byte[] before, byte @Nullable [] pages) {
        ByteBuffer pack = ByteBuffer.wrap(Objects.requireNonNull(pages));
        byte[] magic = new byte[8];
        pack.get(magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("CairnP1\n");
        int pageSize = pack.getInt();
        int pageCount = pack.getInt();
        assertThat((long) pageSize).isEqualTo(manifest.get("page_size"));
        assertThat((long) pageCount).isEqualTo(manifest.get("page_count"));
        int[] numbers = new int[pack.getInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pack.getInt();
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        byte[] database = Arrays.copyOf(before, pageSize * Math.max(pageCount, before.length / pageSize));
        for (int number : numbers) {
            pack.get(database, (number - 1) * pageSize, pageSize);
        }
        assertThat(pack.hasRemaining()).isFalse();
        return Arrays.copyOf(database, pageSize * pageCount);
    }

    private static byte[] index(byte[] database, int pageSize) throws Exception {
        ByteBuffer index = ByteBuffer.allocate(database.length / pageSize * 16);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int at = 0; at < database.length; at += pageSize) {
            digest.update(database, at, pageSize);
            index.put(digest.digest(), 0, 16);
        }
        return index.array();
    }

    private static String root(byte[] database, Map<String, Object> manifest) throws Exception {
        int pageSize = (int) number(manifest, "page_size");
        byte[] index = index(database, pageSize);
        return sha256(ByteBuffer.allocate(20 + index.length)
                .put("cairn-root-1".getBytes(StandardCharsets.US_ASCII))
                .putInt(pageSize)
                .putInt((int) number(manifest, "page_count"))
                .put(index)
                .array());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Reads one, with its digest and signature. */
    private Map<String, Object> manifest(String id) throws Exception {
        byte[] bytes = Files.readAllBytes(repository.resolve("b").resolve(id).resolve("manifest.json"));
        Map<String, Object> all = parse(bytes);
        assertThat(canonical(all)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        Map<String, Object> rest = new TreeMap<>(all);
        Map<String, Object> signature = asObject(rest.remove("sig"));
        byte[] signed = canonical(rest).getBytes(StandardCharsets.UTF_8);
        Signature ed25519 = Signature.getInstance(text(signature, "alg"));
        byte[] key = bech32(text(signature, "public_key"), "cairnsig");
        byte[] encoded = ByteBuffer.allocate(44)
                .put(HexFormat.of().parseHex("302a300506032b6570032100"))
                .put(key)
                .array();
        ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        ed25519.update(signed);
        assertThat(ed25519.verify(Base64.getDecoder().decode(text(signature, "value"))))
                .isTrue();
        assertThat(all.get("id")).isEqualTo(id);
        Matcher name =
                Pattern.compile("\\d{8}T\\d{6}Z-(\\d{6,12})-[FIS]-[0-9a-f]{6}").matcher(id);
        assertThat(name.matches()).isTrue();
        assertThat(Long.parseLong(name.group(1))).isEqualTo(number(all, "seq"));
        Object digest = rest.remove("digest");
        assertThat(sha256(canonical(rest).getBytes(StandardCharsets.UTF_8))).isEqualTo(digest);
        return all;
    }

    private static byte[] bech32(String text, String prefix) {
        assertThat(text).startsWith(prefix + "1");
        String data = text.substring(prefix.length() + 1, text.length() - 6);
        byte[] bytes = new byte[data.length() * 5 / 8];
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            bits = (bits << 5) | "qpzry9x8gf2tvdw0s3jn54khce6mua7l".indexOf(c);
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes[at++] = (byte) (bits >> count);
                bits &= (1 << count) - 1;
            }
        }
        return bytes;
    }

    private static String canonical(Object value) {
        if (value instanceof Map<?, ?> object) {
            return new TreeMap<>(object)
                    .entrySet().stream()
                            .map(e -> canonical(e.getKey()) + ":" + canonical(e.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> array) {
            return array.stream().map(FormatTest::canonical).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = "\"\\\b\t\n\f\r".indexOf(c);
            if (known >= 0) {
                quoted.append('\\').append("\"\\btnfr".charAt(known));
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static Map<String, Object> parse(byte[] bytes) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(bytes)) {
            json.nextToken();
            return asObject(value(json));
        }
    }

    private static Object value(JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new TreeMap<>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    object.put(name, value(json));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(json));
                }
                return array;
            }
            case VALUE_NUMBER_INT -> {
                return json.getLongValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return json.getBooleanValue();
            }
            default -> {
                return json.getText();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asObject(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static Map<String, Object> object(Map<String, Object> from, String name) {
        return asObject(from.get(name));
    }

    private static List<?> list(Map<String, Object> from, String name) {
        return (List<?>) Objects.requireNonNull(from.get(name));
    }

    private static String text(Map<String, Object> from, String name) {
        return (String) Objects.requireNonNull(from.get(name));
    }

    private static long number(Map<String, Object> from, String name) {
        return (Long) Objects.requireNonNull(from.get(name));
    }
}
