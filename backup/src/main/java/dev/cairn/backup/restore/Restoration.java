package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.RestorePolicy;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.Restored;
import dev.cairn.backup.file.Imprint;
import dev.cairn.backup.file.PageIndex;
import dev.cairn.backup.file.Plain;
import dev.cairn.backup.file.Sqlite;
import dev.cairn.backup.file.Undisturbed;
import dev.cairn.backup.file.Work;
import dev.cairn.backup.format.BackupId;
import dev.cairn.backup.store.Assembly;
import dev.cairn.backup.store.Chain;
import dev.cairn.backup.store.Repository;
import dev.cairn.backup.store.Settings;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One restore in place. What is restored is put together and proven beside the database while that is in use; only then
 * nobody is let at it, what is there is kept, and {@link Turnover} does the rest.
 */
public final class Restoration {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BOUND = 1 << 24;

    private final Settings settings;
    private final Repository repository;
    private final RestorePolicy policy;
    private final Work work;
    private final @Nullable Database live;

    private Duration fenced = Duration.ZERO;
    private boolean done;

    /** @param live the database, where it is open in this process */
    public Restoration(Settings settings, RestorePolicy policy, Work work, @Nullable Database live) {
        this.settings = settings;
        this.repository = settings.repository();
        this.policy = policy;
        this.work = work;
        this.live = live;
    }

    /** Restores this backup into that file; a failure says how it left the database. */
    public Restored carryOut(BackupId id, Path database) throws IOException {
        RestoreSite site = RestoreSite.of(database);
        return site.locked(() -> {
            site.requireNone();
            site.clean();
            Chain chain = Chain.of(repository, settings.trust(), id);
            Present present = Present.of(site.database());
            RestorePlan plan = new Planning(settings, policy, live != null).plan(chain, site, present);
            requirePossible(plan);
            Course course = new Course(site, journal(plan, present), policy.onState());
            return restore(course, chain, present);
        });
    }

    private static void requirePossible(RestorePlan plan) {
        if (!plan.possible()) {
            throw plan.refusals().get(0);
        }
    }

    private RestoreJournal journal(RestorePlan plan, Present present) {
        Instant now = settings.clock().instant();
        String id = RestoreSite.time(now) + String.format(Locale.ROOT, "-%06x", RANDOM.nextInt(RANDOM_BOUND));
        return new RestoreJournal(
                id,
                plan.backup().id(),
                RestoreState.REQUESTED,
                now,
                plan.way(),
                present.journalMode(),
                Optional.empty(),
                Optional.empty(),
                policy.keepPoints());
    }

    private Restored restore(Course course, Chain chain, Present present) throws IOException {
        try {
            Plain plain = stage(course, chain, present);
            try (Watch watch = present.readable() ? Watch.on(present.file(), policy.lockWait()) : null) {
                List<String> warnings = fenced(course, watch);
                return restored(course, present, plain, warnings);
            }
        } catch (SQLException e) {
            abandon(course, e);
            throw Sqlite.failure(present.file(), e);
        } catch (IOException | RuntimeException | Error e) {
            abandon(course, e);
            throw e;
        }
    }

