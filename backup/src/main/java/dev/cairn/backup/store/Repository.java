package dev.cairn.backup.store;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Description;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.Trust;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that backups lie in.
 *
 * <pre>
 * repo.json        whose backups these are, and who signed them
 * lock             what processes lock
 * catalog.jsonl    what happened; a cache
 * pins/ID          backups that retention leaves
 * tmp/             staged plain copies, while they are needed
 * b/ID/            a backup; b/.tmp-ID while it is made, b/.trash-ID while it is deleted
 * </pre>
 *
 * <p>A backup is there when its directory has its name, and not before: a rename is the commit.
 */
public final class Repository {
    private static final Logger LOG = LoggerFactory.getLogger(Repository.class);
    private static final String UNFINISHED = ".tmp-";
    private static final String TRASH = ".trash-";

    private final Path directory;
    private final Path backups;
    private final Path pins;
    private final Catalogue catalogue;

    /** The one in this directory, which need not be there. */
    public Repository(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.backups = this.directory.resolve("b");
        this.pins = this.directory.resolve("pins");
        this.catalogue = new Catalogue(this.directory.resolve("catalog.jsonl"));
    }

    /** The absolute path of it. */
    public Path directory() {
        return directory;
    }

    Path staging() {
        return directory.resolve("tmp");
    }

    /** What happened here. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** Makes it, if the directory is empty or not there. */
    void make(String database, Instant now) throws IOException {
        DurableFiles.makeDirectory(directory);
        if (Files.exists(descriptionFile()) || !ids().isEmpty()) {
            return;
        }
        boolean strangers = DurableFiles.list(directory).stream()
                .anyMatch(p -> !Set.of("lock", "b", "tmp", "pins", "catalog.jsonl", "repo.json.tmp")
                        .contains(p.getFileName().toString()));
        if (strangers) {
            throw BackupException.of(Kind.BAD_REPOSITORY)
                    .with("path", directory)
                    .with("problem", "it holds something else")
                    .build();
        }
        DurableFiles.makeDirectory(backups);
        DurableFiles.makeDirectory(staging());
        DurableFiles.makeDirectory(pins);
        save(new Description(UUID.randomUUID().toString(), database, now, new TreeSet<>()));
    }

    /** Whether it was made. */
    public boolean exists() {
        return Files.isDirectory(backups);
    }

    /** Refuses if it was not made. */
    public void requireExisting() {
        if (!exists()) {
            throw BackupException.of(Kind.NO_REPOSITORY).with("path", directory).build();
        }
    }

    private Path descriptionFile() {
        return directory.resolve(Description.FILE);
    }

    /** What {@code repo.json} says; where it is lost or damaged, what the manifests say. */
    public Description description() throws IOException {
        requireExisting();
        Optional<Description> saved = saved();
        return saved.isPresent() ? saved.get() : described();
    }

