package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Schema.Item;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.core.DB;

/**
 * The copies that stand beside a database file, named {@code FILE.restore-point-TIME.db}.
 *
 * <p>SQLite makes them ({@code VACUUM INTO}), under another name until they are whole, and SQLite writes them back: the
 * backup API replaces the content of the live file in one transaction of its own, so that a crash leaves the old
 * content or the new, and other connections go on. The driver's {@code restore} is not used, because it hides its
 * failures.
 */
final class RestorePoints {
    private static final Logger LOG = LoggerFactory.getLogger(RestorePoints.class);
    private static final int KEPT = 3;
    private static final String MARK = ".restore-point-";
    private static final String UNFINISHED = ".tmp";
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT);
    private static final String DATA_VERSION = "PRAGMA data_version";
    private static final int MOST_PAGES = 500;
    private static final int SLEEP_MILLIS = 20;

    private final Path database;
    private final Clock clock;

    RestorePoints(Path database, Clock clock) {
        this.database = database.toAbsolutePath();
        this.clock = clock;
    }

    /**
     * Copies what is committed. The caller holds the write lock, so nobody else is here and nothing moves. Older ones
     * stay until {@link #prune}: a run that changes nothing must not push them out.
     */
    RestorePoint take(Sqlite reader) throws SQLException {
        try {
            removeUnfinished();
            Instant now = clock.instant();
            String id = ID.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            while (Files.exists(fileOf(id))) {
                now = now.plusMillis(1);
                id = ID.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            }
            Path unfinished = database.resolveSibling(fileOf(id).getFileName() + UNFINISHED);
            copyInto(reader, unfinished);
            publish(unfinished, fileOf(id));
            return find(id);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void publish(Path unfinished, Path target) throws IOException, SQLException {
        try {
            DurableFiles.publish(unfinished, target);
        } catch (IOException e) {
            removeUnfinished();
            throw e;
        }
    }

    private void copyInto(Sqlite reader, Path unfinished) throws IOException, SQLException {
        DurableFiles.createPrivate(unfinished);
        try {
            reader.copyInto(unfinished);
        } catch (SQLException e) {
            removeUnfinished();
            throw failed(e);
        }
    }

    private MigrationException failed(Exception e) {
        boolean interrupted = e instanceof ClosedByInterruptException;
        return MigrationException.of(interrupted ? Kind.INTERRUPTED : Kind.RESTORE_POINT_FAILED)
                .with("directory", directory())
                .with("problem", String.valueOf(e.getMessage()))
                .because(e)
                .build();
    }

    /** Newest first. */
    List<RestorePoint> list() throws SQLException {
        Pattern name = Pattern.compile(Pattern.quote(database.getFileName() + MARK) + "(\\d{8}T\\d{9}Z)\\.db");
        List<RestorePoint> found = new ArrayList<>();
        for (Path file : siblings()) {
            Matcher matcher = name.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                found.add(describe(matcher.group(1), file));
            }
        }
        found.sort(Comparator.comparing(RestorePoint::id).reversed());
        return found;
    }

    private static RestorePoint describe(String id, Path file) throws SQLException {
        Instant taken = LocalDateTime.parse(id, ID).toInstant(ZoneOffset.UTC);
        try (Sqlite copy = Sqlite.immutable(file)) {
            String current =
                    History.read(copy).current().map(History.Entry::name).orElse("");
            return new RestorePoint(id, file, taken, Files.size(file), current);
        } catch (SQLException | IOException e) {
            return new RestorePoint(id, file, taken, file.toFile().length(), "(unreadable)");
        }
    }

    RestorePoint find(String id) throws SQLException {
        return list().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> bad(id, "there is none of this name"));
    }

    private MigrationException bad(String id, String problem) {
        return MigrationException.of(Kind.BAD_RESTORE_POINT)
                .with("id", id)
                .with("database", database)
                .with("problem", problem)
                .build();
    }

    /** What the live database holds and the copy does not: rows, by their number. */
    static List<Loss> lossOf(Sqlite live, Sqlite copy) throws SQLException {
        Schema kept = Schema.read(copy);
        List<Loss> losses = new ArrayList<>();
        for (Item table : Schema.read(live).tables()) {
            Item remains = kept.table(table.name());
            long lost = LossMeter.rows(live, table) - (remains == null ? 0 : LossMeter.rows(copy, remains));
            if (lost > 0) {
                losses.add(new Loss(remains == null ? Loss.Type.TABLE : Loss.Type.ROWS, table.name(), lost));
            }
        }
        return losses;
    }

    /**
     * Does something in WAL mode: with a rollback journal the backup locks readers out, and nobody could look whether
     * somebody has written. Where others hold on to the file afterwards, it stays in that mode.
     */
    static void inWalMode(Sqlite live, Duration deadline, Sqlite.Call<?> call) throws SQLException {
        String mode = live.texts("PRAGMA journal_mode").get(0);
        live.waiting(deadline, "PRAGMA journal_mode = WAL");
        try {
            call.run();
        } finally {
            setBack(live, mode);
        }
    }

    private static void setBack(Sqlite live, String mode) throws SQLException {
        try {
            live.execute("PRAGMA journal_mode = " + mode);
        } catch (SQLException e) {
            if (!Sqlite.isBusy(e)) {
                throw e;
            }
        }
    }

    /** Differs from what it was before as soon as another connection has committed. */
    static long version(Sqlite watcher) throws SQLException {
        return watcher.number(DATA_VERSION);
    }

    /** The copy of this name, if SQLite finds it whole. */
    RestorePoint whole(String id) throws SQLException {
        RestorePoint point = find(id);
        try (Sqlite copy = Sqlite.immutable(point.file())) {
            String verdict = copy.texts("PRAGMA integrity_check(1)").get(0);
            if (!verdict.equals("ok")) {
                throw bad(id, verdict);
            }
            return point;
        } catch (SQLException e) {
            throw bad(id, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Writes a copy over the live content.
     *
     * <p>From its first step on the backup holds the write lock; if somebody committed between {@code watcher}'s look
     * at the {@code version} and that moment, the source is made busy, which ends the backup and rolls the live file
     * back.
     */
    void apply(RestorePoint point, Sqlite watcher, long version, Duration deadline) throws SQLException {
        try (Sqlite source = Sqlite.open(point.file())) {
            Watch watch = new Watch(watcher, source, version);
            int pages = (int) Math.max(1, Math.min(MOST_PAGES, source.number("PRAGMA page_count") / 4));
            long end = System.nanoTime() + deadline.toNanos();
            int result;
            boolean interrupted;
            do {
                result = source.connection()
                        .getDatabase()
                        .backup("main", database.toString(), watch, SLEEP_MILLIS, 1, pages);
                interrupted = Thread.currentThread().isInterrupted();
            } while (result == Sqlite.BUSY && !watch.raced && !interrupted && System.nanoTime() - end < 0);
            source.rollback();
            if (watch.raced) {
                throw MigrationException.of(Kind.RESTORE_RACED)
                        .with("id", point.id())
                        .build();
            }
            if (result == Sqlite.BUSY) {
                throw MigrationException.of(interrupted ? Kind.INTERRUPTED : Kind.BUSY)
                        .with("waitedMillis", deadline.toMillis())
                        .build();
            }
            if (result != 0) {
                throw MigrationException.of(Kind.STORAGE).with("code", result).build();
            }
        }
    }

    /** Looks once, after the first step, whether the live file is still what it was. */
    private static final class Watch implements DB.ProgressObserver {
        private final Sqlite live;
        private final Sqlite source;
        private final long version;
        private boolean looked;
        private boolean raced;

        Watch(Sqlite live, Sqlite source, long version) {
            this.live = live;
            this.source = source;
            this.version = version;
        }

        @Override
        public void progress(int remaining, int total) {
            if (looked) {
                return;
            }
            looked = true;
            try {
                raced = live.number(DATA_VERSION) != version;
            } catch (SQLException e) {
                // Nothing may be thrown through SQLite; not knowing counts as a race.
                raced = true;
            }
            try {
                if (raced) {
                    source.execute("BEGIN IMMEDIATE");
                }
            } catch (SQLException e) {
                // Then the backup goes on, and its result says so.
                raced = false;
            }
        }
    }

    /** Takes back a copy from before a change that did not happen. */
    void discard(RestorePoint point) {
        try {
            Files.deleteIfExists(point.file());
        } catch (IOException e) {
            LOG.warn("The restore point {} is not wanted any more and could not be deleted", point.file(), e);
        }
    }

    /** Gives up all but the newest, and this one; what cannot be deleted now, the next change tries again. */
    void prune(RestorePoint kept) {
        try {
            list().stream().skip(KEPT).filter(p -> !p.id().equals(kept.id())).forEach(this::discard);
        } catch (SQLException e) {
            LOG.warn("Old restore points of {} could not be listed, and stay", database, e);
        }
    }

    private void removeUnfinished() throws IOException, SQLException {
        for (Path file : siblings()) {
            String name = file.getFileName().toString();
            if (name.startsWith(database.getFileName() + MARK) && name.contains(UNFINISHED)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> siblings() throws SQLException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        } catch (IOException e) {
            throw new SQLException("cannot list " + directory(), e);
        }
    }

    private Path directory() {
        return DurableFiles.directoryOf(database);
    }

    private Path fileOf(String id) {
        return database.resolveSibling(database.getFileName() + MARK + id + ".db");
    }
}
