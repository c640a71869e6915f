package dev.cairn.backup.restore;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.Recovered.Outcome;
import dev.cairn.backup.RestorePlan.Way;
import dev.cairn.backup.RestorePoint;
import dev.cairn.backup.RestoreState;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.backup.file.Failures;
import dev.cairn.backup.file.Soundness;
import dev.cairn.backup.file.Sqlite;
import dev.cairn.backup.file.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a restore that touches the database: from the restore point to the end, whichever that is. What it has
 * begun it takes up again from the journal alone.
 *
 * <p>It is done when a fresh snapshot of the database is what was staged. Whatever fails before is undone, and that is
 * proven in the same way; whatever cannot be undone leaves the journal, and with it the fence.
 */
final class Turnover {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    /** With these nothing was written. */
    private static final Set<Kind> HARMLESS = EnumSet.of(Kind.BUSY, Kind.CHANGED_MEANWHILE, Kind.IN_USE);

    private static final String NOTHING = "";

    private final Course course;
    private final RestoreSite site;
    private final Replacing replacing;
    private final Work work;
    private final Clock clock;
    private final @Nullable Watch watch;
    private final List<String> warnings = new ArrayList<>();
    private boolean unexpected;

    Turnover(Course course, Replacing replacing, Work work, Clock clock, @Nullable Watch watch) {
        this.course = course;
        this.site = course.site();
        this.replacing = replacing;
        this.work = work;
        this.clock = clock;
        this.watch = watch;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Replaces what is there, or leaves it as it was. */
    void carryOut() throws IOException {
        try {
            course.reach(RestoreState.APPLYING);
            replacing.apply();
            course.reach(RestoreState.APPLIED);
            fold();
            prove();
            course.reach(RestoreState.LIVE_VERIFIED);
        } catch (SQLException e) {
            throw undone(Sqlite.failure(site.database(), e));
        } catch (IOException | RuntimeException | Error e) {
            throw undone(e);
        }
        finish();
    }

    private void fold() throws SQLException {
        if (inPlace() && watch != null && !watch.fold()) {
            warnings.add("a reader keeps the log from being moved into the file; the next checkpoint does it");
        }
    }

    private boolean inPlace() {
        return course.journal().way() == Way.IN_PLACE;
    }

    private void prove() throws IOException, SQLException {
        if (course.journal().staged().equals(Optional.of(Fresh.imprint(site, work)))) {
            return;
        }
        if (inPlace() && watch != null && watch.changed()) {
            Soundness soundness = Soundness.of(site.snapshot(), () -> false);
            warnings.add("others wrote to the restored database at once, so it was not compared byte by byte");
            warnings.addAll(soundness.defects());
            return;
        }
        throw BackupException.of(Kind.NOT_RESTORABLE)
                .with("database", site.database())
                .with("problem", "a fresh snapshot of it is not what was restored")
                .build();
    }

    /** Undoes what was begun, and says what then is to be thrown. */
    private RuntimeException undone(Throwable cause) throws IOException {
        BackupException failure = failure(cause);
        boolean harmless = course.state() == RestoreState.APPLYING && HARMLESS.contains(failure.kind());
        boolean untouched = harmless || (course.state() == RestoreState.APPLYING && replacing.untouched());
        String present = inPlace() && !untouched ? looked() : NOTHING;
        if (inPlace() && (untouched || isPoint(present))) {
            course.abandon();
            return failure;
        }
        keepUnexpected(present);
        rollBack(failure);
        return harmless
                ? failure
                : BackupException.of(Kind.ROLLED_BACK)
                        .with("database", site.database())
                        .because(failure)
                        .build();
    }

    /** On a disk that is full, what was staged gives way to the look at what there is: it is needed no more. */
    private String looked() throws IOException {
        RestoreSite.deleteDatabase(site.staged());
        return present();
    }

    /** What is neither the old nor the new state somebody has written: putting back the old must not lose it. */
    private void keepUnexpected(String present) throws IOException {
        if (!present.equals(NOTHING) && !isPoint(present) && !isStaged(present)) {
            DurableFiles.rename(site.snapshot(), site.found(course.journal()));
            unexpected = true;
        }
    }

    private BackupException failure(Throwable cause) {
        if (cause instanceof BackupException e) {
            return e;
        }
        if (cause instanceof IOException e) {
            return Failures.of(site.database(), e);
        }
        return BackupException.of(Kind.ROLLED_BACK)
                .with("database", site.database())
                .because(cause)
                .build();
    }

    /** The imprint of what is in the database now; of nothing, if it cannot be read. */
    private String present() throws IOException {
        try {
            return Fresh.imprint(site, work);
        } catch (BackupException | IOException e) {
            LOG.debug("{} cannot be read now", site.database(), e);
            RestoreSite.deleteDatabase(site.snapshot());
            return NOTHING;
        }
    }

    private boolean isPoint(String imprint) {
        return course.journal().point().equals(Optional.of(imprint));
    }

    private boolean isStaged(String imprint) {
        return course.journal().staged().equals(Optional.of(imprint));
    }

    private void rollBack(Throwable cause) throws IOException {
        try {
            course.reach(RestoreState.ROLLING_BACK);
            replacing.rollBack();
            course.reach(RestoreState.ROLLED_BACK);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            throw needsOperator(cause, e);
        }
        finish();
    }

    private BackupException needsOperator(Throwable cause, Throwable again) {
        try {
            RestoreSite.deleteDatabase(site.snapshot());
            course.reach(RestoreState.NEEDS_OPERATOR);
        } catch (IOException | RuntimeException e) {
            // The journal says ROLLING_BACK: whoever comes next tries that.
            again.addSuppressed(e);
        }
        BackupException failure = BackupException.of(Kind.NEEDS_OPERATOR)
                .with("database", site.database())
                .with("point", point().map(RestorePoint::path).orElse(site.database()))
                .exactly("command", replacing.command())
                .because(again)
                .build();
        if (cause != again) {
            failure.addSuppressed(cause);
        }
        return failure;
    }

    private Optional<RestorePoint> point() {
        try {
            return site.restorePoints().stream()
                    .filter(p -> p.restore().equals(course.journal().id()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Opens the database to everybody again. */
    private void finish() throws IOException {
        if (course.state() == RestoreState.LIVE_VERIFIED) {
            try {
                course.reach(RestoreState.UNFENCED);
            } catch (RuntimeException e) {
                LOG.warn("The restore of {} is done; who was told of it threw", site.database(), e);
            }
        }
        settleMode();
        site.clean();
        site.dropEmpty(course.journal());
        site.deletePoints(clock.instant().minus(course.journal().keepPoints()));
        site.close();
    }

    /** What was staged, or the restore point, brought its own. */
    private void settleMode() {
        String mode = course.journal().journalMode();
        if (mode.isEmpty() || !Files.exists(site.database())) {
            return;
        }
        try {
            if (watch != null && inPlace()) {
                watch.mode(mode);
            } else {
                try (Watch after = Watch.on(site.database(), Duration.ZERO)) {
                    after.mode(mode);
                }
            }
        } catch (SQLException e) {
            warnings.add("the journal mode could not be set to " + mode + " again");
            LOG.debug("{}: no journal mode {}", site.database(), mode, e);
        }
    }

    /** Takes up what the journal says. */
    Recovered recover() throws IOException {
        RestoreState found = course.state();
        Outcome outcome = settle(found);
        Optional<Path> point = point().map(RestorePoint::path);
        return new Recovered(
                course.journal().id(),
                course.journal().backup(),
                site.database(),
                found,
                outcome,
                point,
                unexpected ? Optional.of(site.found(course.journal())) : Optional.empty());
    }

    private Outcome settle(RestoreState found) throws IOException {
        if (course.journal().untouched()) {
            course.abandon();
            return Outcome.UNTOUCHED;
        }
        return switch (found) {
            case LIVE_VERIFIED, UNFENCED -> done();
            case ROLLED_BACK -> {
                finish();
                yield Outcome.ROLLED_BACK;
            }
            case ROLLING_BACK, NEEDS_OPERATOR -> rolledBack();
            default -> replacing instanceof Swap swap ? settled(swap) : settled();
        };
    }

    private Outcome settled(Swap swap) throws IOException {
        return swap.applied() && isStaged(present()) ? done() : rolledBack();
    }

    private Outcome settled() throws IOException {
        String present = present();
        if (isStaged(present)) {
            return done();
        }
        if (isPoint(present)) {
            course.abandon();
            return Outcome.UNTOUCHED;
        }
        keepUnexpected(present);
        return rolledBack();
    }

    private Outcome done() throws IOException {
        if (course.state().compareTo(RestoreState.LIVE_VERIFIED) < 0) {
            course.reach(RestoreState.LIVE_VERIFIED);
        }
        finish();
        return Outcome.RESTORED;
    }

    private Outcome rolledBack() throws IOException {
        rollBack(BackupException.of(Kind.UNFINISHED_RESTORE)
                .with("database", site.database())
                .build());
        return Outcome.ROLLED_BACK;
    }
}