    private Optional<Description> saved() throws IOException {
        try {
            byte[] bytes = DurableFiles.bytes(descriptionFile(), Manifest.LARGEST);
            return Optional.of(Description.read(descriptionFile().toString(), bytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (BackupException e) {
            LOG.warn("{} is damaged; the manifests say the same", descriptionFile(), e);
            return Optional.empty();
        }
    }

    private Description described() throws IOException {
        Description found = null;
        Set<String> signers = new TreeSet<>();
        for (Manifest manifest : readable()) {
            manifest.signer().ifPresent(signers::add);
            found = new Description(manifest.repository(), manifest.database(), manifest.created(), signers);
        }
        if (found == null) {
            throw BackupException.of(Kind.BAD_REPOSITORY)
                    .with("path", directory)
                    .with("problem", "repo.json is missing or damaged, and there is no backup that says the same")
                    .build();
        }
        return found;
    }

    void save(Description description) throws IOException {
        DurableFiles.replace(descriptionFile(), description.write());
    }

    /** The backups there are, oldest first. */
    public List<BackupId> ids() throws IOException {
        List<BackupId> found = new ArrayList<>();
        for (Path path : DurableFiles.list(backups)) {
            String name = path.getFileName().toString();
            if (BackupId.is(name) && Files.isDirectory(path)) {
                found.add(BackupId.parse(name));
            }
        }
        found.sort(null);
        return found;
    }

    /** The backup with this id, which must be there; whether it can be read is not asked. */
    public BackupId find(String id) throws IOException {
        BackupId found = BackupId.parse(id);
        if (!Files.isDirectory(directoryOf(found))) {
            throw BackupException.of(Kind.UNKNOWN_BACKUP).with("id", id).build();
        }
        return found;
    }

    /** Where a backup lies, or would. */
    public Path directoryOf(BackupId id) {
        return backups.resolve(id.text());
    }

    /** Reads a manifest. Whether to believe it is for {@link Trust} to say. */
    Manifest manifest(BackupId id) throws IOException {
        Path file = directoryOf(id).resolve(Manifest.FILE);
        try {
            Manifest manifest = Manifest.read(file.toString(), DurableFiles.bytes(file, Manifest.LARGEST));
            if (!manifest.id().equals(id)) {
                throw BackupException.of(Kind.BAD_MANIFEST)
                        .with("file", file)
                        .with("problem", "it is the manifest of another backup")
                        .build();
            }
            return manifest;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw BackupException.of(Kind.BAD_MANIFEST)
                    .with("file", file)
                    .with("problem", "it cannot be read")
                    .because(e)
                    .build();
        }
    }

    /** What users are told of a backup. */
    public Backup describe(Manifest manifest) {
        return manifest.describe(directoryOf(manifest.id()), pinned(manifest.id()));
    }

    /** All manifests that can be read, oldest first; those that cannot, verification tells of. */
    public List<Manifest> readable() throws IOException {
        List<Manifest> found = new ArrayList<>();
        for (BackupId id : ids()) {
            try {
                found.add(manifest(id));
            } catch (BackupException e) {
                LOG.debug("The manifest of {} is passed over", id, e);
            }
        }
        return found;
    }

    /** The same, and only those to be believed. */
    public List<Manifest> trusted(Trust trust) throws IOException {
        Set<String> recorded = description().signers();
        List<Manifest> found = new ArrayList<>();
        for (Manifest manifest : readable()) {
            try {
                found.add(trust.require(manifest, recorded));
            } catch (BackupException e) {
                LOG.debug("The backup {} is passed over", manifest.id(), e);
            }
        }
        return found;
    }

    /** Whether retention must leave it. */
    public boolean pinned(BackupId id) {
        return Files.exists(pins.resolve(id.text()));
    }

    /** Keeps retention from a backup, or no longer; on the disk when this returns. */
    public void pin(BackupId id, boolean wanted) throws IOException {
        Path mark = pins.resolve(id.text());
        if (wanted && !Files.exists(mark)) {
            DurableFiles.makeDirectory(pins);
            DurableFiles.write(mark, new byte[0]);
        } else if (!wanted) {
            DurableFiles.delete(mark);
        }
        DurableFiles.forceDirectory(pins);
    }

    /** The number after all there were; those that were deleted since have lower ones. */
    long nextSequence() throws IOException {
        return ids().stream().mapToLong(BackupId::sequence).max().orElse(0) + 1;
    }

    /** The directory that a backup is made in. */
    Path begin(BackupId id) throws IOException {
        DurableFiles.makeDirectory(backups);
        Path made = backups.resolve(UNFINISHED + id.text());
        DurableFiles.makeDirectory(made);
        return made;
    }

    /** Gives up a backup that is not finished. */
    void abandon(BackupId id) throws IOException {
        DurableFiles.delete(backups.resolve(UNFINISHED + id.text()));
    }

    /** Makes a finished backup visible: everything in it is on the disk before its name is. */
    void commit(BackupId id) throws IOException {
        Path made = backups.resolve(UNFINISHED + id.text());
        DurableFiles.forceDirectory(made);
        DurableFiles.rename(made, directoryOf(id));
    }

    /** Deletes a backup: invisible first, then its manifest, then the rest. */
    void remove(BackupId id) throws IOException {
        Path trash = backups.resolve(TRASH + id.text());
        DurableFiles.rename(directoryOf(id), trash);
        Files.deleteIfExists(trash.resolve(Manifest.FILE));
        DurableFiles.delete(trash);
        DurableFiles.delete(pins.resolve(id.text()));
    }

    /** Removes what a crash has left; the caller is the one writer. */
    public void clean() throws IOException {
        for (Path path : DurableFiles.list(backups)) {
            String name = path.getFileName().toString();
            if (name.startsWith(UNFINISHED) || name.startsWith(TRASH)) {
                DurableFiles.delete(path);
            }
        }
        if (saved().isEmpty() && !ids().isEmpty()) {
            save(described());
        }
    }
}
