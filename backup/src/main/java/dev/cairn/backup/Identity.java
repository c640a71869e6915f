package dev.cairn.backup;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.format.Keys;
import dev.cairn.backup.format.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secret keys of one owner: age identities that open backups, and the Ed25519 key that signs them.
 *
 * <p>Its file is an age identity file as it is ({@code age -d -i FILE}); the signing key stands in its comments. A file
 * of {@code age-keygen} is an identity without a signing key. Immutable and thread-safe; {@code toString} tells no
 * secret.
 */
public final class Identity {
    private static final int LARGEST_FILE = 1 << 16;
    private static final String RECIPIENT = "# public key: ";
    private static final String SIGNER = "# signing public key: ";
    private static final String SIGNING = "# ";

    private final List<String> ageKeys;
    private final List<String> recipients;
    private final @Nullable SigningKey signingKey;

    private Identity(List<String> ageKeys, List<String> recipients, @Nullable SigningKey signingKey) {
        this.ageKeys = List.copyOf(ageKeys);
        this.recipients = List.copyOf(recipients);
        this.signingKey = signingKey;
    }

    /** A new identity: one age key and one signing key. */
    public static Identity generate() {
        try {
            KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new Identity(
                    List.of(ascii(pair.getPrivate().getEncoded())),
                    List.of(ascii(pair.getPublic().getEncoded())),
                    SigningKey.generate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK 11 and newer have X25519", e);
        }
    }

    private static String ascii(byte[] encoded) {
        return new String(encoded, StandardCharsets.US_ASCII);
    }

    /** Reads an identity file; through a link too, as secrets are often mounted. */
    public static Identity read(Path file) {
        try {
            return parse(new String(DurableFiles.bytes(file.toRealPath(), LARGEST_FILE), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw BackupException.of(Kind.BAD_KEY)
                    .with("file", file)
                    .with("problem", "there is no such file")
                    .because(e)
                    .build();
        } catch (IOException e) {
            throw BackupException.of(Kind.BAD_KEY).with("file", file).because(e).build();
        } catch (BackupException e) {
            BackupException.Failure named = BackupException.of(e.kind()).with("file", file);
            e.fields().forEach(named::with);
            throw named.because(e).build();
        }
    }

    /** Reads the text of an identity file. */
    public static Identity parse(String text) {
        List<String> ageKeys = new ArrayList<>();
        List<String> recipients = new ArrayList<>();
        byte[] seed = null;
        byte[] signer = null;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(RECIPIENT)) {
                recipients.add(Keys.requireRecipient(line.substring(RECIPIENT.length())));
            } else if (line.startsWith(SIGNER)) {
                signer = Keys.signer(line.substring(SIGNER.length()));
            } else if (line.startsWith(SIGNING + Keys.SIGNING_KEY)) {
                seed = Keys.signingSeed(line.substring(SIGNING.length()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                ageKeys.add(Keys.requireAgeKey(line));
            }
        }
        if ((seed == null) != (signer == null) || (ageKeys.isEmpty() && seed == null)) {
            throw BackupException.of(Kind.BAD_KEY)
                    .with("problem", "it is no identity, or half of the signing key is missing")
                    .build();
        }
        return new Identity(ageKeys, recipients, seed == null || signer == null ? null : new SigningKey(seed, signer));
    }

    /** Writes a new file that only its owner may read. */
    public void write(Path file) {
        if (Files.exists(file)) {
            throw BackupException.of(Kind.TARGET_EXISTS).with("file", file).build();
        }
        StringBuilder text = new StringBuilder("# Keep this file secret, and a copy of it elsewhere.\n");
        recipients.forEach(r -> text.append(RECIPIENT).append(r).append('\n'));
        ageKeys.forEach(k -> text.append(k).append('\n'));
        if (signingKey != null) {
            text.append(SIGNER).append(Keys.signer(signingKey.publicKey())).append('\n');
            text.append(SIGNING).append(Keys.signingKey(signingKey.seed())).append('\n');
        }
        try {
            DurableFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
            DurableFiles.forceDirectory(DurableFiles.directoryOf(file));
        } catch (FileAlreadyExistsException e) {
            throw BackupException.of(Kind.TARGET_EXISTS)
                    .with("file", file)
                    .because(e)
                    .build();
        } catch (IOException e) {
            throw Failures.of(file, e);
        }
    }

    /** The public halves of its age keys, {@code age1…}: what backups are encrypted to. */
    public List<String> recipients() {
        return recipients;
    }

    /** The public half of its signing key, {@code cairnsig1…}: what those who read trust. */
    public Optional<String> signer() {
        return Optional.ofNullable(signingKey).map(k -> Keys.signer(k.publicKey()));
    }

    List<String> ageKeys() {
        return ageKeys;
    }

    SigningKey requireSigningKey() {
        if (signingKey == null) {
            throw BackupException.of(Kind.BAD_KEY)
                    .with("problem", "the identity has no signing key")
                    .build();
        }
        return signingKey;
    }

    @Override
    public String toString() {
        return "Identity[recipients=" + recipients + ", signer=" + signer().orElse("none") + "]";
    }
}
