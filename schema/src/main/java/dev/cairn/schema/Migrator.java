package dev.cairn.schema;

import dev.cairn.schema.Ledger.Work;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.audit.AuditEvent;
import dev.cairn.schema.audit.AuditEvent.Outcome;
import dev.cairn.schema.audit.AuditListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings one SQLite file to the state that migrations describe, and back.
 *
 * <p>All pending migrations are applied in one transaction: if one fails, nothing has happened but a row in
 * {@code migration_history} that says so. Loss that no migration declares is measured and refused, and a restore point
 * is taken first. Several processes may start at once: one migrates, the others wait and find it done.
 *
 * <p>Thread-safe: it holds no connection between calls.
 */
public final class Migrator {
    private static final Set<Kind> FAILURES = EnumSet.of(
            Kind.STATEMENT_FAILED,
            Kind.CODE_FAILED,
            Kind.DAMAGED_BY_MIGRATION,
            Kind.STORAGE,
            Kind.RESTORE_POINT_FAILED,
            Kind.TRANSACTION_ENDED);

    private final Path file;
    private final Migrations migrations;
    private final Settings settings;

    private Migrator(Path file, Migrations migrations, Settings settings) {
        this.file = file;
        this.migrations = migrations;
        this.settings = settings;
        migrations.requireSound();
    }

    /** With the safe settings: restore point, validation, no consent to anything. */
    public static Migrator of(Path file, Migrations migrations) {
        return at(file, migrations).build();
    }

    /** To set it up otherwise. */
    public static Builder at(Path file, Migrations migrations) {
        return new Builder(file, migrations);
    }

    /** What is applied and what is not. Creates and changes nothing; a file that is not there has nothing applied. */
    public Status status() {
        return calling(() -> {
            if (!Files.exists(file)) {
                return new Ledger(migrations, new History(false, List.of()), false, settings).status();
            }
            try (Sqlite db = Sqlite.query(file)) {
                return new Run(file, migrations, settings, db).ledger().status();
            }
        });
    }

    /** What {@link #migrate(Target)} would do, or the reason why it would be refused. */
    public Plan plan(Target target) {
        return plan(ledger -> ledger.toApply(target));
    }

    /** What {@link #rollback} would do, or the reason why it would be refused. */
    public Plan planRollback(Target target) {
        return plan(ledger -> ledger.toUndo(ledger.namesToUndo(target)));
    }

    private Plan plan(Function<Ledger, List<Work>> selection) {
        return calling(() -> {
            if (!Files.exists(file)) {
                return plan(selection.apply(new Ledger(migrations, new History(false, List.of()), false, settings)));
            }
            try (Sqlite db = Sqlite.query(file)) {
                return plan(selection.apply(new Run(file, migrations, settings, db).ledger()));
            }
        });
    }

    private Plan plan(List<Work> work) {
        List<Plan.Step> steps = new ArrayList<>();
        List<Work> rest = new ArrayList<>(work);
        for (int transaction = 1; !rest.isEmpty(); transaction++) {
            List<Work> group = Run.group(rest, settings.stepwise());
            for (Work w : group) {
                steps.add(new Plan.Step(
                        w.name(),
                        w.migration() == null ? "" : w.migration().description(),
                        transaction,
                        w.way().statements().size(),
                        w.way().foreignKeys(),
                        Optional.ofNullable(w.way().destructive())));
            }
            rest.subList(0, group.size()).clear();
        }
        return new Plan(steps);
    }

    /** Applies all pending migrations. */
    public Report migrate() {
        return migrate(Target.end());
    }

    /** Applies the pending migrations up to a target. */
    public Report migrate(Target target) {
        return changing("migrate", Migrator::describe, () -> {
            try (Sqlite live = Sqlite.create(file)) {
                Run run = new Run(file, migrations, settings, live);
                run.initialize();
                return run.up(target);
            }
        });
    }

    /** Undoes applied migrations, by the downs in the source, else by those kept when they were applied. */
    public Report rollback(Target target) {
        return changing("rollback", Migrator::describe, () -> {
            try (Sqlite live = Sqlite.open(file)) {
                return new Run(file, migrations, settings, live).down(target);
            }
        });
    }

