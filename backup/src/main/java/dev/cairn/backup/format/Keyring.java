package dev.cairn.backup.format;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;

/** The secrets that open stored files, tried one after the other. Immutable. */
public final class Keyring implements RecipientStanzaReader {
    private final List<String> ageKeys;
    private final List<Passphrase> passphrases;

    /** Those of age, {@code AGE-SECRET-KEY-1…}, and passphrases. */
    public Keyring(List<String> ageKeys, List<Passphrase> passphrases) {
        this.ageKeys = List.copyOf(ageKeys);
        this.passphrases = List.copyOf(passphrases);
    }

    /** Whether there is any secret for files encrypted so; the right one or not. */
    public boolean opens(Encryption.Mode mode) {
        return switch (mode) {
            case NONE -> true;
            case RECIPIENTS -> !ageKeys.isEmpty();
            case PASSPHRASE -> !passphrases.isEmpty();
        };
    }

    @Override
    public FileKey getFileKey(Iterable<RecipientStanza> recipientStanzas) throws GeneralSecurityException {
        List<RecipientStanza> stanzas = new ArrayList<>();
        recipientStanzas.forEach(stanzas::add);
        boolean sealed = stanzas.stream().anyMatch(s -> s.getType().equals(Passphrase.TYPE));
        if (sealed && stanzas.size() > 1) {
            throw new GeneralSecurityException("a passphrase must stand alone");
        }
        return sealed ? byPassphrase(stanzas.get(0)) : byIdentity(stanzas);
    }

    private FileKey byPassphrase(RecipientStanza stanza) throws GeneralSecurityException {
        for (Passphrase passphrase : passphrases) {
            try {
                return passphrase.open(stanza);
            } catch (AEADBadTagException e) {
                // Another one may open it.
            }
        }
        throw none(passphrases.isEmpty());
    }

    private FileKey byIdentity(List<RecipientStanza> stanzas) {
        for (String key : ageKeys) {
            try {
                return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key)
                        .getFileKey(stanzas);
            } catch (GeneralSecurityException e) {
                // Another one may open it.
            }
        }
        throw none(ageKeys.isEmpty());
    }

    private static BackupException none(boolean empty) {
        return BackupException.of(empty ? Kind.NEEDS_KEY : Kind.WRONG_KEY).build();
    }
}
