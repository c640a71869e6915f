package dev.cairn.backup.format;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.util.Locale;

/** Keys as text: Bech32 with a name in front, so that a mistyped one is found out. */
public final class Keys {
    /** What the text of a secret signing key begins with. */
    public static final String SIGNING_KEY = "CAIRN-SIGNING-KEY-1";

    private static final String SIGNING_NAME = "cairn-signing-key-";
    private static final String SIGNER_NAME = "cairnsig";
    private static final String AGE_NAME = "age-secret-key-";
    private static final String RECIPIENT_NAME = "age";

    private Keys() {}

    /** Refuses what is no age recipient, {@code age1…}. */
    public static String requireRecipient(String text) {
        decode(text, RECIPIENT_NAME);
        return text;
    }

    /** Refuses what is no secret age key, {@code AGE-SECRET-KEY-1…}. */
    public static String requireAgeKey(String text) {
        decode(text, AGE_NAME);
        return text;
    }

    /** Reads the public half of a signing key, {@code cairnsig1…}. */
    public static byte[] signer(String text) {
        return decode(text, SIGNER_NAME);
    }

    /** Writes the public half of a signing key. */
    public static String signer(byte[] publicKey) {
        return Bech32.getEncoder().encode(SIGNER_NAME, publicKey).toString();
    }

    /** Reads the seed of a signing key. */
    public static byte[] signingSeed(String text) {
        return decode(text, SIGNING_NAME);
    }

    /** Writes the seed of a signing key, in capitals, as age does with its secrets. */
    public static String signingKey(byte[] seed) {
        return Bech32.getEncoder().encode(SIGNING_NAME, seed).toString().toUpperCase(Locale.ROOT);
    }

    /** All keys here have 32 bytes. The text itself may be a secret, so no error repeats it. */
    private static byte[] decode(String text, String name) {
        try {
            Bech32Address address = Bech32.getDecoder().decode(text);
            boolean named = address.getHumanReadablePart().toString().equalsIgnoreCase(name);
            if (named && address.getData().length == SigningKey.BYTES) {
                return address.getData();
            }
        } catch (RuntimeException e) {
            throw bad(name);
        }
        throw bad(name);
    }

    private static BackupException bad(String name) {
        return BackupException.of(Kind.BAD_KEY).with("expected", name + "1…").build();
    }
}