    /** The copies from before earlier migrations and rollbacks, newest first. */
    public List<RestorePoint> restorePoints() {
        return calling(() -> Files.exists(file) ? new RestorePoints(file, settings.clock()).list() : List.of());
    }

    /**
     * Writes a restore point back over the database, in one transaction of SQLite's. The present state is kept as a
     * restore point of its own; rows written since need consent, values changed since go unseen.
     */
    public RestorePoint rollback(RestorePoint point) {
        return changing("restore-point", p -> "went back to " + p.id(), () -> {
            RestorePoints points = new RestorePoints(file, settings.clock());
            RestorePoint whole = points.whole(point.id());
            try (Sqlite live = Sqlite.open(file)) {
                new WayBack(file, live, settings).to(whole, points);
            }
            return whole;
        });
    }

    /**
     * Applies what is pending to a private copy and throws that away: all refusals of the real thing, no trace of it.
     */
    public Report dryRun(Target target) {
        return calling(() -> {
            try (Scratch scratch = Scratch.of(file)) {
                return new Migrator(scratch.file(), migrations, settings.onCopy()).migrate(target);
            }
        });
    }

    /** Undoes on a private copy, and throws that away. */
    public Report dryRunRollback(Target target) {
        return calling(() -> {
            Sqlite.requireExisting(file);
            try (Scratch scratch = Scratch.of(file)) {
                return new Migrator(scratch.file(), migrations, settings.onCopy()).rollback(target);
            }
        });
    }

    /** Applies, undoes and applies again what is pending, on a private copy, and compares. */
    public Rehearsal rehearse() {
        return calling(() -> {
            try (Scratch scratch = Scratch.of(file)) {
                return new Rehearser(scratch.file(), migrations, settings.onCopy()).rehearse();
            }
        });
    }

    /** How the database differs from a fresh build of what it has applied. */
    public Drift drift() {
        return calling(() -> {
            try (Sqlite db = Sqlite.query(file)) {
                Ledger ledger = new Run(file, migrations, settings, db).ledger();
                Set<Long> applied = ledger.history().appliedByNumber().keySet();
                Schema fresh = Execution.fresh(migrations.only(applied));
                return new Drift(fresh.differences(Schema.read(db)));
            }
        });
    }

    /**
     * Adopts a database that was not made by these migrations: notes those up to a number as applied, after a look that
     * what they would have made is there.
     */
    public Status baseline(long to) {
        return changing("baseline", s -> "adopted at " + s.current().orElse("nothing"), () -> {
            Migrations adopted =
                    migrations.upTo(migrations.get(Long.toString(to)).number());
            try (Sqlite live = Sqlite.open(file)) {
                new Baseline(live, settings).adopt(adopted);
                return new Run(file, migrations, settings, live).ledger().status();
            }
        });
    }

    private static String describe(Report report) {
        String steps = report.steps().stream().map(Report.Step::migration).collect(Collectors.joining(", "));
        return report.isEmpty() ? "nothing to do" : steps;
    }

    private <T> T calling(Sqlite.Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }

    private <T> T changing(String operation, Function<T, String> detail, Sqlite.Call<T> call) {
        long start = System.nanoTime();
        try {
            requireNoRestore();
            T result = calling(call);
            audit(operation, Outcome.DONE, detail.apply(result), start);
            return result;
        } catch (MigrationException e) {
            Outcome outcome = FAILURES.contains(e.kind()) ? Outcome.FAILED : Outcome.REFUSED;
            audit(operation, outcome, e.kind() + ": " + e.kind().text(), start);
            throw e;
        }
    }

    private void requireNoRestore() {
        Optional<Path> journal = UnfinishedRestore.journal(file);
        if (journal.isPresent()) {
            throw MigrationException.of(Kind.RESTORING)
                    .with("file", file)
                    .with("journal", journal.get())
                    .build();
        }
    }

