package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
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

/**
 * The copies that stand beside a database file, named {@code FILE.restore-point-TIME.db}.
 *
 * <p>SQLite makes them ({@code VACUUM INTO}), under another name until they are whole. How one is written back is
 * {@link WayBack}'s.
 */
final class RestorePoints {
    private static final Logger LOG = LoggerFactory.getLogger(RestorePoints.class);
    private static final int KEPT = 3;
    private static final String MARK = ".restore-point-";
    private static final String UNFINISHED = ".tmp";
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT);

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
