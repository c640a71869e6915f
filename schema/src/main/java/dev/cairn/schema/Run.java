package dev.cairn.schema;

import dev.cairn.schema.History.State;
import dev.cairn.schema.Ledger.Work;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Progress.Phase;
import dev.cairn.schema.Script.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies or undoes migrations on a file, one locked transaction at a time. Confined to one thread.
 *
 * <p>All work that runs with the same foreign-key mode shares one IMMEDIATE transaction, because SQLite cannot change
 * the mode inside one (https://www.sqlite.org/pragma.html#pragma_foreign_keys). What is to be done is read before the
 * lock, to set the mode, and again under it: if another process was faster, there is nothing left to do. Rows and
 * schema from before the transaction are read on a second connection; its snapshot ends before COMMIT, since outside
 * WAL mode a reader would block it.
 */
final class Run {
    /** Above this size SQLite's quick check replaces the full one, which reads every index against its table. */
    private static final long QUICK_CHECK_ABOVE = 64L << 20;

    private final Path file;
    private final Migrations migrations;
    private final Settings settings;
    private final Sqlite live;
    private final Execution execution;
    private final List<Report.Step> done = new ArrayList<>();
    private @Nullable RestorePoint restorePoint;
    private boolean prepared;
    private boolean committed;
    private @Nullable Work current;

    Run(Path file, Migrations migrations, Settings settings, Sqlite live) throws SQLException {
        this.file = file;
        this.migrations = migrations;
        this.settings = settings;
        this.live = live;
        this.execution = new Execution(live, settings);
        EngineGuard.check(live);
        live.execute("PRAGMA temp_store = FILE");
    }

    /** A new file is made in WAL mode, so that readers go on while it is migrated. */
    void initialize() throws SQLException {
        if (live.waiting(settings.lockTimeout(), () -> live.number("PRAGMA page_count")) == 0) {
            live.waiting(settings.lockTimeout(), "PRAGMA journal_mode = WAL");
        }
    }

    Report up(Target target) throws SQLException {
        return all(ledger -> ledger.toApply(target));
    }

    Report down(Target target) throws SQLException {
        List<String> names = ledger().namesToUndo(target);
        return all(ledger -> ledger.toUndo(names));
    }

    private Report all(Function<Ledger, List<Work>> selection) throws SQLException {
        boolean more = true;
        while (more) {
            more = transaction(selection);
        }
        return new Report(done, Optional.ofNullable(restorePoint));
    }

    Ledger ledger() throws SQLException {
        return live.waiting(settings.lockTimeout(), () -> {
            History history = History.read(live);
            boolean foreign = false;
            if (!history.exists()) {
                // In this order: whoever commits in between has made the history together with the tables.
                foreign = !Schema.read(live).isEmpty();
                history = History.read(live);
            }
            return new Ledger(migrations, history, foreign, settings);
        });
    }

    /** The first of this work that can share a transaction. */
    static List<Work> group(List<Work> work, boolean stepwise) {
        if (work.isEmpty() || stepwise) {
            return work.stream().limit(1).toList();
        }
        boolean mode = work.get(0).way().foreignKeys();
        return work.stream().takeWhile(w -> w.way().foreignKeys() == mode).toList();
    }

    private boolean transaction(Function<Ledger, List<Work>> selection) throws SQLException {
        List<Work> all = selection.apply(ledger());
        List<Work> group = group(all, settings.stepwise());
        if (group.isEmpty()) {
            return false;
        }
        live.execute("PRAGMA foreign_keys = " + (group.get(0).way().foreignKeys() ? "ON" : "OFF"));
        settings.tell(Phase.WAITING, "", 0, 1);
        live.beginImmediate(settings.lockTimeout());
        int before = done.size();
        try {
            List<Work> still = group(selection.apply(ledger()), settings.stepwise());
            if (names(still).equals(names(group))) {
                work(still, group.size() == all.size());
                settings.tell(Phase.COMMITTING, "", 0, 1);
                live.commit(settings.lockTimeout());
                committed = true;
                if (restorePoint != null) {
                    restorePoints().prune(restorePoint);
                }
            } else {
                live.rollback();
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            done.subList(before, done.size()).clear();
            undo(e);
            discardCopy(e);
            throw e;
        }
    }

    /** Where nothing was changed, the copy is of no use; and it would stand in for an older one. */
    private void discardCopy(Exception cause) {
        boolean uncertain = cause instanceof MigrationException m && m.kind().needsOperator();
        if (restorePoint != null && !committed && !uncertain) {
            restorePoints().discard(restorePoint);
        }
    }

    private RestorePoints restorePoints() {
        return new RestorePoints(file, settings.clock());
    }

    private static String names(List<Work> work) {
        return work.stream().map(Work::name).collect(Collectors.joining("\n"));
    }

    /** A failed migration leaves one row that says so, and nothing else. */
    private void undo(Exception cause) {
        try {
            live.rollback();
            Migration failed = current == null ? null : current.migration();
            if (failed != null) {
                live.beginImmediate(settings.lockTimeout());
                History.create(live);
                History.record(live, failed, State.FAILED, settings.clock().instant(), settings.actor(), 0, null);
                live.commit(settings.lockTimeout());
            }
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void work(List<Work> group, boolean last) throws SQLException {
        try (Sqlite before = Sqlite.query(file)) {
            boolean precious = LossMeter.anythingToLose(before);
            if (precious && !prepared) {
                check(live, Kind.DAMAGED);
                copy(before);
            }
            prepared = true;
            before.execute("BEGIN");
            before.schemaVersion();
            LossMeter meter = precious ? new LossMeter(before, live) : null;
            History.create(live);
            for (Work work : group) {
                current = work;
                done.add(apply(work, before, meter));
            }
            if (last) {
                check(live, Kind.DAMAGED_BY_MIGRATION);
            }
            current = null;
        }
    }

    private void copy(Sqlite before) throws SQLException {
        if (settings.restorePoint()) {
            settings.tell(Phase.COPYING, "", 0, 1);
            restorePoint = restorePoints().take(before);
        }
    }

    private void check(Sqlite db, Kind kind) throws SQLException {
        if (settings.validation()) {
            settings.tell(Phase.CHECKING, "", 0, 1);
            String check = db.size() > QUICK_CHECK_ABOVE ? "quick_check" : "integrity_check";
            String verdict = db.texts("PRAGMA " + check + "(1)").get(0);
            if (!verdict.equals("ok")) {
                throw MigrationException.of(kind)
                        .with("database", file)
                        .with("check", check)
                        .with("verdict", verdict)
                        .build();
            }
        }
    }

    private Report.Step apply(Work work, Sqlite before, @Nullable LossMeter meter) throws SQLException {
        long start = System.nanoTime();
        if (meter != null) {
            meter.begin(work.way());
        }
        long changes = live.totalChanges();
        execution.run(work.name(), work.way());
        List<Loss> losses = meter == null ? List.of() : meter.measure(work.way());
        boolean consented = permit(work, losses);
        boolean reshapes = work.way().statements().stream().anyMatch(Run::mayOrphan);
        if (reshapes || live.totalChanges() != changes) {
            ForeignKeys.check(work.name(), before, live);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        record(work, took, consented);
        return new Report.Step(work.name(), took, losses);
    }

    /** Without touching a row: a new column may refer to nothing by its default, a key go with its index. */
    private static boolean mayOrphan(Statement s) {
        boolean refers = s.tokens().stream().anyMatch(t -> t.is("REFERENCES"));
        return s.startsWith("DROP") || s.startsWith("PRAGMA") || (s.startsWith("ALTER") && refers);
    }

    private void record(Work work, Duration took, boolean consented) throws SQLException {
        Instant now = settings.clock().instant();
        Migration migration = work.migration();
        if (migration == null) {
            History.recordRollback(live, work.name(), now, settings.actor(), took.toMillis());
        } else {
            String consent = Stream.of(work.consent(), consented ? "destructive" : null)
                    .flatMap(Stream::ofNullable)
                    .collect(Collectors.joining(","));
            History.record(live, migration, State.SUCCESS, now, settings.actor(), took.toMillis(), consent);
        }
    }

    /** Refuses what may not go; says whether it went by the operator's word alone. */
    private boolean permit(Work work, List<Loss> losses) {
        boolean declared = work.isUp() && work.way().destructive() != null;
        if (losses.isEmpty() || declared) {
            return false;
        }
        if (!settings.allowDestructive()) {
            boolean lossyDown = !work.isUp() && losses.stream().anyMatch(Loss::isData);
            throw MigrationException.of(lossyDown ? Kind.LOSSY_DOWN : Kind.UNDECLARED_LOSS)
                    .with("migration", work.name())
                    .with("lost", Loss.describe(losses))
                    .build();
        }
        return true;
    }
}
