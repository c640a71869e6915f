package dev.cairn.backup;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** To whom new files are encrypted: recipients, a passphrase, or nobody. Immutable. */
final class Encryption {
    private final List<String> recipients;
    private final @Nullable Passphrase passphrase;

    private Encryption(List<String> recipients, @Nullable Passphrase passphrase) {
        this.recipients = List.copyOf(recipients);
        this.passphrase = passphrase;
    }

    static Encryption none() {
        return new Encryption(List.of(), null);
    }

    static Encryption to(List<String> recipients) {
        return new Encryption(recipients, null);
    }

    static Encryption by(Passphrase passphrase) {
        return new Encryption(List.of(), passphrase);
    }

    boolean isOn() {
        return passphrase != null || !recipients.isEmpty();
    }

    Mode mode() {
        if (passphrase != null) {
            return Mode.PASSPHRASE;
        }
        return recipients.isEmpty() ? Mode.NONE : Mode.RECIPIENTS;
    }

    List<String> recipients() {
        return recipients;
    }

    Iterable<RecipientStanza> seal(FileKey fileKey) throws GeneralSecurityException {
        if (passphrase != null) {
            return List.of(passphrase.seal(fileKey));
        }
        List<RecipientStanza> stanzas = new ArrayList<>();
        for (String recipient : recipients) {
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient)
                    .getRecipientStanzas(fileKey)
                    .forEach(stanzas::add);
        }
        return stanzas;
    }

    /** How files are encrypted. */
    enum Mode {
        NONE,
        RECIPIENTS,
        PASSPHRASE
    }
}
