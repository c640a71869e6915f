package dev.cairn.console;

import dev.cairn.dal.insight.Checkpoint;
import dev.cairn.dal.insight.Health;
import dev.cairn.dal.insight.Optimization;
import dev.cairn.dal.insight.Statistics;
import dev.cairn.dal.insight.Vacuum;
import dev.cairn.schema.Drift;
import dev.cairn.schema.Finding;
import dev.cairn.schema.Loss;
import dev.cairn.schema.Rehearsal;
import dev.cairn.schema.Report;
import dev.cairn.schema.RestorePoint;
import dev.cairn.schema.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints: the components of these records are the fields, and {@code docs/cli.md} tells what they
 * mean. Names are added here, never renamed or taken away.
 */
final class Documents {
    private Documents() {}

    record StatusDocument(
            String database,
            String source,
            @Nullable String current,
            @Nullable String latest,
            List<AppliedItem> applied,
            List<PendingItem> pending,
            List<AppliedItem> failed,
            List<AppliedItem> rolledBack,
            List<Refusal> problems) {

        static StatusDocument of(Place place, Status status, Optional<Refusal> problem) {
            return new StatusDocument(
                    place.database(),
                    place.source(),
                    status.current().orElse(null),
                    status.latest().orElse(null),
                    AppliedItem.of(status.applied()),
                    status.pending().stream()
                            .map(p -> new PendingItem(p.migration(), p.version(), p.description()))
                            .toList(),
                    AppliedItem.of(status.failed()),
                    AppliedItem.of(status.rolledBack()),
                    problem.stream().toList());
        }
    }

    record AppliedItem(
            String migration,
            String version,
            String at,
            String by,
            String checksum,
            long tookMillis,
            List<String> consents) {

        static List<AppliedItem> of(List<Status.Applied> rows) {
            return rows.stream()
                    .map(a -> new AppliedItem(
                            a.migration(),
                            a.version(),
                            Units.iso(a.at()),
                            a.by(),
                            a.checksum(),
                            a.took().toMillis(),
                            a.consent().isEmpty()
                                    ? List.of()
                                    : List.of(a.consent().split(","))))
                    .toList();
        }
    }

    record PendingItem(String migration, String version, String description) {}

    record RunDocument(
            String database,
            String source,
            boolean dryRun,
            List<StepItem> steps,
            @Nullable RestorePointItem restorePoint,
            @Nullable String current) {

        static RunDocument of(Place place, boolean dryRun, Report report, Status after) {
            return new RunDocument(
                    place.database(),
                    place.source(),
                    dryRun,
                    StepItem.of(report.steps()),
                    report.restorePoint().map(RestorePointItem::of).orElse(null),
                    after.current().orElse(null));
        }
    }

    record StepItem(String migration, long tookMillis, List<LossItem> losses) {
        static List<StepItem> of(List<Report.Step> steps) {
            return steps.stream()
                    .map(s -> new StepItem(s.migration(), s.took().toMillis(), LossItem.of(s.losses())))
                    .toList();
        }
    }

    record LossItem(String type, String what, long count) {
        static List<LossItem> of(List<Loss> losses) {
            return losses.stream()
                    .map(l -> new LossItem(l.type().name(), l.what(), l.count()))
                    .toList();
        }
    }

    record RestorePointItem(String id, String file, String taken, long size, String current) {
        static RestorePointItem of(RestorePoint point) {
            return new RestorePointItem(
                    point.id(), point.file().toString(), Units.iso(point.taken()), point.size(), point.current());
        }
    }

    record RestorePointsDocument(
            String database, @Nullable RestorePointItem used, List<RestorePointItem> restorePoints) {

        static RestorePointsDocument of(Place place, @Nullable RestorePoint used, List<RestorePoint> all) {
            return new RestorePointsDocument(
                    place.database(),
                    used == null ? null : RestorePointItem.of(used),
                    all.stream().map(RestorePointItem::of).toList());
        }
    }

