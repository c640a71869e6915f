package dev.cairn.backup.restore;

import dev.cairn.backup.Recovered;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.RestorePoint;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.file.Undisturbed;
import dev.cairn.backup.file.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be done about the restores of a database without any repository. */
public final class Recovery {
    private static final Duration LOCK_WAIT = RestorePolicy.careful().lockWait();

    private final Path database;

    private Recovery(Path database) {
        this.database = database;
    }

    /** Nothing is looked at yet. */
    public static Recovery of(Path database) {
        return new Recovery(database);
    }

    /** What is done at the place. */
    @FunctionalInterface
    private interface Body<T> {
        T run(RestoreSite site) throws IOException;
    }

    private <T> T at(Body<T> body) {
        try {
            return body.run(RestoreSite.of(database));
        } catch (IOException e) {
            throw Failures.of(database, e);
        }
    }

    /** How far a restore is that has a journal; empty if there is none. */
    public Optional<RestoreState> unfinished() {
        return at(site -> site.journal().map(RestoreJournal::state));
    }

    /** Those there are, oldest first. */
    public List<RestorePoint> restorePoints() {
        return at(RestoreSite::restorePoints);
    }

    /** Deletes those older than this, but for that of a restore that is not finished. */
    public List<RestorePoint> deleteRestorePoints(Duration olderThan) {
        return at(site -> site.isThere()
                ? site.locked(
                        () -> site.deletePoints(Clock.systemUTC().instant().minus(olderThan)))
                : List.of());
    }

    /** Takes up the restore that the journal tells of; empty if there is none. */
    public Optional<Recovered> recover() {
        return at(site -> site.isThere() ? site.locked(() -> recovered(site)) : Optional.empty());
    }

    private static Optional<Recovered> recovered(RestoreSite site) throws IOException {
        Optional<RestoreJournal> journal = site.journal();
        if (journal.isEmpty()) {
            site.clean();
            return Optional.empty();
        }
        return Optional.of(Undisturbed.run(() -> takenUp(site, journal.get())));
    }

    private static Recovered takenUp(RestoreSite site, RestoreJournal journal) throws IOException {
        List<String> users = Users.of(site.database());
        boolean moves = journal.way() == RestorePlan.Way.SWAP && !journal.untouched();
        if (moves && !users.isEmpty()) {
            throw Planning.inUse(site.database(), users);
        }
        Course course = new Course(site, journal, state -> {});
        try (Work work = Work.silent()) {
            Replacing replacing = journal.way() == RestorePlan.Way.SWAP
                    ? new Swap(course, null)
                    : new InPlace(course, work, LOCK_WAIT, null);
            return new Turnover(course, replacing, work, Clock.systemUTC(), null).recover();
        }
    }
}
