package dev.cairn.backup.format;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** To whom new files are encrypted: recipients, a passphrase, or nobody. Immutable. */
public final class Encryption {
    private final List<String> recipients;
    private final @Nullable Passphrase passphrase;

    private Encryption(List<String> recipients, @Nullable Passphrase passphrase) {
        this.recipients = List.copyOf(recipients);
        this.passphrase = passphrase;
    }

    /** To nobody: the files stay readable. */
    public static Encryption none() {
        return new Encryption(List.of(), null);
    }

    /** To these age recipients, or to nobody if there are none. */
    public static Encryption to(List<String> recipients) {
        return new Encryption(recipients, null);
    }

    /** By a passphrase. */
    public static Encryption by(Passphrase passphrase) {
        return new Encryption(List.of(), passphrase);
    }

    /** Whether anything is encrypted at all. */
    public boolean isOn() {
        return passphrase != null || !recipients.isEmpty();
    }

    /** How. */
    public Mode mode() {
        if (passphrase != null) {
            return Mode.PASSPHRASE;
        }
        return recipients.isEmpty() ? Mode.NONE : Mode.RECIPIENTS;
    }

    /** The age recipients; none where a passphrase is used. */
    public List<String> recipients() {
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
    public enum Mode {
        NONE,
        RECIPIENTS,
        PASSPHRASE
    }
}
