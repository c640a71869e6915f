package dev.cairn.backup.store;

import dev.cairn.backup.BackupEvent;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.BackupListener;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Progress;
import dev.cairn.backup.Retention;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.Encryption;
import dev.cairn.backup.format.Keyring;
import dev.cairn.backup.format.SigningKey;
import dev.cairn.backup.format.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@link Backups} was told. Immutable. */
public record Settings(
        Repository repository,
        int level,
        @Nullable Encryption encryption,
        Keyring keyring,
        @Nullable SigningKey signingKey,
        Trust trust,
        @Nullable Path stagingParent,
        Optional<String> database,
        Optional<Retention> retention,
        boolean strict,
        boolean allowEmpty,
        boolean readBack,
        int longestChain,
        String by,
        Clock clock,
        Progress.@Nullable Listener progress,
        BackupListener listener) {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

    /** The same with somebody else as the one who starts what is started. */
    public Settings by(String name) {
        return new Settings(
                repository,
                level,
                encryption,
                keyring,
                signingKey,
                trust,
                stagingParent,
                database,
                retention,
                strict,
                allowEmpty,
                readBack,
                longestChain,
                name,
                clock,
                progress,
                listener);
    }

    Encryption requireEncryption() {
        if (encryption == null) {
            throw BackupException.of(Kind.NO_ENCRYPTION_CHOSEN).build();
        }
        return encryption;
    }

    Path staging() {
        return stagingParent == null ? repository.staging() : stagingParent;
    }

    /** Whether plain copies must leave no trace. */
    boolean secret() {
        return encryption == null || encryption.isOn();
    }

    Staging stage() throws IOException {
        return Staging.in(staging(), repository.description().id(), secret());
    }

    /** A new operation, which the listener hears and can stop. */
    public Work work() {
        return new Work(progress);
    }

    /** For what must come to its end: whoever listens cannot stop it. */
    public Work steadfastWork() {
        Progress.Listener hearer = progress;
        return new Work(hearer == null ? null : told -> tell(hearer, told));
    }

    private static void tell(Progress.Listener hearer, Progress progress) {
        try {
            hearer.onProgress(progress);
        } catch (RuntimeException e) {
            LOG.warn("A listener threw where nothing can be stopped any more", e);
        }
    }

    void tell(BackupEvent event) {
        try {
            listener.onBackup(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener threw, which changed nothing: {}", event, e);
        }
    }
}
