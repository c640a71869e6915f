package dev.cairn.backup.store;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Description;
import dev.cairn.backup.format.Encryption;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Manifest.Link;
import dev.cairn.backup.format.Names;
import dev.cairn.backup.format.PagePack;
import dev.cairn.backup.format.StoredFile;
import dev.cairn.backup.format.StoredFile.Role;
import dev.cairn.backup.format.StoredReader;
import dev.cairn.backup.format.StoredWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds one backup to a repository whose writer we are: packed files, each read back, then the manifest, then the name.
 * Until that last step nobody sees it, and on any failure nothing is left.
 */
public final class Addition {
    private static final int BLOCK = 1 << 20;

    private final Settings settings;
    private final Repository repository;
    private final Work work;

    /** Nothing is added yet. */
    public Addition(Settings settings, Work work) {
        this.settings = settings;
        this.repository = settings.repository();
        this.work = work;
    }

    /**
     * Where a backup comes from.
     *
     * @param origin the backup elsewhere, or here, that it was made from
     */
    public record Provenance(String trigger, String journalMode, Optional<String> origin, List<String> defects) {}

    /** A backup that stands alone. */
    public Manifest whole(Backup.Kind kind, Plain plain, Provenance provenance) throws IOException {
        return add(kind, plain, Optional.empty(), provenance, Role.DATA, out -> copy(plain.file(), out));
    }

    /** An increment of those pages. */
    Manifest increment(Manifest parent, int[] pages, Plain plain, Provenance provenance) throws IOException {
        Link link = new Link(
                parent.id().text(),
                parent.link().map(Link::base).orElse(parent.id().text()),
                parent.depth() + 1,
                parent.root());
        return add(
                Backup.Kind.INCREMENTAL,
                plain,
                Optional.of(link),
                provenance,
                Role.PAGES,
                out -> PagePack.write(plain.file(), plain.index(), pages, out, work));
    }

    /** What is written into a stored file. */
    private interface Content {
        void writeTo(StoredWriter out) throws IOException;
    }

    private void copy(Path file, StoredWriter out) throws IOException {
        try (FileChannel channel = DurableFiles.read(file)) {
            work.begin(Phase.PACK, channel.size());
            byte[] block = new byte[BLOCK];
            for (int count = channel.read(ByteBuffer.wrap(block)); count >= 0; ) {
                out.write(block, 0, count);
                work.advance(count);
                count = channel.read(ByteBuffer.wrap(block));
            }
        }
    }

    private Manifest add(
            Backup.Kind kind, Plain plain, Optional<Link> link, Provenance provenance, Role role, Content content)
            throws IOException {
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        BackupId id = BackupId.next(now, repository.nextSequence(), kind);
        Encryption encryption = settings.requireEncryption();
        boolean committed = false;
        try {
            Path directory = repository.begin(id);
            List<StoredFile> files = List.of(
                    pack(directory, role, content),
                    pack(directory, Role.INDEX, out -> out.write(plain.index().entries())));
            work.begin(Phase.COMMIT, 0);
            Description description = repository.description();
            Manifest manifest = new Manifest(
                    id,
                    kind,
                    description.id(),
                    description.database(),
                    now,
                    link,
                    plain.index().root(),
                    plain.sha256(),
                    plain.facts(),
                    provenance.journalMode(),
                    files,
                    settings.level(),
                    encryption.mode(),
                    encryption.recipients(),
                    work.elapsed(),
                    phases(),
                    provenance.trigger(),
                    settings.by(),
                    provenance.origin(),
                    provenance.defects(),
                    Optional.empty());
            byte[] bytes = manifest.write(settings.signingKey());
            Manifest read = Manifest.read(id.text(), bytes);
            recordSigner(description, read);
            DurableFiles.write(directory.resolve(Manifest.FILE), bytes);
            repository.commit(id);
            committed = true;
            return read;
        } finally {
            if (!committed) {
                abandon(id);
            }
        }
    }

    private SortedMap<String, Long> phases() {
        SortedMap<String, Long> phases = new TreeMap<>();
        work.phases().forEach((phase, millis) -> phases.put(Names.of(phase), millis));
        return phases;
    }

    /** Before the first signed backup is there, so that no crash leaves one without its rule. */
    private void recordSigner(Description description, Manifest manifest) throws IOException {
        Optional<String> signer = manifest.signer();
        if (signer.isPresent() && !description.signers().contains(signer.get())) {
            repository.save(description.with(signer.get()));
        }
    }

    private void abandon(BackupId id) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            repository.abandon(id);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StoredFile pack(Path directory, Role role, Content content) throws IOException {
        try (StoredWriter out = new StoredWriter(directory, role, settings.level(), settings.requireEncryption())) {
            content.writeTo(out);
            StoredFile file = out.finish();
            if (settings.readBack()) {
                readBack(directory, file, out.key());
            }
            return file;
        }
    }

    /** What lies on the disk must open, and be what was written. */
    private void readBack(Path directory, StoredFile file, RecipientStanzaReader key) throws IOException {
        work.begin(Phase.READ_BACK, file.bytes() + file.plainBytes());
        try {
            StoredReader.compare(directory, file, work);
            try (StoredReader in = new StoredReader(directory, file, key)) {
                byte[] block = new byte[BLOCK];
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    work.advance(count);
                }
                in.finish();
            }
        } catch (BackupException e) {
            if (e.kind() == Kind.CANCELLED) {
                throw e;
            }
            throw BackupException.of(Kind.STORAGE)
                    .with("path", directory.resolve(file.name()))
                    .with("problem", "what was written reads differently")
                    .because(e)
                    .build();
        }
    }
}
