package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.file.Capture;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Imprint;
import dev.cairn.backup.file.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replaces the pages of a database that SQLite can read. */
final class InPlace implements Replacing {
    private final Course course;
    private final Work work;
    private final Duration lockWait;
    private final @Nullable Watch watch;
    private @Nullable Overwrite begun;

    InPlace(Course course, Work work, Duration lockWait, @Nullable Watch watch) {
        this.course = course;
        this.work = work;
        this.lockWait = lockWait;
        this.watch = watch;
    }

    private Path database() {
        return course.site().database();
    }

    private Path point() {
        return course.site().point(course.journal());
    }

    @Override
    public void keep() throws IOException, SQLException {
        if (watch != null) {
            watch.note();
        }
        Capture.of(database(), point(), true, work);
        DurableFiles.force(point());
        DurableFiles.forceDirectory(DurableFiles.directoryOf(point()));
        String imprint = Imprint.of(point());
        course.note(journal -> journal.point(Optional.of(imprint)));
    }

    @Override
    public void apply() throws SQLException {
        Overwrite overwrite = new Overwrite(course.site().staged(), database(), work, lockWait);
        begun = overwrite;
        overwrite.run(watch);
    }

    @Override
    public boolean untouched() {
        Overwrite overwrite = begun;
        try {
            return overwrite == null || (!overwrite.committed() && watch != null && !watch.committed());
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void rollBack() throws IOException, SQLException {
        new Overwrite(point(), database(), work, lockWait).run(null);
        String imprint = Fresh.imprint(course.site(), work);
        if (!course.journal().point().equals(Optional.of(imprint))) {
            throw BackupException.of(Kind.NOT_RESTORABLE)
                    .with("database", database())
                    .with("problem", "it is not what the restore point holds")
                    .build();
        }
    }

    @Override
    public String command() {
        Shell db = new Shell(database());
        return "cp -- " + new Shell(point()) + " " + db.and(".new") + " && rm -f -- " + db.and("-wal") + " "
                + db.and("-shm") + " " + db.and("-journal") + " && mv -- " + db.and(".new") + " " + db + " && rm -- "
                + new Shell(course.site().journalFile());
    }
}
