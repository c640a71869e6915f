package dev.cairn.backup.format;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The scrypt recipient of the age format (https://age-encryption.org/v1), which jagged has no artifact for: the file
 * key, sealed under a key that a passphrase and a salt of this file give. Immutable.
 */
public final class Passphrase {
    static final String TYPE = "scrypt";
    /** 64 MB for each derivation: what a process with 128 MB of heap can afford. */
    public static final int DEFAULT_WORK = 16;

    static final int LEAST_WORK = 1;
    /** A gigabyte for each derivation; a file that asks for more is refused. */
    public static final int MOST_WORK = 20;

    private static final String LABEL = "age-encryption.org/v1/scrypt";
    private static final int SALT_BYTES = 16;
    private static final int BLOCK_SIZE = 8;
    private static final int KEY_BYTES = 32;
    private static final int SEALED_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;
    private final int work;

    /** New files are sealed at this work, a power of two. */
    public Passphrase(char[] secret, int work) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        this.secret = new byte[utf8.remaining()];
        utf8.get(this.secret);
        this.work = work;
    }

    /** The one stanza of a file that this passphrase opens. */
    public RecipientStanza seal(FileKey fileKey) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] body = cipher(Cipher.ENCRYPT_MODE, salt, work).doFinal(fileKey.getEncoded());
        return new Stanza(
                List.of(Base64.getEncoder().withoutPadding().encodeToString(salt), Integer.toString(work)), body);
    }

    /** Opens a stanza, unless that would cost more than the limit or than this process has. */
    public FileKey open(RecipientStanza stanza) throws GeneralSecurityException {
        List<String> arguments = stanza.getArguments();
        if (arguments.size() != 2
                || !arguments.get(1).matches("[1-9][0-9]?")
                || stanza.getBody().length != SEALED_BYTES) {
            throw new GeneralSecurityException("not a stanza of scrypt");
        }
        byte[] salt = Base64.getDecoder().decode(arguments.get(0));
        int asked = Integer.parseInt(arguments.get(1));
        long memory = (128L * BLOCK_SIZE) << asked;
        if (salt.length != SALT_BYTES) {
            throw new GeneralSecurityException("not a salt of scrypt");
        }
        if (asked > MOST_WORK || memory > Runtime.getRuntime().maxMemory() / 4 * 3) {
            throw BackupException.of(Kind.BEYOND_LIMIT)
                    .with("limit", "work factor of the passphrase")
                    .with("value", asked)
                    .build();
        }
        return new FileKey(cipher(Cipher.DECRYPT_MODE, salt, asked).doFinal(stanza.getBody()));
    }

    private Cipher cipher(int mode, byte[] salt, int logN) throws GeneralSecurityException {
        byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
        byte[] labelled = Arrays.copyOf(label, label.length + salt.length);
        System.arraycopy(salt, 0, labelled, label.length, salt.length);
        byte[] key = SCrypt.generate(secret, labelled, 1 << logN, BLOCK_SIZE, 1, KEY_BYTES);
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[NONCE_BYTES]));
        return cipher;
    }

    private static final class Stanza implements RecipientStanza {
        private final List<String> arguments;
        private final byte[] body;

        Stanza(List<String> arguments, byte[] body) {
            this.arguments = arguments;
            this.body = body;
        }

        @Override
        public String getType() {
            return TYPE;
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }
}
