package dev.cairn.backup.store;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.ImportPolicy;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Sqlite;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.format.Manifest;
import dev.cairn.backup.format.StoredFile;
import dev.cairn.backup.format.Trust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where backups from elsewhere are looked at before they are added: nothing is opened in place, nothing is decoded that
 * is beyond the limits, and SQLite reads the copy with no trust in its schema.
 */
public final class Quarantine {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 100;
    /** Beyond what zstd makes of real databases; its most for zeros is about three times that. */
    private static final long MOST_RATIO = 10_000;

    private final Settings settings;
    private final ImportPolicy policy;
    private final Work work;

    /** What is let in is for the policy to say. */
    public Quarantine(Settings settings, ImportPolicy policy, Work work) {
        this.settings = settings;
        this.policy = policy;
        this.work = work;
    }

    /** What was let in, and where it came from. */
    public record Admitted(Plain plain, String origin) {}

    /** Copies a plain file, or puts a backup directory of another repository together, and checks it. */
    public Admitted admit(Path source, Staging staging) throws IOException {
        Path copy = staging.file("import.db");
        String origin =
                Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) ? assemble(source, copy) : copyPlain(source, copy);
        requireDatabase(source, copy);
        Plain plain = Plain.of(copy, work);
        if (!plain.defects().isEmpty()) {
            throw damaged(source, String.join("; ", plain.defects()));
        }
        requireSchema(plain);
        return new Admitted(plain, origin);
    }

    private String assemble(Path source, Path copy) throws IOException {
        Path backups = DurableFiles.directoryOf(source);
        Repository foreign = new Repository(DurableFiles.directoryOf(backups));
        Set<String> signers = new HashSet<>(policy.signers());
        signers.addAll(settings.trust().signers());
        signers.addAll(settings.repository().description().signers());
        BackupId id = BackupId.parse(source.getFileName().toString());
        Trust trust = new Trust(signers, policy.unsignedToo());
        Chain chain = Chain.of(foreign, trust, id);
        if (chain.tip().signer().isEmpty() && !policy.unsignedToo()) {
            throw BackupException.of(Kind.UNSIGNED).with("id", id).build();
        }
        if (signers.isEmpty() && !policy.unsignedToo()) {
            throw BackupException.of(Kind.UNKNOWN_SIGNER)
                    .with("id", id)
                    .with("signer", chain.tip().signer().orElse(""))
                    .build();
        }
        requireThisDatabase(chain.tip());
        chain.members().forEach(this::requireWithin);
        new Assembly(foreign, settings.keyring(), work).assemble(chain, copy);
        return id.text();
    }

    private void requireThisDatabase(Manifest manifest) throws IOException {
        String name = settings.repository().description().database();
        if (!manifest.database().equals(name) && !policy.otherDatabase()) {
            throw BackupException.of(Kind.FOREIGN_DATABASE)
                    .with("id", manifest.id())
                    .with("database", manifest.database())
                    .with("expected", name)
                    .build();
        }
    }

    private void requireWithin(Manifest manifest) {
        limit("bytes of the database", manifest.plainBytes(), policy.mostBytes());
        for (StoredFile file : manifest.files()) {
            limit("bytes of a file", file.plainBytes(), Math.max(policy.mostBytes(), 1 << 20) * 2);
            limit("ratio of compression", file.plainBytes() / Math.max(1, file.bytes()), MOST_RATIO);
        }
    }

    private static void limit(String what, long value, long most) {
        if (value > most) {
            throw BackupException.of(Kind.BEYOND_LIMIT)
                    .with("limit", what)
                    .with("value", value)
                    .with("most", most)
                    .build();
        }
    }

    /** By SQLite, since the file might be open in this process after all. */
    private String copyPlain(Path source, Path copy) throws IOException {
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw BackupException.of(Kind.NO_DATABASE).with("path", source).build();
        }
        if (!policy.unsignedToo()) {
            throw BackupException.of(Kind.UNSIGNED).with("path", source).build();
        }
        limit("bytes of the database", Files.size(source), policy.mostBytes());
        for (String companion : List.of("-wal", "-journal")) {
            if (Files.exists(source.resolveSibling(source.getFileName() + companion))) {
                throw damaged(source, "a journal lies beside it, so it is not the whole database");
            }
        }
        DurableFiles.create(copy).close();
        try (Sqlite db = Sqlite.copy(source)) {
            int result = db.backup(copy, (left, total) -> work.reach(total - left, total), -1);
            if (result != Sqlite.OK) {
                throw Sqlite.failure(source, result).build();
            }
        } catch (SQLException e) {
            throw Sqlite.failure(source, e);
        }
        if (Files.size(copy) != Files.size(source)) {
            throw damaged(source, "its length is not what its head says");
        }
        return source.getFileName().toString();
    }

    /** The head of the file, before SQLite reads more of it. */
    private static void requireDatabase(Path source, Path copy) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        long size;
        try (FileChannel channel = DurableFiles.read(copy)) {
            channel.read(head, 0);
            size = channel.size();
        }
        int stated = head.getShort(16) & 0xffff;
        int pageSize = stated == 1 ? 65_536 : stated;
        boolean sized = Integer.bitCount(pageSize) == 1 && pageSize >= 512 && size % pageSize == 0;
        boolean counted = sized && Integer.toUnsignedLong(head.getInt(28)) == size / pageSize;
        if (!Arrays.equals(Arrays.copyOf(head.array(), MAGIC.length), MAGIC) || !counted) {
            throw damaged(source, "its head is not that of a whole database");
        }
    }

    private void requireSchema(Plain plain) throws IOException {
        String digest = plain.facts().schemaSha256();
        List<Manifest> here = settings.repository().trusted(settings.trust());
        Optional<String> expected = here.isEmpty()
                ? Optional.empty()
                : Optional.of(here.get(here.size() - 1).facts().schemaSha256());
        if (!expected.equals(Optional.of(digest)) && !policy.schemas().contains(digest)) {
            throw BackupException.of(Kind.FOREIGN_SCHEMA)
                    .with("schema", digest)
                    .with("expected", expected.orElse("none yet"))
                    .with("triggers and views", watched(plain.file()))
                    .build();
        }
    }

    /** What could act by itself once the database is used. */
    private static List<String> watched(Path file) {
        try (Sqlite db = Sqlite.copy(file)) {
            return db.texts(
                    "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY 1");
        } catch (SQLException e) {
            throw Sqlite.failure(file, e);
        }
    }

    private static BackupException damaged(Path source, String problem) {
        return BackupException.of(Kind.DAMAGED_BACKUP)
                .with("file", source)
                .with("problem", problem)
                .build();
    }
}