    record RehearsalDocument(
            String database,
            String source,
            boolean proven,
            List<StepItem> up,
            List<StepItem> down,
            List<String> irreversible,
            List<String> schemaDifferences,
            List<String> rowDifferences,
            boolean lossDeclared,
            long tookMillis) {

        static RehearsalDocument of(Place place, Rehearsal rehearsal) {
            return new RehearsalDocument(
                    place.database(),
                    place.source(),
                    rehearsal.isProven(),
                    StepItem.of(rehearsal.up()),
                    StepItem.of(rehearsal.down()),
                    rehearsal.irreversible(),
                    rehearsal.schemaDifferences(),
                    rehearsal.rowDifferences(),
                    rehearsal.lossDeclared(),
                    rehearsal.took().toMillis());
        }
    }

    record DriftDocument(String database, String source, boolean clean, List<DifferenceItem> differences) {
        static DriftDocument of(Place place, Drift drift) {
            return new DriftDocument(
                    place.database(),
                    place.source(),
                    drift.isClean(),
                    drift.differences().stream()
                            .map(d -> new DifferenceItem(d.type().name(), d.object(), d.detail()))
                            .toList());
        }
    }

    record DifferenceItem(String type, String object, String detail) {}

    record LintDocument(String source, long problems, List<FindingItem> findings) {
        static LintDocument of(String source, List<Finding> findings) {
            return new LintDocument(
                    source,
                    findings.stream()
                            .filter(f -> f.rule().level() == Finding.Level.PROBLEM)
                            .count(),
                    findings.stream()
                            .map(f -> new FindingItem(
                                    f.rule().level().name(), f.rule().name(), f.subject(), f.text()))
                            .toList());
        }
    }

    record FindingItem(String level, String rule, String subject, String text) {}

    record HealthDocument(
            String database,
            boolean healthy,
            double responseMillis,
            boolean writeAhead,
            boolean foreignKeys,
            @Nullable Boolean intact,
            int tables,
            int indexes,
            List<String> problems) {

        static HealthDocument of(String database, Health health) {
            return new HealthDocument(
                    database,
                    health.healthy(),
                    TimeUnit.NANOSECONDS.toMicros(health.responseTime().toNanos()) / 1_000.0,
                    health.writeAhead(),
                    health.foreignKeys(),
                    health.intact().orElse(null),
                    health.tables(),
                    health.indexes(),
                    health.problems());
        }
    }

    record StatsDocument(
            String database,
            String schemaVersion,
            long fileBytes,
            long logBytes,
            long freeBytes,
            long pageSize,
            List<TableItem> tables) {

        static StatsDocument of(String database, Statistics statistics) {
            return new StatsDocument(
                    database,
                    statistics.schemaVersion(),
                    statistics.fileBytes(),
                    statistics.logBytes(),
                    statistics.freeBytes(),
                    statistics.pageSize(),
                    statistics.rows().entrySet().stream()
                            .map(t -> new TableItem(t.getKey(), t.getValue()))
                            .toList());
        }
    }

    record TableItem(String name, long rows) {}

    record OptimizeDocument(
            String database,
            List<String> analyzed,
            boolean vacuumed,
            long bytesBefore,
            long bytesAfter,
            long savedBytes,
            long tookMillis) {

        static OptimizeDocument of(String database, Optimization done, @Nullable Vacuum vacuum) {
            long before = vacuum == null ? done.bytesBefore() : vacuum.bytesBefore() + done.saved();
            long after = vacuum == null ? done.bytesAfter() : vacuum.bytesAfter();
            Duration took = vacuum == null ? done.took() : done.took().plus(vacuum.took());
            return new OptimizeDocument(
                    database, done.analyzed(), vacuum != null, before, after, before - after, took.toMillis());
        }
    }

    record CheckpointDocument(
            String database,
            boolean complete,
            long frames,
            long moved,
            long bytesBefore,
            long bytesAfter,
            long tookMillis) {

        static CheckpointDocument of(String database, Checkpoint done) {
            return new CheckpointDocument(
                    database,
                    done.complete(),
                    done.frames(),
                    done.moved(),
                    done.bytesBefore(),
                    done.bytesAfter(),
                    done.took().toMillis());
        }
    }

    record ErrorDocument(Refusal error) {}
}
