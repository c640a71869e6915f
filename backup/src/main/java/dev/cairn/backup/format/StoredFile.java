package dev.cairn.backup.format;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One file of a backup as its manifest describes it: as it lies there, and as it was before it was packed.
 *
 * @param role what it holds
 */
public record StoredFile(String name, Role role, long bytes, String sha256, long plainBytes, String plainSha256) {
    private static final Pattern NAME = Pattern.compile("(data\\.db|pages|index)(\\.zst)?(\\.age)?");
    private static final String COMPRESSED = ".zst";
    private static final String ENCRYPTED = ".age";

    /** What a stored file holds. */
    public enum Role {
        DATA("data.db"),
        PAGES("pages"),
        INDEX("index");

        private final String stem;

        Role(String stem) {
            this.stem = stem;
        }

        /** The name of such a file, which tells how it is packed. */
        public String fileName(boolean compressed, boolean encrypted) {
            return stem + (compressed ? COMPRESSED : "") + (encrypted ? ENCRYPTED : "");
        }
    }

    boolean compressed() {
        return name.contains(COMPRESSED);
    }

    boolean encrypted() {
        return name.endsWith(ENCRYPTED);
    }

    Map<String, Object> json() {
        return new TreeMap<>(Map.of(
                "name", name,
                "role", Names.of(role),
                "bytes", bytes,
                "sha256", sha256,
                "plain_bytes", plainBytes,
                "plain_sha256", plainSha256));
    }

    static StoredFile read(Fields fields) {
        StoredFile file = new StoredFile(
                fields.text("name", NAME),
                fields.oneOf("role", Role.class),
                fields.number("bytes", 0, Long.MAX_VALUE),
                fields.digest("sha256"),
                fields.number("plain_bytes", 0, Long.MAX_VALUE),
                fields.digest("plain_sha256"));
        fields.end();
        if (!file.name.startsWith(file.role.stem)) {
            throw fields.bad("a file has the name of another role");
        }
        return file;
    }
}
