package dev.cairn.backup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cairn.backup.BackupException.Kind;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.ebf.ClientsRepository;
import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.pqs.BackupHistoryRow;
import dev.cairn.dal.pqs.BackupStatus;
import dev.cairn.dal.pqs.BackupType;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.ResourceType;
import dev.cairn.dal.pqs.UserActivitiesRow;
import dev.cairn.dal.rpma.Rpma;
import dev.cairn.dal.rpma.UserRole;
import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup operations of the systems' own guides. */
class SystemBackupsTest {
    @TempDir
    Path folder;

    private BackupsBuilder repository() {
        return Backups.in(folder.resolve("backups")).unencrypted();
    }

    private Database open(Migrations migrations) {
        return Database.open(folder.resolve("system.db"), migrations);
    }

    private static long user(Pqs pqs, String name) {
        return pqs.users()
                .insert(u -> u.username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name));
    }

    @Test
    void pqs_createBackup_isInTheHistoryAndAnActivityOfTheUser() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(database);
            long ada = user(pqs, "ada");
            PqsBackups backups = new PqsBackups(database, repository());
            Backup made = backups.createBackup(ada);
            assertThat(made.by()).isEqualTo("ada");
            assertThat(backups.history(10))
                    .singleElement()
                    .extracting(
                            BackupHistoryRow::backupType,
                            BackupHistoryRow::backupStatus,
                            BackupHistoryRow::createdBy,
                            BackupHistoryRow::backupPath)
                    .containsExactly(
                            BackupType.MANUAL,
                            BackupStatus.SUCCESS,
                            ada,
                            made.path().toString());
            assertThat(pqs.userActivities().listByUserId(ada, 10))
                    .extracting(
                            UserActivitiesRow::activityType,
                            UserActivitiesRow::resourceType,
                            UserActivitiesRow::resourceId)
                    .containsExactly(tuple(
                            "create_backup",
                            ResourceType.BACKUP,
                            backups.history(1).get(0).id()));
        }
    }

    @Test
    void pqs_history_isNewestFirst() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            long ada = user(new Pqs(database), "ada");
            PqsBackups backups = new PqsBackups(database, repository());
            List<String> made = List.of(
                    backups.createBackup(ada).id(),
                    backups.createBackup(ada).id(),
                    backups.createBackup(ada).id());
            assertThat(backups.history(2))
                    .extracting(row -> Path.of(row.backupPath()).getFileName().toString())
                    .containsExactly(made.get(2), made.get(1));
        }
    }

    @Test
    void pqs_createBackup_unknownUser_isRefusedAndTakesNothing() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            PqsBackups backups = new PqsBackups(database, repository());
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> backups.createBackup(7))
                    .extracting(DalException::kind)
                    .isEqualTo(DalException.Kind.NOT_FOUND);
            assertThat(folder.resolve("backups")).doesNotExist();
        }
    }

    @Test
    void pqs_restoreBackup_thatFailed_isRefused() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(database);
            long ada = user(pqs, "ada");
            PqsBackups backups = new PqsBackups(database, repository());
            long failed = pqs.backupHistory()
                    .insert(h -> h.backupType(BackupType.MANUAL)
                            .backupPath(folder.resolve("backups").toString())
                            .backupSize(0)
                            .tablesBackedUp("[]")
                            .backupStatus(BackupStatus.FAILED));
            refused(Kind.UNKNOWN_BACKUP, () -> backups.restoreBackup(failed, ada, RestorePolicy.careful()));
        }
    }

    @Test
    void pqs_restoreBackup_whileItIsOpen_keepsTheHistoryOfWhatCameAfter() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(database);
            long ada = user(pqs, "ada");
            PqsBackups backups = new PqsBackups(database, repository());
            Backup first = backups.createBackup(ada);
            long grace = user(pqs, "grace");
            Backup second = backups.createBackup(grace);
            List<BackupHistoryRow> before = backups.history(10);

            Restored restored = backups.restoreBackup(before.get(1).id(), ada, RestorePolicy.careful());

            assertThat(restored.backup()).isEqualTo(first.id());
            assertThat(pqs.users().findByUsername("grace")).isEmpty();
            assertThat(backups.history(10))
                    .extracting(
                            BackupHistoryRow::backupStatus,
                            BackupHistoryRow::backupPath,
                            BackupHistoryRow::backupSize,
                            BackupHistoryRow::createdBy)
                    .containsExactly(
                            tuple(BackupStatus.SUCCESS, second.path().toString(), second.size(), null),
                            tuple(BackupStatus.SUCCESS, first.path().toString(), first.size(), ada));
            assertThat(pqs.userActivities().listByUserId(ada, 10))
                    .extracting(UserActivitiesRow::activityType, UserActivitiesRow::resourceId)
                    .containsExactly(
                            tuple("restore_backup", backups.history(10).get(1).id()));
            assertThat(backups.backups().list()).extracting(Backup::id).containsExactly(second.id(), first.id());
        }
    }

    @Test
    void pqs_restoreBackup_byWhomTheBackupDoesNotKnow_isDoneAllTheSame() {
        try (Database database = open(Pqs.MIGRATIONS)) {
            Pqs pqs = new Pqs(database);
            PqsBackups backups = new PqsBackups(database, repository());
            backups.createBackup(user(pqs, "ada"));
            long grace = user(pqs, "grace");
            backups.restoreBackup(backups.history(1).get(0).id(), grace, RestorePolicy.careful());
            assertThat(pqs.users().count()).isEqualTo(1);
            assertThat(pqs.userActivities().count()).isZero();
            assertThat(backups.history(10))
                    .extracting(BackupHistoryRow::backupStatus)
                    .containsExactly(BackupStatus.SUCCESS);
        }
    }

    private static String user(Rpma rpma, String name, UserRole role, boolean active) {
        rpma.users()
                .insert(u -> u.id(name)
                        .username(name)
                        .email(name + "@example.org")
                        .passwordHash("x")
                        .fullName(name)
                        .role(role)
                        .isActive(active ? 1 : 0));
        return name;
    }

    @Test
    void rpma_backup_byAnAdministrator_isTaken() {
        try (Database database = open(Rpma.MIGRATIONS)) {
            String ada = user(new Rpma(database), "ada", UserRole.ADMIN, true);
            RpmaBackups backups = new RpmaBackups(database, repository().build());
            Backup made = backups.backup(ada);
            assertThat(made.by()).isEqualTo("ada");
            assertThat(backups.list(ada)).containsExactly(made);
            assertThat(backups.prove(ada, made.id()).ok()).isTrue();
            assertThat(backups.standing(ada).coverage()).isEqualTo(1);
        }
    }

    @Test
    void rpma_restore_byAnAdministrator_isDoneWhileItIsOpen() {
        try (Database database = open(Rpma.MIGRATIONS)) {
            Rpma rpma = new Rpma(database);
            String ada = user(rpma, "ada", UserRole.ADMIN, true);
            RpmaBackups backups = new RpmaBackups(database, repository().build());
            Backup made = backups.backup(ada);
            user(rpma, "grace", UserRole.USER, true);
            Restored restored = backups.restore(ada, made.id(), RestorePolicy.careful());
            assertThat(restored.backup()).isEqualTo(made.id());
            assertThat(rpma.users().count()).isEqualTo(1);
        }
    }

    @Test
    void rpma_anybodyElse_isRefusedEverything() {
        try (Database database = open(Rpma.MIGRATIONS)) {
            Rpma rpma = new Rpma(database);
            List<String> others = List.of(
                    user(rpma, "grace", UserRole.SUPERVISOR, true),
                    user(rpma, "alan", UserRole.USER, true),
                    user(rpma, "left", UserRole.ADMIN, false),
                    "nobody");
            RpmaBackups backups = new RpmaBackups(database, repository().build());
            for (String other : others) {
                BackupException refusal = refused(Kind.NOT_ALLOWED, () -> backups.backup(other));
                assertThat(refusal.field("user")).contains(other);
                assertThat(refusal.field("allowed")).contains("[admin]");
                refused(Kind.NOT_ALLOWED, () -> backups.list(other));
                refused(Kind.NOT_ALLOWED, () -> backups.standing(other));
                refused(Kind.NOT_ALLOWED, () -> backups.prove(other, "any"));
                refused(Kind.NOT_ALLOWED, () -> backups.restore(other, "any", RestorePolicy.careful()));
            }
            assertThat(folder.resolve("backups")).doesNotExist();
        }
    }

    @Test
    void rpma_otherRoles_areAllowedWhereThatIsSaid() {
        try (Database database = open(Rpma.MIGRATIONS)) {
            Rpma rpma = new Rpma(database);
            String grace = user(rpma, "grace", UserRole.SUPERVISOR, true);
            String alan = user(rpma, "alan", UserRole.USER, true);
            RpmaBackups backups =
                    new RpmaBackups(database, repository().build(), EnumSet.of(UserRole.ADMIN, UserRole.SUPERVISOR));
            assertThat(backups.backup(grace).by()).isEqualTo("grace");
            refused(Kind.NOT_ALLOWED, () -> backups.backup(alan));
        }
    }

    @Test
    void ebf_backupDatabaseToFile_isAPlainCopyOfTheOpenDatabase() {
        try (Database database = open(Ebf.MIGRATIONS)) {
            database.write(() -> {
                database.dsl()
                        .execute("insert into clients (ID, Name, LastSeen) values (randomblob(16), 'ada', 'now')");
            });
            PlainCopy copy = new EbfBackups(database).backupDatabaseToFile(folder);
            assertThat(copy.path().getFileName().toString()).matches("system_backup_\\d{8}T\\d{6}Z\\.db");
            assertThat(copy.tables()).contains("clients", "files");
            try (Database copied = Database.open(copy.path(), Ebf.MIGRATIONS)) {
                assertThat(new ClientsRepository(copied).count()).isEqualTo(1);
            }
            refused(Kind.TARGET_EXISTS, () -> new EbfBackups(database).backupDatabaseToFile(copy.path()));
        }
    }

    @Test
    void anyBackup_ofADatabaseInMemory_isRefused() {
        try (Database database = Database.inMemory(Ebf.MIGRATIONS)) {
            refused(Kind.NO_DATABASE, () -> new EbfBackups(database).backupDatabaseToFile(folder));
        }
    }

    /** What knows a system is at the edge: backups of any database are made without it. */
    @Test
    void systems_areKnownToTheirOwnOperationsAlone() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Pqs|Rpma|Ebf)(Backups|History).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.cairn.dal.pqs..", "dev.cairn.dal.rpma..", "dev.cairn.dal.ebf..", "dev.cairn.dal.hive..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.cairn.backup"));
    }
}
