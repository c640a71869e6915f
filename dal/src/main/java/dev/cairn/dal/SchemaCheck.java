package dev.cairn.dal;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.schema.Drift;
import dev.cairn.schema.Drift.Difference;
import dev.cairn.schema.Migration;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Status;
import dev.cairn.schema.Status.Applied;
import dev.cairn.schema.UnfinishedRestore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a file has the schema that the classes were generated from. */
final class SchemaCheck {
    private final Path file;
    private final @Nullable Migrations migrations;
    private final boolean readOnly;
    private final Duration patience;
    private final Clock clock;

    SchemaCheck(Path file, @Nullable Migrations migrations, boolean readOnly, Duration patience, Clock clock) {
        this.file = file;
        this.migrations = migrations;
        this.readOnly = readOnly;
        this.patience = patience;
        this.clock = clock;
    }

    private String problem() {
        return Files.exists(file) ? "this is no file" : "there is no such file";
    }

    private void requireNoRestore() {
        Optional<Path> journal = UnfinishedRestore.journal(file);
        if (journal.isPresent()) {
            throw DalException.of(
                    Kind.RESTORING,
                    "file",
                    file.toString(),
                    "journal",
                    journal.get().toString());
        }
    }

    void onOpen(OnOpen what) {
        requireNoRestore();
        boolean migrates = what == OnOpen.MIGRATE && !readOnly;
        if (!migrates && !Files.isRegularFile(file)) {
            throw DalException.of(Kind.CANNOT_OPEN, "file", file.toString(), "problem", problem());
        }
        if (what == OnOpen.TRUST) {
            return;
        }
        if (migrations == null) {
            throw DalException.of(
                    Kind.MISUSE, "instead", "say which migrations make the schema, or open with OnOpen.TRUST");
        }
        Migrator migrator = Migrator.at(file, migrations)
                .lockTimeout(patience)
                .clock(clock)
                .allowNewer(!migrates)
                .build();
        if (migrates) {
            migrator.migrate();
        } else {
            validate(migrator, migrations);
        }
    }

    private void validate(Migrator migrator, Migrations wanted) {
        Status status = migrator.status();
        if (!status.pending().isEmpty()) {
            String names =
                    status.pending().stream().map(Status.Pending::migration).collect(Collectors.joining(", "));
            throw DalException.of(Kind.SCHEMA, "file", file.toString(), "pending", names);
        }
        if (!status.problems().isEmpty()) {
            throw DalException.of(
                    Kind.SCHEMA, "file", file.toString(), "problem", String.join("; ", status.problems()));
        }
        if (!endsLike(status.applied(), wanted)) {
            contained(migrator.drift());
        }
    }

    /** The same last migration with the same checksum: what comes before it was looked at when that was applied. */
    private static boolean endsLike(List<Applied> applied, Migrations wanted) {
        Optional<Migration> last = wanted.latest();
        return last.isPresent()
                && !applied.isEmpty()
                && applied.get(applied.size() - 1).migration().equals(last.get().name())
                && applied.get(applied.size() - 1).checksum().equals(last.get().checksum());
    }

    /** A column that a newer program has added; one that is made otherwise is also said to be lacking. */
    private static boolean isMore(Difference difference) {
        return difference.detail().startsWith("has instead, or besides, ");
    }

    /** More than the classes know of is no harm. */
    private void contained(Drift drift) {
        String missing = drift.differences().stream()
                .filter(d -> d.type() != Drift.Type.EXTRA && !isMore(d))
                .map(Difference::toString)
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            throw DalException.of(Kind.SCHEMA, "file", file.toString(), "missing", missing);
        }
    }
}
