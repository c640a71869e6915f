package dev.cairn.backup.format;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key pair (RFC 8032), the secret half as its seed. Immutable. */
public final class SigningKey {
    static final int BYTES = 32;
    static final int SIGNATURE_BYTES = 64;
    private static final String ALGORITHM = "Ed25519";
    // What RFC 8410 puts before the 32 bytes of a key.
    private static final byte[] SECRET_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PUBLIC_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PROOF = "cairn".getBytes(StandardCharsets.UTF_8);

    private final byte[] seed;
    private final byte[] publicKey;

    /** The halves must belong together. */
    public SigningKey(byte[] seed, byte[] publicKey) {
        this.seed = seed.clone();
        this.publicKey = publicKey.clone();
        if (!verifies(publicKey, PROOF, sign(PROOF))) {
            throw BackupException.of(Kind.BAD_KEY)
                    .with("problem", "secret and public half do not belong together")
                    .build();
        }
    }

    /** A new pair. */
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(
                    tail(pair.getPrivate().getEncoded()), tail(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK 15 and newer have Ed25519", e);
        }
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
    }

    /** The secret half, in a copy. */
    public byte[] seed() {
        return seed.clone();
    }

    /** The public half, in a copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(join(SECRET_HEAD, seed))));
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw BackupException.of(Kind.BAD_KEY).because(e).build();
        }
    }

    static boolean verifies(byte[] publicKey, byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(join(PUBLIC_HEAD, publicKey))));
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
