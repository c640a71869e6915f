package dev.cairn.backup.format;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Digest;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What protects a small file: a digest over its other members, always; a signature over those and the digest, if there
 * is a key. Both over the one canonical form, so no byte of the file can differ unseen.
 *
 * @param members all members but those of the seal
 * @param signer the public key whose signature was found to be right
 */
public record Seal(Map<String, Object> members, Optional<String> signer) {
    private static final String DIGEST = "digest";
    private static final String SIGNATURE = "sig";
    private static final String ALGORITHM = "Ed25519";

    /** The bytes of the file. */
    public static byte[] close(Map<String, ?> members, @Nullable SigningKey key) {
        Map<String, Object> all = new TreeMap<>(members);
        all.put(DIGEST, Digest.hex(Json.write(all)));
        if (key != null) {
            String value = Base64.getEncoder().encodeToString(key.sign(Json.write(all)));
            all.put(SIGNATURE, Map.of("alg", ALGORITHM, "public_key", Keys.signer(key.publicKey()), "value", value));
        }
        return Json.write(all);
    }

    /** Refuses whatever {@link #close} has not written so. */
    public static Seal open(String where, byte[] bytes) {
        try {
            Map<String, Object> all = Json.read(bytes);
            Optional<String> signer = all.containsKey(SIGNATURE) ? Optional.of(signer(where, all)) : Optional.empty();
            String digest = String.valueOf(all.remove(DIGEST));
            if (!digest.equals(Digest.hex(Json.write(all)))) {
                throw bad(where, "its digest differs", null);
            }
            return new Seal(all, signer);
        } catch (IOException e) {
            throw bad(where, "it is not canonical JSON", e);
        }
    }

    private static String signer(String where, Map<String, Object> all) {
        Fields signature = new Fields(where, all).object(SIGNATURE);
        all.remove(SIGNATURE);
        String algorithm = signature.text("alg");
        String publicKey = signature.text("public_key");
        byte[] value = decode(where, signature.text("value"));
        signature.end();
        byte[] key = key(where, publicKey);
        boolean right = algorithm.equals(ALGORITHM) && SigningKey.verifies(key, Json.write(all), value);
        if (!right) {
            throw bad(where, "its signature is wrong", null);
        }
        return publicKey;
    }

    private static byte[] key(String where, String text) {
        try {
            byte[] key = Keys.signer(text);
            if (Keys.signer(key).equals(text)) {
                return key;
            }
            throw bad(where, "its signer is not in canonical form", null);
        } catch (BackupException e) {
            throw bad(where, "its signer is no key", e);
        }
    }

    private static byte[] decode(String where, String base64) {
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(value).equals(base64)) {
                return value;
            }
            throw bad(where, "its signature is not canonical", null);
        } catch (IllegalArgumentException e) {
            throw bad(where, "its signature is not Base64", e);
        }
    }

    private static BackupException bad(String where, String problem, @Nullable Exception e) {
        BackupException.Failure failure =
                BackupException.of(Kind.BAD_MANIFEST).with("file", where).with("problem", problem);
        return (e == null ? failure : failure.because(e)).build();
    }
}
