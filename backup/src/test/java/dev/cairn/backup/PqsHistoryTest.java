package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.BackupHistoryRow;
import dev.cairn.dal.pqs.BackupStatus;
import dev.cairn.dal.pqs.BackupType;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PqsHistoryTest {
    @TempDir
    Path folder;

    private final SetClock clock = new SetClock("2026-06-01T10:00:00Z");
    private Path repository;
    private Path file;
    private Database database;
    private Pqs pqs;
    private Backups backups;
    private long ada;

    @BeforeEach
    void openDatabase() {
        repository = folder.resolve("backups");
        file = folder.resolve("pqs.db");
        database = Database.open(file, Pqs.MIGRATIONS);
        pqs = new Pqs(database);
        ada = user("ada");
        backups = at(new PqsHistory(database)).build();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private long user(String name) {
        return pqs.users()
                .insert(u -> u.username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name)
                        .role(UserRole.ADMIN));
    }

    private BackupsBuilder at(PqsHistory history) {
        return Backups.in(repository).unencrypted().clock(clock).listener(history);
    }

    private static List<BackupHistoryRow> rows(Database of) {
        List<BackupHistoryRow> rows = new ArrayList<>();
        new Pqs(of).backupHistory().forEach(rows::add);
        return rows;
    }

    private BackupHistoryRow newest() {
        List<BackupHistoryRow> rows = rows(database);
        return rows.get(rows.size() - 1);
    }

    /** A database as a backup has it: what a restore leaves before anything is reconciled. */
    private Database rewound(Backup to) {
        Path restored =
                backups.restoreToNew(to.id(), folder.resolve(to.id() + ".db")).path();
        return Database.open(restored, Pqs.MIGRATIONS);
    }

    @Test
    void backup_byAPerson_isRecordedAsManual() {
        Backup made = backups.as("ada").take(database);
        BackupHistoryRow row = newest();
        assertThat(row.backupType()).isEqualTo(BackupType.MANUAL);
        assertThat(row.backupStatus()).isEqualTo(BackupStatus.SUCCESS);
        assertThat(row.backupPath()).isEqualTo(made.path().toString());
        assertThat(row.backupSize()).isEqualTo(made.size());
        assertThat(row.createdBy()).isEqualTo(ada);
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2026-06-01T10:00:00Z"));
        assertThat(row.completedAt()).isEqualTo(Instant.parse("2026-06-01T10:00:00Z"));
        assertThat(row.errorMessage()).isNull();
        assertThat(row.tablesBackedUp())
                .startsWith("[\"avatars\",\"backup_history\",")
                .endsWith("]");
        assertThat(database.dsl().fetchValue("select count(*) from json_each(?)", row.tablesBackedUp()))
                .isEqualTo(made.tables().size());
    }

    @Test
    void backup_bySchedule_isRecordedByItsKind() {
        ScheduledBackups daily = new ScheduledBackups(backups, file, Schedule.daily(LocalTime.of(2, 0)));
        clock.set("2026-06-02T02:00:00Z");
        assertThat(daily.takeDue()).isPresent();
        clock.set("2026-06-03T02:00:00Z");
        assertThat(daily.takeDue()).isPresent();
        assertThat(rows(database))
                .extracting(BackupHistoryRow::backupType, BackupHistoryRow::createdBy)
                .containsExactly(tuple(BackupType.FULL, null), tuple(BackupType.INCREMENTAL, null));
    }

    @Test
    void backup_thatFails_isRecordedWithItsError() {
        backups.as("ada").take(database);
        clock.pass(Duration.ofMinutes(1));
        refused(Kind.NO_DATABASE, () -> backups.as("ada").take(folder.resolve("none.db")));
        BackupHistoryRow row = newest();
        assertThat(row.backupStatus()).isEqualTo(BackupStatus.FAILED);
        assertThat(row.backupType()).isEqualTo(BackupType.MANUAL);
        assertThat(row.backupSize()).isZero();
        assertThat(row.tablesBackedUp()).isEqualTo("[]");
        assertThat(row.createdBy()).isEqualTo(ada);
        assertThat(row.errorMessage()).contains("There is no database at this path", "none.db");
    }

    @Test
    void backup_whileItRuns_isInProgressInItsOwnSnapshot() {
        Backup made = backups.as("ada").take(database);
        try (Database rewound = rewound(made)) {
            assertThat(rows(rewound))
                    .extracting(BackupHistoryRow::backupStatus)
                    .containsExactly(BackupStatus.IN_PROGRESS);
        }
    }

    @Test
    void reconcile_afterARewind_hasAllThatHappenedSince() {
        Backup first = backups.as("ada").take(database);
        clock.pass(Duration.ofHours(1));
        refused(Kind.NO_DATABASE, () -> backups.as("ada").take(folder.resolve("none.db")));
        clock.pass(Duration.ofHours(1));
        user("grace");
        Backup second = backups.as("grace").take(database);
        List<BackupHistoryRow> before = rows(database);

        try (Database rewound = rewound(first)) {
            new PqsHistory(rewound).reconcile(backups);
            List<BackupHistoryRow> after = rows(rewound);
            assertThat(after)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("createdBy", "errorMessage")
                    .containsExactlyElementsOf(before);
            assertThat(after)
                    .extracting(BackupHistoryRow::createdBy)
                    .as("who is not in the restored database is left out")
                    .containsExactly(ada, ada, null);
            assertThat(after.get(1).errorMessage()).isEqualTo(Kind.NO_DATABASE.text());
            assertThat(after.get(2).backupPath()).endsWith(second.id());
        }
    }

    @Test
    void reconcile_again_changesNothing() {
        Backup first = backups.as("ada").take(database);
        clock.pass(Duration.ofHours(1));
        backups.as("ada").take(database);
        try (Database rewound = rewound(first)) {
            PqsHistory history = new PqsHistory(rewound);
            history.reconcile(backups);
            List<BackupHistoryRow> once = rows(rewound);
            history.reconcile(backups);
            assertThat(rows(rewound)).isEqualTo(once).hasSize(2);
        }
    }

    @Test
    void reconcile_afterARewind_changesNothingInTheRepository() throws IOException {
        Backup first = backups.as("ada").take(database);
        clock.pass(Duration.ofHours(1));
        backups.as("ada").take(database);
        List<Backup> listed = backups.list();
        String catalogue = Files.readString(repository.resolve("catalog.jsonl"));
        try (Database rewound = rewound(first)) {
            new PqsHistory(rewound).reconcile(backups);
        }
        assertThat(backups.list()).isEqualTo(listed);
        assertThat(Files.readString(repository.resolve("catalog.jsonl"))).isEqualTo(catalogue);
    }

    @Test
    void reconcile_catalogueLost_takesBackupsFromTheirManifests() throws IOException {
        Backup made = backups.as("ada").take(database);
        Files.delete(repository.resolve("catalog.jsonl"));
        try (Database rewound = rewound(made)) {
            new PqsHistory(rewound).reconcile(backups);
            assertThat(rows(rewound))
                    .extracting(BackupHistoryRow::backupStatus, BackupHistoryRow::createdBy)
                    .contains(tuple(BackupStatus.SUCCESS, ada))
                    .doesNotContain(tuple(BackupStatus.IN_PROGRESS, ada));
        }
    }

    /** A process that was killed: its row is in progress, and nobody is behind it. */
    @Test
    void reconcile_leftInProgress_saysInterrupted() {
        backups.take(database);
        pqs.backupHistory()
                .insert(h -> h.backupType(BackupType.FULL)
                        .backupPath(repository.toString())
                        .backupSize(0)
                        .tablesBackedUp("[]")
                        .backupStatus(BackupStatus.IN_PROGRESS)
                        .createdAt(Instant.parse("2026-06-01T09:00:00Z")));
        new PqsHistory(database).reconcile(backups);
        assertThat(newest().backupStatus()).isEqualTo(BackupStatus.FAILED);
        assertThat(newest().errorMessage()).isEqualTo("It was interrupted.");
    }

    @Test
    void reconcile_whileOneRuns_leavesItsRow() {
        PqsHistory history = new PqsHistory(database);
        Backups reconciling = Backups.in(repository)
                .unencrypted()
                .clock(clock)
                .listener(event -> {
                    history.onBackup(event);
                    history.reconcile(backups);
                })
                .build();
        reconciling.as("ada").take(database);
        assertThat(rows(database)).extracting(BackupHistoryRow::backupStatus).containsExactly(BackupStatus.SUCCESS);
    }

    @Test
    void reconcile_noRepository_findsNothing() {
        new PqsHistory(database).reconcile(backups);
        assertThat(rows(database)).isEmpty();
        assertThat(repository).doesNotExist();
    }
}