    /** Whatever failed before the database was touched leaves nothing behind. */
    private static void abandon(Course course, Throwable failure) {
        if (!Files.exists(course.site().journalFile()) || !course.journal().untouched()) {
            return;
        }
        try {
            Undisturbed.run(() -> {
                course.abandon();
                return true;
            });
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Plain stage(Course course, Chain chain, Present present) throws IOException {
        RestoreSite site = course.site();
        course.reach(RestoreState.REQUESTED);
        Assembly assembly = new Assembly(repository, settings.keyring(), work);
        assembly.compare(chain);
        course.reach(RestoreState.RESOLVED);
        assembly.materialise(chain, site.staged());
        course.reach(RestoreState.STAGED);
        Plain plain = assembly.proven(chain.tip(), site.staged());
        check(site.staged(), plain);
        long free = Files.getFileStore(site.staged()).getUsableSpace();
        Planning.requireRoom(site.database(), Planning.rest(plain.facts().bytes(), present.bytes()), free);
        String imprint = Imprint.of(site.staged());
        course.note(journal -> journal.staged(imprint));
        course.reach(RestoreState.STAGE_VERIFIED);
        return plain;
    }

    /** It may open the file, and must leave it as it is. */
    private void check(Path staged, Plain plain) throws IOException {
        try {
            policy.check().accept(staged);
        } catch (RuntimeException e) {
            throw BackupException.of(Kind.RESTORE_REFUSED).because(e).build();
        }
        if (!PageIndex.read(staged, plain.facts().pageSize(), work).sha256().equals(plain.sha256())) {
            throw BackupException.of(Kind.RESTORE_REFUSED)
                    .with("problem", "the check has changed what it looked at")
                    .build();
        }
    }

    private List<String> fenced(Course course, @Nullable Watch watch) throws IOException {
        Database open = live;
        if (open == null) {
            return turnOver(course, watch);
        }
        try {
            return open.<List<String>, IOException>exclusively(policy.drain(), file -> turnOver(course, watch));
        } catch (DalException e) {
            throw translated(course, e);
        } catch (IOException | RuntimeException e) {
            if (done) {
                throw notReopened(course, e);
            }
            throw e;
        }
    }

    private RuntimeException translated(Course course, DalException e) {
        if (done) {
            return notReopened(course, e);
        }
        boolean busy = e.kind() == DalException.Kind.BUSY;
        if (!busy && e.kind() != DalException.Kind.INTERRUPTED) {
            return e;
        }
        return BackupException.of(busy ? Kind.BUSY : Kind.CANCELLED)
                .with("database", course.site().database())
                .hint("The database is as it was. The cause says what it was waiting for.")
                .because(e)
                .build();
    }

    private static BackupException notReopened(Course course, Exception e) {
        return BackupException.of(Kind.NOT_REOPENED)
                .with("database", course.site().database())
                .with("point", kept(course))
                .because(e)
                .build();
    }

    private static Path kept(Course course) {
        RestoreJournal journal = course.journal();
        return journal.way() == Way.SWAP
                ? course.site().moved(journal)
                : course.site().point(journal);
    }

    private List<String> turnOver(Course course, @Nullable Watch watch) throws IOException {
        long start = System.nanoTime();
        prepare(course, watch);
        List<String> warnings = Undisturbed.run(() -> {
            try (Work steadfast = settings.steadfastWork()) {
                Turnover turnover =
                        new Turnover(course, replacing(course, steadfast, watch), steadfast, settings.clock(), watch);
                turnover.carryOut();
                return turnover.warnings();
            }
        });
        done = true;
        fenced = Duration.ofNanos(System.nanoTime() - start);
        return warnings;
    }

    private void prepare(Course course, @Nullable Watch watch) throws IOException {
        try {
            requireAlone(course, watch);
            course.reach(RestoreState.FENCED);
            keep(course, watch);
            course.reach(RestoreState.RESTORE_POINT);
        } catch (SQLException e) {
            throw Sqlite.failure(course.site().database(), e);
        }
    }

    /** Others never know that a file was moved away under them; of new pages SQLite tells them. */
    private void requireAlone(Course course, @Nullable Watch watch) throws SQLException {
        Path database = course.site().database();
        List<String> others = Users.withoutThis(Users.of(database));
        boolean moves = course.journal().way() == Way.SWAP;
        if (policy.force() && !moves) {
            return;
        }
        boolean seen = moves && !others.isEmpty();
        if (seen || (watch != null && !watch.alone())) {
            throw Planning.inUse(database, others);
        }
    }

    private Replacing replacing(Course course, Work doing, @Nullable Watch watch) {
        return course.journal().way() == Way.SWAP
                ? new Swap(course, watch)
                : new InPlace(course, doing, policy.lockWait(), watch);
    }

    /** What cannot even be copied is damaged, and is moved away as it is. */
    private void keep(Course course, @Nullable Watch watch) throws IOException, SQLException {
        try {
            replacing(course, work, watch).keep();
        } catch (BackupException e) {
            if (e.kind() != Kind.UNUSABLE_DATABASE) {
                throw e;
            }
            course.site().forget(course.journal());
            course.note(journal -> journal.by(Way.SWAP));
            requireAlone(course, watch);
            replacing(course, work, watch).keep();
        }
    }

    private Restored restored(Course course, Present present, Plain plain, List<String> warnings) {
        RestoreJournal journal = course.journal();
        Path kept = kept(course);
        return new Restored(
                journal.id(),
                journal.backup(),
                present.file(),
                journal.way(),
                plain.facts().bytes(),
                plain.sha256(),
                Files.exists(kept) ? Optional.of(kept) : Optional.empty(),
                work.elapsed(),
                fenced,
                List.copyOf(plain.facts().tables().keySet()),
                warnings);
    }
}
