package dev.cairn.backup.format;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose backups are believed. Immutable.
 *
 * @param signers the public keys that were said to be trusted; where there are none, those the repository has recorded
 *     count, which protects from mistakes but not from one who can write there
 * @param unsignedToo whether backups without a signature are believed all the same
 */
public record Trust(Set<String> signers, boolean unsignedToo) {

    /** Keeps the signers from changing. */
    public Trust {
        signers = Set.copyOf(signers);
    }

    /** Refuses a manifest that is not to be believed. */
    public Manifest require(Manifest manifest, Set<String> recorded) {
        Set<String> believed = signers.isEmpty() ? recorded : signers;
        boolean unsigned = manifest.signer().isEmpty();
        if (believed.isEmpty() || (unsigned && unsignedToo)) {
            return manifest;
        }
        if (unsigned) {
            throw BackupException.of(Kind.UNSIGNED).with("id", manifest.id()).build();
        }
        String signer = manifest.signer().get();
        if (!believed.contains(signer)) {
            throw BackupException.of(Kind.UNKNOWN_SIGNER)
                    .with("id", manifest.id())
                    .with("signer", signer)
                    .build();
        }
        return manifest;
    }

    /** Refuses to add with this key where others have signed. */
    public void requireMayAdd(@Nullable SigningKey key, Set<String> recorded) {
        if (recorded.isEmpty()) {
            return;
        }
        if (key == null) {
            throw BackupException.of(Kind.UNSIGNED)
                    .with("problem", "the repository was signed before, so what is added must be")
                    .build();
        }
        String signer = Keys.signer(key.publicKey());
        if (!recorded.contains(signer) && !signers.contains(signer)) {
            throw BackupException.of(Kind.UNKNOWN_SIGNER).with("signer", signer).build();
        }
    }
}
