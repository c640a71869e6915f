package dev.cairn.backup.store;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupEvent;
import dev.cairn.backup.BackupEvent.Status;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Backups;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.Description;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Names;
import dev.cairn.backup.store.Addition.Provenance;
import dev.cairn.backup.store.Catalogue.Attempt;
import dev.cairn.backup.store.Catalogue.Entry;
import dev.cairn.backup.store.Catalogue.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to add a backup: the lock, the record of it, the cleaning before and the retention after; between them
 * whatever makes the backup.
 */
public final class BackupRun {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

    private final Settings settings;
    private final Repository repository;
    private final Work work;
    private final String run = UUID.randomUUID().toString();
    private final Instant begun;
    private final Path source;
    private final Optional<Backup.Kind> asked;
    private final String trigger;

    /** Begins now. {@code asked} is empty where any kind will do. */
    public BackupRun(Settings settings, Work work, Path source, Optional<Backup.Kind> asked, String trigger) {
        this.settings = settings;
        this.repository = settings.repository();
        this.work = work;
        this.begun = settings.clock().instant();
        this.source = source;
        this.asked = asked;
        this.trigger = trigger;
    }

    /** What makes the backup, in a staging directory of its own. */
    @FunctionalInterface
    public interface Maker {
        /** Adds it to the repository, of which this is the one writer meanwhile. */
        Manifest make(Staging staging) throws IOException;
    }

    /** Looks whether a backup may begin, before anything is touched. */
    @FunctionalInterface
    public interface Preflight {
        /** Throws if it may not. */
        void check() throws IOException;
    }

    /** Does it, or leaves everything as it was. */
    public Backup carryOut(Preflight preflight, Maker maker) throws IOException {
        tell(Status.RUNNING, begun, Optional.empty(), Optional.empty());
        try {
            preflight.check();
            Manifest manifest = made(maker);
            tell(Status.DONE, settings.clock().instant(), Optional.of(manifest), Optional.empty());
            return manifest.describe(repository.directoryOf(manifest.id()), false);
        } catch (BackupException e) {
            failed(e);
            throw e;
        } catch (IOException e) {
            BackupException failure = Failures.of(repository.directory(), e);
            failed(failure);
            throw failure;
        }
    }

    private Manifest made(Maker maker) throws IOException {
        settings.requireEncryption();
        String name = settings.database().orElse(source.getFileName().toString());
        repository.make(name, settings.clock().instant());
        return RepositoryLock.writing(repository.directory(), () -> {
            Description description = repository.description();
            requireSame(description, name);
            settings.trust().requireMayAdd(settings.signingKey(), description.signers());
            clean(description);
            Manifest manifest;
            try (Staging staging = settings.stage()) {
                manifest = maker.make(staging);
            }
            record(true, manifest.id().text(), Names.of(manifest.kind()));
            retain();
            return manifest;
        });
    }

    private void requireSame(Description description, String name) {
        if (!description.database().equals(name)) {
            throw BackupException.of(Kind.OTHER_DATABASE)
                    .with("path", repository.directory())
                    .with("repository", description.database())
                    .with("database", name)
                    .build();
        }
    }

    /** Staged copies of others are only left-overs if nobody reads. */
    private void clean(Description description) throws IOException {
        repository.clean();
        try {
            RepositoryLock.deleting(
                    repository.directory(),
                    () -> Staging.clean(settings.staging(), description.id(), settings.secret()));
        } catch (BackupException e) {
            LOG.debug("Somebody reads {}: the next backup cleans up", repository.directory(), e);
        }
        repository.catalogue().complete(repository.readable());
    }

    /** The backup is there; that older ones could not go changes nothing about that. */
    private void retain() throws IOException {
        if (settings.retention().isEmpty()) {
            return;
        }
        try {
            Pruning pruning = new Pruning(settings);
            pruning.carryOut(pruning.plan(settings.retention().get()));
        } catch (BackupException e) {
            LOG.warn("Retention deleted nothing, or not all, in {}", repository.directory(), e);
        }
    }

    private void failed(BackupException e) {
        if (repository.exists()) {
            record(false, "", e.kind().name());
        }
        tell(Status.FAILED, settings.clock().instant(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }

    private void record(boolean ok, String id, String detail) {
        Attempt attempt = new Attempt(begun, trigger, settings.by());
        repository
                .catalogue()
                .add(new Entry(
                        settings.clock().instant(),
                        Event.BACKUP,
                        id,
                        ok,
                        detail,
                        work.elapsed(),
                        Optional.of(attempt)));
    }

    private void tell(Status status, Instant at, Optional<Manifest> made, Optional<String> error) {
        settings.tell(new BackupEvent(
                run,
                status,
                at,
                source,
                made.isPresent() ? made.map(Manifest::kind) : asked,
                trigger,
                settings.by(),
                made.map(m -> repository.directoryOf(m.id())).orElse(repository.directory()),
                made.map(Manifest::storedBytes).orElse(0L),
                made.map(m -> List.copyOf(m.facts().tables().keySet())).orElse(List.of()),
                made.map(m -> m.id().text()),
                work.elapsed(),
                error));
    }

    /** Where what is made comes from: what started it is known here. */
    public Provenance provenance(String journalMode, Optional<String> origin, List<String> defects) {
        return new Provenance(trigger, journalMode, origin, defects);
    }
}
