package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Progress.Phase;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.file.PageIndex;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.Keyring;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.PagePack;
import dev.cairn.backup.format.StoredFile;
import dev.cairn.backup.format.StoredFile.Role;
import dev.cairn.backup.format.StoredReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a database together from a chain, and proves that it is the one that was backed up. Restoring to a new file,
 * proving, compacting and restoring in place all begin here: with a plain, durable file that nothing reads yet, beside
 * which no live database has been touched.
 */
public final class Assembly {
    private static final int BLOCK = 1 << 20;

    private final Repository repository;
    private final Keyring keyring;
    private final Work work;

    /** Of backups of this repository, opened with these keys. */
    public Assembly(Repository repository, Keyring keyring, Work work) {
        this.repository = repository;
        this.keyring = keyring;
        this.work = work;
    }

    /** Compares every stored file of the chain with its digest, before anything is decoded. */
    public void compare(Chain chain) throws IOException {
        long total = chain.members().stream().mapToLong(Manifest::storedBytes).sum();
        work.begin(Phase.COMPARE, total);
        for (Manifest manifest : chain.members()) {
            compareFiles(manifest);
        }
    }

    void compareFiles(Manifest manifest) throws IOException {
        for (StoredFile file : manifest.files()) {
            StoredReader.compare(repository.directoryOf(manifest.id()), file, work);
        }
    }

    /** Makes the new file {@code target}. When this returns it is whole, proven and on the disk. */
    public Plain assemble(Chain chain, Path target) throws IOException {
        compare(chain);
        materialise(chain, target);
        return proven(chain.tip(), target);
    }

    /** The same in steps: from files that were compared, and not yet proven. */
    public void materialise(Chain chain, Path target) throws IOException {
        work.begin(
                Phase.MATERIALISE,
                chain.members().stream()
                        .mapToLong(m -> m.content().plainBytes())
                        .sum());
        try (FileChannel out = DurableFiles.create(target)) {
            for (Manifest manifest : chain.members()) {
                apply(manifest, out);
            }
            out.force(true);
        } catch (IOException e) {
            throw Failures.writing(target, e);
        }
    }

    private void apply(Manifest manifest, FileChannel out) throws IOException {
        Path directory = repository.directoryOf(manifest.id());
        StoredFile content = manifest.content();
        try (StoredReader in = new StoredReader(directory, content, keyring)) {
            if (manifest.kind().standsAlone()) {
                copy(in, out);
            } else {
                int pageSize = manifest.facts().pageSize();
                PagePack.read(
                        directory.resolve(content.name()),
                        in,
                        manifest.facts(),
                        (number, pages, length) -> write(out, (number - 1L) * pageSize, pages, length),
                        work::advance);
                out.truncate(manifest.plainBytes());
            }
        }
    }

    private void copy(StoredReader in, FileChannel out) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            DurableFiles.writeFully(out, ByteBuffer.wrap(block, 0, count));
            work.advance(count);
        }
        in.finish();
    }

    private static void write(FileChannel out, long position, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            out.write(buffer, position + buffer.position());
        }
    }

    /** The digest binds every byte; SQLite's checks and the counts say that the bytes are a sound database. */
    public Plain proven(Manifest manifest, Path target) throws IOException {
        Plain plain;
        try {
            plain = Plain.of(target, work);
        } catch (BackupException e) {
            if (e.kind() != Kind.UNUSABLE_DATABASE) {
                throw e;
            }
            throw BackupException.of(Kind.NOT_RESTORABLE)
                    .with("id", manifest.id())
                    .with("problem", "it is no database")
                    .because(e)
                    .build();
        }
        List<String> problems = new ArrayList<>();
        if (!plain.sha256().equals(manifest.plainSha256())
                || !plain.index().root().equals(manifest.root())) {
            problems.add("its digest differs");
        }
        problems.addAll(manifest.facts().differences(plain.facts()));
        plain.defects().stream().filter(d -> !manifest.defects().contains(d)).forEach(problems::add);
        if (!problems.isEmpty()) {
            throw BackupException.of(Kind.NOT_RESTORABLE)
                    .with("id", manifest.id())
                    .with("problem", String.join("; ", problems))
                    .build();
        }
        return plain;
    }

    /** Reads everything that a backup itself holds, without putting it together. */
    void readContent(Manifest manifest) throws IOException {
        Path directory = repository.directoryOf(manifest.id());
        work.begin(
                Phase.READ_BACK,
                manifest.files().stream().mapToLong(StoredFile::plainBytes).sum());
        StoredFile content = manifest.content();
        try (StoredReader in = new StoredReader(directory, content, keyring)) {
            if (manifest.kind().standsAlone()) {
                in.finish();
            } else {
                PagePack.read(directory.resolve(content.name()), in, manifest.facts(), (n, p, l) -> {}, work::advance);
            }
        }
        index(manifest);
    }

    /** The page index of a backup; its root must be the manifest's. */
    PageIndex index(Manifest manifest) throws IOException {
        StoredFile file = manifest.file(Role.INDEX);
        Path directory = repository.directoryOf(manifest.id());
        byte[] entries = new byte[(int) file.plainBytes()];
        try (StoredReader in = new StoredReader(directory, file, keyring)) {
            in.fill(entries, entries.length);
            in.finish();
        }
        PageIndex index = new PageIndex(manifest.facts().pageSize(), entries);
        if (!index.root().equals(manifest.root())) {
            throw BackupException.of(Kind.DAMAGED_BACKUP)
                    .with("file", directory.resolve(file.name()))
                    .with("problem", "its root is not the manifest's")
                    .build();
        }
        return index;
    }
}
