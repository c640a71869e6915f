package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the file of a database whose pages SQLite cannot replace: it and what belongs to it are moved away, and what
 * is staged gets its name. The staged file goes last and comes back first, so where it lies says which of the two files
 * has the name; every other step can be repeated.
 */
final class Swap implements Replacing {
    private final Course course;
    private final @Nullable Watch watch;

    Swap(Course course, @Nullable Watch watch) {
        this.course = course;
        this.watch = watch;
    }

    private Path database() {
        return course.site().database();
    }

    private Path moved() {
        return course.site().moved(course.journal());
    }

    private Path staged() {
        return course.site().staged();
    }

    /** Moving it away keeps it. */
    @Override
    public void keep() throws IOException {
        DurableFiles.makeDirectory(moved());
    }

    @Override
    public void apply() throws IOException, SQLException {
        if (watch != null && !watch.hold()) {
            throw BackupException.of(Kind.IN_USE).with("database", database()).build();
        }
        copyPermissions(database(), staged());
        for (Path file : files()) {
            DurableFiles.rename(file, moved().resolve(file.getFileName()));
        }
        DurableFiles.forceDirectory(DurableFiles.directoryOf(database()));
        DurableFiles.rename(staged(), database());
        DurableFiles.forceDirectory(DurableFiles.directoryOf(staged()));
        if (watch != null) {
            watch.close();
        }
    }

    /** The database first, so that what is left of it is never seen without what belongs to it. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (Files.exists(database(), LinkOption.NOFOLLOW_LINKS)) {
            files.add(database());
        }
        files.addAll(RestoreSite.sidecars(database()));
        return files;
    }

    /** So that whoever could read the old file can read the new one. */
    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            view.setPermissions(Files.getPosixFilePermissions(from));
        }
    }

    /** Files may have been moved, and are moved back in any case. */
    @Override
    public boolean untouched() {
        return false;
    }

    boolean applied() {
        return !Files.exists(staged());
    }

    @Override
    public void rollBack() throws IOException, SQLException {
        if (watch != null) {
            watch.close();
        }
        if (applied() && Files.exists(database())) {
            for (Path sidecar : RestoreSite.sidecars(database())) {
                DurableFiles.delete(sidecar);
            }
            DurableFiles.rename(database(), staged());
        }
        for (Path file : DurableFiles.list(moved())) {
            DurableFiles.rename(file, database().resolveSibling(file.getFileName()));
        }
        DurableFiles.forceDirectory(DurableFiles.directoryOf(database()));
        DurableFiles.delete(moved());
    }

    @Override
    public String command() {
        Shell db = new Shell(database());
        String away =
                "rm -f -- " + db + " " + db.and("-wal") + " " + db.and("-shm") + " " + db.and("-journal") + " && ";
        return (applied() ? away : "") + "mv -- " + new Shell(moved()) + "/* "
                + new Shell(DurableFiles.directoryOf(database())) + "/ && rm -- "
                + new Shell(course.site().journalFile());
    }
}
