package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePoint;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.store.RepositoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands beside a database because of restores, in a directory named like it with {@code -restore} behind:
 *
 * <pre>
 * lock              what processes lock
 * journal.json      while a restore is not finished
 * staged.db         what is to be restored
 * snapshot.db       a copy of the database, to compare it
 * points/ID.db      what was in the database before
 * points/ID.files/  the same, where the file was moved away
 * points/ID.found.db  what a restore found in the database and neither it nor anybody before it had written
 * </pre>
 */
final class RestoreSite {
    static final List<String> SIDECARS = List.of("-wal", "-shm", "-journal");
    private static final String DIRECTORY = "-restore";
    private static final String FILE = ".db";
    private static final String FILES = ".files";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final int TIME_LENGTH = 16;

    private final Path database;
    private final Path directory;

    private RestoreSite(Path database) {
        this.database = database;
        this.directory = database.resolveSibling(database.getFileName() + DIRECTORY);
    }

    /** SQLite names its own files after the file that a link leads to, and so does this. */
    static RestoreSite of(Path database) throws IOException {
        return new RestoreSite(
                Files.exists(database)
                        ? database.toRealPath()
                        : database.toAbsolutePath().normalize());
    }

    Path database() {
        return database;
    }

    Path journalFile() {
        return directory.resolve(RestoreJournal.FILE);
    }

    Path staged() {
        return directory.resolve("staged.db");
    }

    Path snapshot() {
        return directory.resolve("snapshot.db");
    }

    Path point(RestoreJournal journal) {
        return points().resolve(journal.id() + FILE);
    }

    Path moved(RestoreJournal journal) {
        return points().resolve(journal.id() + FILES);
    }

    Path found(RestoreJournal journal) {
        return points().resolve(journal.id() + ".found.db");
    }

    private Path points() {
        return directory.resolve("points");
    }

    /** One restore or recovery of a database at a time, by whatever process. */
    <T> T locked(RepositoryLock.Body<T> body) throws IOException {
        DurableFiles.makeDirectory(directory);
        DurableFiles.makeDirectory(points());
        return RepositoryLock.writing(directory, body);
    }

    boolean isThere() {
        return Files.isDirectory(directory);
    }

    Optional<RestoreJournal> journal() throws IOException {
        return Files.exists(journalFile())
                ? Optional.of(RestoreJournal.read(
                        journalFile().toString(), DurableFiles.bytes(journalFile(), RestoreJournal.LARGEST)))
                : Optional.empty();
    }

    void requireNone() throws IOException {
        if (Files.exists(journalFile())) {
            throw BackupException.of(Kind.UNFINISHED_RESTORE)
                    .with("database", database)
                    .with("state", journal().map(RestoreJournal::state))
                    .build();
        }
    }

    void save(RestoreJournal journal) throws IOException {
        DurableFiles.replace(journalFile(), journal.write());
    }

    /** Removes what was needed while a restore ran. */
    void clean() throws IOException {
        deleteDatabase(staged());
        deleteDatabase(snapshot());
        DurableFiles.delete(journalFile().resolveSibling(RestoreJournal.FILE + ".tmp"));
    }

    static void deleteDatabase(Path file) throws IOException {
        DurableFiles.delete(file);
        for (Path sidecar : sidecars(file)) {
            DurableFiles.delete(sidecar);
        }
    }

    static List<Path> sidecars(Path file) {
        return SIDECARS.stream()
                .map(suffix -> file.resolveSibling(file.getFileName() + suffix))
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Ends a restore, however it went: after this the database is open to everybody. */
    void close() throws IOException {
        DurableFiles.delete(journalFile());
        DurableFiles.forceDirectory(directory);
    }

    void forget(RestoreJournal journal) throws IOException {
        deleteDatabase(point(journal));
        DurableFiles.delete(moved(journal));
    }

    /** Where nothing was there before, nothing is kept. */
    void dropEmpty(RestoreJournal journal) throws IOException {
        if (DurableFiles.list(moved(journal)).isEmpty()) {
            DurableFiles.delete(moved(journal));
        }
    }

    static String time(Instant when) {
        return TIME.format(LocalDateTime.ofInstant(when, ZoneOffset.UTC));
    }

    /** Oldest first. */
    List<RestorePoint> restorePoints() throws IOException {
        List<RestorePoint> found = new ArrayList<>();
        for (Path path : DurableFiles.list(points())) {
            String name = path.getFileName().toString();
            int dot = name.indexOf('.');
            boolean ours =
                    dot > 0 && RestoreJournal.ID.matcher(name.substring(0, dot)).matches();
            if (ours && (name.endsWith(FILE) || name.endsWith(FILES))) {
                Instant created = LocalDateTime.parse(name.substring(0, TIME_LENGTH), TIME)
                        .toInstant(ZoneOffset.UTC);
                found.add(new RestorePoint(name.substring(0, dot), path, created, size(path)));
            }
        }
        found.sort(Comparator.comparing(RestorePoint::restore));
        return found;
    }

    private static long size(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Files.size(path);
        }
        long size = 0;
        for (Path file : DurableFiles.list(path)) {
            size += Files.size(file);
        }
        return size;
    }

    /** Deletes those created before this, but for that of a restore that is not finished. */
    List<RestorePoint> deletePoints(Instant before) throws IOException {
        Optional<String> running = journal().map(RestoreJournal::id);
        List<RestorePoint> deleted = new ArrayList<>();
        for (RestorePoint point : restorePoints()) {
            boolean needed = running.equals(Optional.of(point.restore()));
            if (point.created().isBefore(before) && !needed) {
                DurableFiles.delete(point.path());
                deleted.add(point);
            }
        }
        return deleted;
    }
}