    private void audit(String operation, Outcome outcome, String detail, long start) {
        settings.tell(new AuditEvent(
                settings.clock().instant(),
                settings.actor(),
                operation,
                file.toString(),
                outcome,
                detail,
                Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Sets up a {@link Migrator}. Not thread-safe. */
    public static final class Builder {
        private final Path file;
        private final Migrations migrations;
        private boolean restorePoint = true;
        private boolean validation = true;
        private boolean allowDestructive;
        private boolean allowOutOfOrder;
        private boolean allowNewer;
        private boolean stepwise;
        private Duration lockTimeout = Duration.ofSeconds(30);
        private String actor = "system";
        private Clock clock = Clock.systemUTC();
        private Progress.Listener progress = p -> {};
        private AuditListener audit = e -> {};

        private Builder(Path file, Migrations migrations) {
            this.file = file;
            this.migrations = migrations;
        }

        /** Whether a copy is kept from before each change of a database that holds rows. On unless said otherwise. */
        public Builder restorePoint(boolean on) {
            this.restorePoint = on;
            return this;
        }

        /** Whether edited and missing migrations are refused, and the file is checked. On unless said otherwise. */
        public Builder validation(boolean on) {
            this.validation = on;
            return this;
        }

        /** Whether undeclared loss, and loss by a rollback, is consented to. */
        public Builder allowDestructive(boolean on) {
            this.allowDestructive = on;
            return this;
        }

        /** Whether a pending migration may be older than one that is applied; it is noted in the history. */
        public Builder allowOutOfOrder(boolean on) {
            this.allowOutOfOrder = on;
            return this;
        }

        /** Whether a database may have migrations that are not known here, if all they do is add. */
        public Builder allowNewer(boolean on) {
            this.allowNewer = on;
            return this;
        }

        /** Whether each migration is committed by itself: for moves of data too big for one transaction. */
        public Builder stepwise(boolean on) {
            this.stepwise = on;
            return this;
        }

        /** How long to wait for the write lock: 30 seconds unless said otherwise. */
        public Builder lockTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw badSetting("lock-timeout", timeout.toString(), "it is negative");
            }
            this.lockTimeout = timeout;
            return this;
        }

        /** Who is noted in the history and the audit: {@code system} unless said otherwise. */
        public Builder as(String name) {
            if (name.isBlank()) {
                throw badSetting("as", name, "it is blank");
            }
            this.actor = name;
            return this;
        }

        /** What time it is. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** Who hears how far it has come. */
        public Builder progress(Progress.Listener listener) {
            this.progress = listener;
            return this;
        }

        /** Who hears of every change and attempt at one. */
        public Builder audit(AuditListener listener) {
            this.audit = listener;
            return this;
        }

        /**
         * Reads the switches {@code cairn.migrate.restore-point}, {@code .validation}, {@code .allow-destructive},
         * {@code .allow-out-of-order}, {@code .allow-newer}, {@code .stepwise}, {@code .lock-timeout-millis} and
         * {@code .as}.
         */
        public Builder properties(Properties properties) {
            Map<String, String> values = properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(Function.identity(), properties::getProperty));
            new SettingsReader("cairn.migrate.", values).readInto(this);
            return this;
        }

        /** Reads the same switches as {@code CAIRN_MIGRATE_RESTORE_POINT} and so on. */
        public Builder environment(Map<String, String> environment) {
            Map<String, String> values = environment.entrySet().stream()
                    .filter(e -> e.getKey().startsWith("CAIRN_MIGRATE_"))
                    .collect(Collectors.toMap(e -> SettingsReader.asProperty(e.getKey()), Map.Entry::getValue));
            new SettingsReader("cairn.migrate.", values).readInto(this);
            return this;
        }

        static MigrationException badSetting(String name, String value, String problem) {
            return MigrationException.of(Kind.BAD_SETTING)
                    .with("setting", name)
                    .with("value", value)
                    .with("problem", problem)
                    .build();
        }

        /** The migrator. */
        public Migrator build() {
            return new Migrator(
                    file,
                    migrations,
                    new Settings(
                            restorePoint,
                            validation,
                            allowDestructive,
                            allowOutOfOrder,
                            allowNewer,
                            stepwise,
                            lockTimeout,
                            actor,
                            clock,
                            progress,
                            audit));
        }
    }
}
