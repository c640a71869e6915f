package dev.cairn.backup.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, the one digest of this module. Confined to one thread. */
public final class Digest {
    private final MessageDigest digest;

    private Digest(MessageDigest digest) {
        this.digest = digest;
    }

    /** A digest of nothing yet. */
    public static Digest sha256() {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of these bytes, as text. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().update(bytes).bytes());
    }

    Digest update(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Takes in some more bytes. */
    public Digest update(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
        return this;
    }

    /** Takes in what remains in the buffer. */
    public Digest update(ByteBuffer bytes) {
        digest.update(bytes);
        return this;
    }

    /** The digest; it begins anew. */
    byte[] bytes() {
        return digest.digest();
    }

    /** The digest as text; it begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
