package dev.cairn.console;

import dev.cairn.backup.Backup;
import dev.cairn.backup.PlainCopy;
import dev.cairn.backup.Recovered;
import dev.cairn.backup.RestorePlan;
import dev.cairn.backup.Restored;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same as {@link Documents} for {@code restore}. */
final class RestoreDocuments {
    private RestoreDocuments() {}

    record PlanDocument(
            String backup,
            String created,
            boolean signed,
            List<String> chain,
            String database,
            String way,
            @Nullable String reason,
            long size,
            long presentSize,
            long neededBytes,
            long freeBytes,
            List<String> users,
            List<String> defects,
            boolean possible,
            List<Refusal> problems) {

        static PlanDocument of(RestorePlan plan) {
            return new PlanDocument(
                    plan.backup().id(),
                    plan.backup().created().toString(),
                    plan.backup().signer().isPresent(),
                    plan.chain(),
                    plan.database().toString(),
                    plan.way().name(),
                    plan.reason().orElse(null),
                    plan.size(),
                    plan.presentSize(),
                    plan.needed(),
                    plan.free(),
                    plan.users(),
                    plan.backup().defects(),
                    plan.possible(),
                    plan.refusals().stream().map(Refusal::of).toList());
        }
    }

    record RestoreDocument(
            String restore,
            String backup,
            boolean signed,
            String database,
            String way,
            long size,
            String sha256,
            @Nullable String restorePoint,
            long tookMillis,
            long fencedMillis,
            List<String> tables,
            List<String> defects,
            List<String> warnings) {

        static RestoreDocument of(Restored done, Backup backup) {
            return new RestoreDocument(
                    done.restore(),
                    done.backup(),
                    backup.signer().isPresent(),
                    done.database().toString(),
                    done.way().name(),
                    done.size(),
                    done.sha256(),
                    done.point().map(Path::toString).orElse(null),
                    done.duration().toMillis(),
                    done.fenced().toMillis(),
                    done.tables(),
                    backup.defects(),
                    done.warnings());
        }
    }

    record NewFileDocument(
            String backup,
            boolean signed,
            String path,
            long size,
            String sha256,
            List<String> tables,
            List<String> defects,
            long tookMillis) {

        static NewFileDocument of(PlainCopy copy, Backup backup) {
            return new NewFileDocument(
                    backup.id(),
                    backup.signer().isPresent(),
                    copy.path().toString(),
                    copy.size(),
                    copy.sha256(),
                    copy.tables(),
                    copy.defects(),
                    copy.duration().toMillis());
        }
    }

    record RecoveryDocument(String database, @Nullable RecoveryItem recovered) {
        static RecoveryDocument of(String database, Optional<Recovered> recovered) {
            return new RecoveryDocument(
                    database, recovered.map(RecoveryItem::of).orElse(null));
        }
    }

    record RecoveryItem(
            String restore,
            String backup,
            String found,
            String outcome,
            @Nullable String restorePoint,
            @Nullable String unexpected) {

        static RecoveryItem of(Recovered done) {
            return new RecoveryItem(
                    done.restore(),
                    done.backup(),
                    done.found().name(),
                    done.outcome().name(),
                    done.point().map(Path::toString).orElse(null),
                    done.unexpected().map(Path::toString).orElse(null));
        }
    }
}
