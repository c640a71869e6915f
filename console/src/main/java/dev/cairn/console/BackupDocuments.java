package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Level;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.RetentionPlan;
import dev.cairn.backup.Standing;
import dev.cairn.backup.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same as {@link Documents} for the commands on backups. */
final class BackupDocuments {
    private BackupDocuments() {}

    record KeysDocument(String file, List<String> recipients, String signer) {}

    record BackupDocument(String database, String repository, BackupItem backup) {}

    /** {@code signed} is what {@code signer} says, for those who only want to know whether. */
    record BackupItem(
            String id,
            String kind,
            String created,
            String path,
            long size,
            long plainSize,
            long tookMillis,
            @Nullable String parent,
            List<String> tables,
            boolean signed,
            @Nullable String signer,
            boolean encrypted,
            boolean pinned,
            String trigger,
            String by,
            List<String> defects,
            List<String> warnings) {

        static BackupItem of(Backup backup) {
            return new BackupItem(
                    backup.id(),
                    kind(backup),
                    backup.created().toString(),
                    backup.path().toString(),
                    backup.size(),
                    backup.plainSize(),
                    backup.duration().toMillis(),
                    backup.parent().orElse(null),
                    backup.tables(),
                    backup.signer().isPresent(),
                    backup.signer().orElse(null),
                    backup.encrypted(),
                    backup.pinned(),
                    backup.trigger(),
                    backup.by(),
                    backup.defects(),
                    backup.warnings());
        }

        static String kind(Backup backup) {
            return backup.kind().name().toLowerCase(Locale.ROOT);
        }
    }

    record CopyDocument(
            String database,
            String path,
            long size,
            String sha256,
            List<String> tables,
            List<String> defects,
            long tookMillis) {

        static CopyDocument of(String database, PlainCopy copy) {
            return new CopyDocument(
                    database,
                    copy.path().toString(),
                    copy.size(),
                    copy.sha256(),
                    copy.tables(),
                    copy.defects(),
                    copy.duration().toMillis());
        }
    }

    record BackupsDocument(String repository, List<BackupItem> backups, StandingItem standing) {}

    record StandingItem(
            int backups,
            long bytes,
            @Nullable Long newestAgeMillis,
            @Nullable String newestProven,
            @Nullable Long newestProvenAgeMillis,
            @Nullable String lastProof,
            double coverage,
            List<String> failed) {

        static StandingItem of(Standing standing) {
            return new StandingItem(
                    standing.backups(),
                    standing.bytes(),
                    standing.newestAge().map(Duration::toMillis).orElse(null),
                    standing.newestProven().map(Backup::id).orElse(null),
                    standing.newestProvenAge().map(Duration::toMillis).orElse(null),
                    standing.lastProof().map(Units::iso).orElse(null),
                    standing.coverage(),
                    standing.failed());
        }
    }

    record VerifyDocument(String repository, boolean fine, List<VerificationItem> verifications) {}

    /** {@code signed} is null where the manifest cannot be read. */
    record VerificationItem(
            String id,
            boolean fine,
            int level,
            String at,
            long tookMillis,
            @Nullable Boolean signed,
            List<String> defects,
            List<Refusal> problems) {

        static VerificationItem of(Verification found, Optional<Backup> backup) {
            return new VerificationItem(
                    found.id(),
                    found.ok(),
                    number(found.level()),
                    Units.iso(found.at()),
                    found.duration().toMillis(),
                    backup.map(b -> b.signer().isPresent()).orElse(null),
                    found.defects(),
                    found.problem().map(Refusal::of).stream().toList());
        }
    }

    /** As the command line counts them. */
    static int number(Level level) {
        return switch (level) {
            case STORED -> 1;
            case CONTENT -> 2;
            case RESTORED -> 3;
        };
    }

    record PruneDocument(String repository, boolean dryRun, long freedBytes, List<PruneItem> backups) {
        static PruneDocument of(String repository, boolean dryRun, RetentionPlan plan) {
            return new PruneDocument(
                    repository,
                    dryRun,
                    plan.deleted().stream().mapToLong(Backup::size).sum(),
                    plan.items().stream().map(PruneItem::of).toList());
        }
    }

    record PruneItem(
            String id, String kind, String created, long size, boolean signed, boolean kept, List<String> reasons) {
        static PruneItem of(RetentionPlan.Item item) {
            Backup backup = item.backup();
            return new PruneItem(
                    backup.id(),
                    BackupItem.kind(backup),
                    backup.created().toString(),
                    backup.size(),
                    backup.signer().isPresent(),
                    item.kept(),
                    item.reasons());
        }
    }

    record ScheduleDocument(
            String config,
            String database,
            String schedule,
            @Nullable String next,
            int taken,
            int failed,
            int deleted,
            int proven,
            int notProven) {}
}
