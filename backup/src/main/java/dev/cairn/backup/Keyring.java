package dev.cairn.backup;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.cairn.backup.BackupException.Kind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;

/** The secrets that open stored files, tried one after the other. Immutable. */
final class Keyring implements RecipientStanzaReader {
    private final List<Identity> identities;
    private final List<Passphrase> passphrases;

    Keyring(List<Identity> identities, List<Passphrase> passphrases) {
        this.identities = List.copyOf(identities);
        this.passphrases = List.copyOf(passphrases);
    }

    boolean opens(Encryption.Mode mode) {
        return switch (mode) {
            case NONE -> true;
            case RECIPIENTS -> identities.stream().anyMatch(i -> !i.ageKeys().isEmpty());
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
        for (Identity identity : identities) {
            for (String key : identity.ageKeys()) {
                try {
                    return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key)
                            .getFileKey(stanzas);
                } catch (GeneralSecurityException e) {
                    // Another one may open it.
                }
            }
        }
        throw none(identities.isEmpty());
    }

    private static BackupException none(boolean empty) {
        return BackupException.of(empty ? Kind.NEEDS_KEY : Kind.WRONG_KEY).build();
    }
}
