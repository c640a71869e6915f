package dev.cairn.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be done about the restores of a database without any repository. */
final class Recovery {
    private static final Duration LOCK_WAIT = RestorePolicy.careful().lockWait();

    private final Path database;

    private Recovery(Path database) {
        this.database = database;
    }

    static Recovery of(Path database) {
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

    Optional<RestoreState> unfinished() {
        return at(site -> site.journal().map(RestoreJournal::state));
    }

    List<RestorePoint> restorePoints() {
        return at(RestoreSite::restorePoints);
    }

    List<RestorePoint> deleteRestorePoints(Duration olderThan) {
        return at(site -> site.isThere()
                ? site.locked(
                        () -> site.deletePoints(Clock.systemUTC().instant().minus(olderThan)))
                : List.of());
    }

    Optional<Recovered> recover() {
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
        boolean moves =
                journal.way() == RestorePlan.Way.SWAP && !journal.state().untouched();
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
