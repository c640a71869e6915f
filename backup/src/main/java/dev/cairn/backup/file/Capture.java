package dev.cairn.backup.file;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.dal.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain copy of a live database, found to be what was read: same counts as in the transaction it was copied in, and
 * checked by SQLite.
 *
 * @param journalMode the journal mode of the live database
 */
public record Capture(Plain plain, String journalMode) {
    private static final double ROOM = 1.05;

    /** Copies into the new file {@code target}. */
    public static Capture of(Path database, Path target, boolean allowEmpty, Work work) throws IOException {
        requireDatabase(database);
        requireRoom(database, target);
        Snapshot snapshot = Snapshot.take(database, target, work);
        if (snapshot.facts().tables().isEmpty() && !allowEmpty) {
            throw BackupException.of(Kind.EMPTY_DATABASE).with("path", database).build();
        }
        Plain plain = Plain.of(target, work);
        List<String> differences = snapshot.facts().differences(plain.facts());
        if (!differences.isEmpty()) {
            throw BackupException.of(Kind.SNAPSHOT_FAILED)
                    .with("path", database)
                    .with("problem", String.join("; ", differences))
                    .build();
        }
        List<String> defects = new ArrayList<>(snapshot.defects());
        plain.defects().stream().filter(d -> !defects.contains(d)).forEach(defects::add);
        return new Capture(
                new Plain(target, plain.facts(), plain.index(), plain.sha256(), defects), snapshot.journalMode());
    }

    /** The file of a database that is open here. */
    public static Path fileOf(Database live) {
        return live.inspect()
                .file()
                .orElseThrow(() -> BackupException.of(Kind.NO_DATABASE)
                        .with("database", "in memory")
                        .build());
    }

    /** Refuses what is missing or no regular file; whether SQLite can read it is not asked. */
    public static void requireDatabase(Path database) {
        if (!Files.exists(database)) {
            throw BackupException.of(Kind.NO_DATABASE).with("path", database).build();
        }
        if (!Files.isRegularFile(database)) {
            throw BackupException.of(Kind.UNUSABLE_DATABASE)
                    .with("path", database)
                    .with("problem", "it is no regular file")
                    .build();
        }
    }

    private static void requireRoom(Path database, Path target) throws IOException {
        long needed = (long) (Files.size(database) * ROOM);
        long free = Files.getFileStore(DurableFiles.directoryOf(target)).getUsableSpace();
        if (free < needed) {
            throw BackupException.of(Kind.NO_SPACE)
                    .with("path", DurableFiles.directoryOf(target))
                    .with("needed", needed)
                    .with("free", free)
                    .build();
        }
    }

    /** Refuses what strictness does not allow. */
    public Capture requireStrict() {
        List<String> problems = new ArrayList<>(plain.defects());
        if (!journalMode.equals("wal")) {
            problems.add("journal mode " + journalMode + " makes writers wait");
        }
        if (!problems.isEmpty()) {
            throw BackupException.of(Kind.NOT_STRICT)
                    .with("problem", String.join("; ", problems))
                    .build();
        }
        return this;
    }
}
