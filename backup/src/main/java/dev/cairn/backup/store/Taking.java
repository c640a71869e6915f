package dev.cairn.backup.store;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Backups;
import dev.cairn.backup.file.Capture;
import dev.cairn.backup.file.PageIndex;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.StoredFile;
import dev.cairn.backup.store.Addition.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a full backup or an increment out of a live database, whichever is asked for, possible and smaller. */
public final class Taking {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

    private final Settings settings;
    private final Repository repository;
    private final Work work;

    /** Nothing is read yet. */
    public Taking(Settings settings, Work work) {
        this.settings = settings;
        this.repository = settings.repository();
        this.work = work;
    }

    /** What differs from a backup. */
    private static final class Delta {
        private final Manifest parent;
        private final int[] pages;

        Delta(Manifest parent, int[] pages) {
            this.parent = parent;
            this.pages = pages;
        }

        /** Beyond half of the pages a full backup costs little more and restores alone. */
        boolean worthwhile(Plain plain) {
            return pages.length * 2L <= plain.index().pages();
        }
    }

    /** Copies the database into staging, and adds what is to be kept of it. */
    public Manifest make(Path database, Optional<Backup.Kind> asked, BackupRun run, Staging staging)
            throws IOException {
        Capture capture = Capture.of(database, staging.file("snapshot.db"), settings.allowEmpty(), work);
        if (settings.strict()) {
            capture.requireStrict();
        }
        Plain plain = capture.plain();
        Provenance provenance = run.provenance(capture.journalMode(), Optional.empty(), plain.defects());
        Addition addition = new Addition(settings, work);
        Optional<Delta> delta = delta(asked, plain);
        return delta.isPresent()
                ? addition.increment(delta.get().parent, delta.get().pages, plain, provenance)
                : addition.whole(Backup.Kind.FULL, plain, provenance);
    }

    private Optional<Delta> delta(Optional<Backup.Kind> asked, Plain plain) throws IOException {
        boolean demanded = asked.equals(Optional.of(Backup.Kind.INCREMENTAL));
        if (asked.isPresent() && !demanded) {
            return Optional.empty();
        }
        List<Manifest> trusted = repository.trusted(settings.trust());
        if (trusted.isEmpty()) {
            if (demanded) {
                throw BackupException.of(Kind.NOTHING_TO_BUILD_ON).build();
            }
            return Optional.empty();
        }
        try {
            return delta(trusted.get(trusted.size() - 1), plain, demanded).filter(d -> d.worthwhile(plain));
        } catch (BackupException e) {
            if (demanded || e.kind() == Kind.CANCELLED) {
                throw e;
            }
            LOG.warn("The backup before cannot be built on, so this one is full: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Delta> delta(Manifest parent, Plain plain, boolean demanded) throws IOException {
        if (parent.facts().pageSize() != plain.facts().pageSize()) {
            return Optional.empty();
        }
        if (!settings.keyring().opens(parent.encryption())) {
            if (demanded) {
                throw BackupException.of(Kind.NEEDS_KEY).with("id", parent.id()).build();
            }
            return Optional.empty();
        }
        Chain chain = Chain.of(repository, settings.trust(), parent.id());
        boolean enough = chain.members().size() > settings.longestChain()
                || chain.incrementBytes() * 2 > chain.base().storedBytes();
        if (!demanded && (enough || !present(chain))) {
            return Optional.empty();
        }
        PageIndex before = new Assembly(repository, settings.keyring(), work).index(parent);
        return Optional.of(new Delta(parent, plain.index().changedSince(before)));
    }

    /** A look at the sizes: digests are for verification. */
    private boolean present(Chain chain) throws IOException {
        for (Manifest manifest : chain.members()) {
            for (StoredFile file : manifest.files()) {
                Path path = repository.directoryOf(manifest.id()).resolve(file.name());
                if (!Files.exists(path) || Files.size(path) != file.bytes()) {
                    return false;
                }
            }
        }
        return true;
    }
}
