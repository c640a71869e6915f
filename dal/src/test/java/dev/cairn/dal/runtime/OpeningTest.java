package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.Options;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpeningTest {
    private static final String BASE = """
            CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT);
            CREATE INDEX idx_notes_title ON notes (title);
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    private void closed(Migrations migrations) {
        Database.open(lab.file(), migrations).close();
    }

    private Database validating(Migrations migrations) {
        return lab.open(Database.at(lab.file()).migrations(migrations).onOpen(OnOpen.VALIDATE));
    }

    @Test
    void migrate_newFile_createsAndMigrates() {
        Database db = lab.open();
        assertThat(Files.exists(lab.file())).isTrue();
        assertThat(db.dsl().fetchValue("pragma journal_mode")).hasToString("wal");
        assertThat(db.dsl().fetchValue("pragma foreign_keys")).hasToString("1");
        lab.works(db);
    }

    @Test
    void migrate_olderFile_appliesWhatIsPending() {
        Database.open(lab.file(), Pqs.MIGRATIONS.upTo(8)).close();
        lab.works(lab.open());
    }

    @Test
    void migrate_newerFile_isRefusedByTheMigrator() {
        lab.open().close();
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> Database.open(lab.file(), Pqs.MIGRATIONS.upTo(8)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(MigrationException.Kind.NEWER_DATABASE))
                .withMessageContaining("009_create_composite_indexes");
        lab.works(lab.open());
    }

    @Test
    void validate_pending_namesThemAndAppliesNothing() throws SQLException {
        Database.open(lab.file(), Pqs.MIGRATIONS.upTo(7)).close();
        DalException e =
                refused(Kind.SCHEMA, () -> lab.at().onOpen(OnOpen.VALIDATE).open());
        assertThat(e.field("pending")).contains("008_create_backup_history_table, 009_create_composite_indexes");
        assertThat(e.getMessage()).contains("./cairn migrate");
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM migration_history"))
                .isEqualTo(7);
        lab.works(lab.open());
    }

    @Test
    void validate_missingFile_isRefusedAndNotCreated() throws Exception {
        refused(Kind.CANNOT_OPEN, () -> lab.at().onOpen(OnOpen.VALIDATE).open());
        refused(Kind.CANNOT_OPEN, () -> lab.at().onOpen(OnOpen.TRUST).open());
        refused(Kind.CANNOT_OPEN, () -> lab.at().readOnly(true).open());
        assertThat(Lab.listing(lab.folder())).isEmpty();
    }

    @Test
    void validate_sameSchema_opens() {
        lab.open().close();
        lab.works(lab.open(lab.at().onOpen(OnOpen.VALIDATE)));
    }

    @Test
    void validate_newerDatabaseThatOnlyAdds_isAccepted() {
        Migrations old = lab.migrations(BASE);
        closed(lab.migrations(
                BASE,
                "ALTER TABLE notes ADD COLUMN rank INTEGER;",
                "CREATE TABLE tags (id INTEGER PRIMARY KEY);\nCREATE INDEX idx_notes_body ON notes (body);"));
        Database db = validating(old);
        db.write(() -> db.dsl().execute("insert into notes (title) values ('x')"));
        assertThat(db.dsl().fetchValue("select count(*) from notes")).hasToString("1");
        db.close();
        refused(Kind.CLOSED, () -> db.dsl().fetch("select 1"));
        lab.open(Database.at(lab.file()).migrations(old).readOnly(true)).close();
    }

    @Test
    void validate_newerDatabaseWithoutAnIndex_isRefusedAndNamesIt() {
        Migrations old = lab.migrations(BASE);
        closed(lab.migrations(BASE, "DROP INDEX idx_notes_title;"));
        RuntimeException e =
                org.assertj.core.api.Assertions.catchThrowableOfType(RuntimeException.class, () -> validating(old));
        assertThat(e).hasMessageContaining("002_step");
    }

    @Test
    void validate_additiveHistoryButIndexDropped_isRefusedAndNamesIt() throws SQLException {
        Migrations old = lab.migrations(BASE);
        closed(lab.migrations(BASE, "CREATE TABLE tags (id INTEGER PRIMARY KEY);"));
        Lab.sql(lab.file(), "DROP INDEX idx_notes_title");
        DalException e = refused(Kind.SCHEMA, () -> validating(old));
        assertThat(e.field("missing")).contains("missing index idx_notes_title");
    }

    @Test
    void validate_additiveHistoryButColumnGone_isRefusedAndNamesIt() throws SQLException {
        Migrations old = lab.migrations(BASE);
        closed(lab.migrations(BASE, "CREATE TABLE tags (id INTEGER PRIMARY KEY);"));
        Lab.sql(lab.file(), "ALTER TABLE notes DROP COLUMN body");
        DalException e = refused(Kind.SCHEMA, () -> validating(old));
        assertThat(e.field("missing"))
                .hasValueSatisfying(m -> assertThat(m).contains("table notes").contains("body"));
    }

    @Test
    void validate_columnMadeOtherwise_isRefused() throws SQLException {
        Migrations old = lab.migrations(BASE);
        closed(lab.migrations(BASE, "CREATE TABLE tags (id INTEGER PRIMARY KEY);"));
        Lab.sql(lab.file(), "ALTER TABLE notes DROP COLUMN body", "ALTER TABLE notes ADD COLUMN body BLOB");
        DalException e = refused(Kind.SCHEMA, () -> validating(old));
        assertThat(e.field("missing")).hasValueSatisfying(m -> assertThat(m).containsIgnoringCase("body text"));
    }

    @Test
    void validate_editedMigration_isRefused() {
        closed(lab.migrations(BASE));
        Migrations edited = lab.migrations(BASE.replace("body TEXT", "body BLOB"));
        DalException e = refused(Kind.SCHEMA, () -> validating(edited));
        assertThat(e.field("problem")).hasValueSatisfying(p -> assertThat(p).contains("001_step"));
    }

    @Test
    void trust_looksAtNothing() throws SQLException {
        Lab.sql(lab.file(), "CREATE TABLE users (id INTEGER PRIMARY KEY, x TEXT)");
        Database db = lab.open(Database.at(lab.file()).onOpen(OnOpen.TRUST));
        assertThat(db.dsl().fetchValue("select count(*) from users")).hasToString("0");
        refused(Kind.FAILED, () -> new Pqs(db).users().findById(1));
    }

    @Test
    void migrationsNotSaid_isMisuse() {
        DalException e = refused(Kind.MISUSE, () -> Database.at(lab.file()).open());
        assertThat(e.getMessage()).contains("OnOpen.TRUST");
        assertThat(Files.exists(lab.file())).isFalse();
    }

    @Test
    void sameFileTwice_isRefusedUnderAnyName() throws Exception {
        Database db = lab.open();
        DalException e = refused(Kind.ALREADY_OPEN, () -> lab.at().open());
        assertThat(e.field("opened by thread")).contains(Thread.currentThread().getName());
        Path symbolic = Files.createSymbolicLink(lab.folder().resolve("symbolic.db"), lab.file());
        refused(Kind.ALREADY_OPEN, () -> Database.open(symbolic, Pqs.MIGRATIONS));
        Path hard = Files.createLink(lab.folder().resolve("hard.db"), lab.file());
        refused(Kind.ALREADY_OPEN, () -> Database.open(hard, Pqs.MIGRATIONS));
        refused(Kind.ALREADY_OPEN, () -> Database.open(lab.folder().resolve("x/../app.db"), Pqs.MIGRATIONS));
        lab.works(db);
        Files.delete(hard);
        Files.delete(symbolic);
        db.close();
        lab.works(lab.open());
    }

    @Test
    void sameFileTwice_sharedFile_isAllowed() {
        Database first = lab.open();
        Database second = lab.open(lab.at().sharedFile(true));
        new Pqs(first).users().insert(user("ada"));
        new Pqs(second).users().insert(user("bob"));
        assertThat(new Pqs(first).users().count()).isEqualTo(2);
        assertThat(new Pqs(second).users().count()).isEqualTo(2);
        lab.works(first);
        lab.works(second);
    }

    @Test
    void sameFileTwice_secondReadOnly_isAllowed() {
        Database first = lab.open();
        new Pqs(first).users().insert(user("ada"));
        Database second = lab.open(lab.at().readOnly(true));
        assertThat(new Pqs(second).users().count()).isEqualTo(1);
        second.close();
        lab.works(first);
    }

    @Test
    void closedTwice_doesNotForgetTheOneOpenedSince() {
        Database first = lab.open();
        first.close();
        Database second = lab.open();
        first.close();
        refused(Kind.ALREADY_OPEN, () -> lab.at().open());
        lab.works(second);
    }

    @Test
    void openFails_fileCanBeOpenedAgain() {
        closed(lab.migrations(BASE));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> lab.open());
        }
        lab.open(Database.at(lab.file()).migrations(lab.migrations(BASE)));
    }

    @Test
    void newFile_byManyThreadsAtOnce_oneOpensIt() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        List<Other<Database>> others = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            others.add(Other.calls("t" + t, () -> lab.at().open()));
        }
        List<Database> opened = new ArrayList<>();
        for (Other<Database> other : others) {
            try {
                opened.add(other.result());
            } catch (DalException e) {
                assertThat(e.kind()).isEqualTo(Kind.ALREADY_OPEN);
                refused.incrementAndGet();
            }
        }
        assertThat(opened).hasSize(1);
        assertThat(refused).hasValue(3);
        lab.works(opened.get(0));
        opened.get(0).close();
    }

    @Test
    void settings_meaningless_areRefused() {
        Duration negative = Duration.ofMillis(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> lab.at().readers(0));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.at().acquireTimeout(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.at().writerHold(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> lab.at().slowerThan(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.DEFAULT.cacheBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.DEFAULT.acquireTimeout(negative));
        assertThat(Files.exists(lab.file())).isFalse();
    }

    @Test
    void onConnect_throws_isSaidAndNothingStaysOpen() throws Exception {
        lab.open().close();
        DalException e = refused(
                Kind.FAILED,
                () -> lab.at()
                        .onConnect(c -> {
                            throw new SQLException("mine");
                        })
                        .open());
        assertThat(e.getMessage()).doesNotContain("mine");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> lab.at()
                        .onConnect(c -> {
                            throw new IllegalStateException("mine");
                        })
                        .open());
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        lab.works(lab.open());
    }

    @Test
    void pathWithOddCharacters_isThatFile() throws Exception {
        Path odd = Files.createDirectory(lab.folder().resolve("a b%20c?d#é")).resolve("x?mode=ro#1 %.db");
        Database db = lab.open(Database.at(odd).migrations(Pqs.MIGRATIONS));
        new Pqs(db).users().insert(user("ada"));
        db.close();
        assertThat(Lab.listing(Objects.requireNonNull(odd.getParent()))).containsExactly("x?mode=ro#1 %.db");
    }

    @Test
    void relativePath_isThatFile() {
        Path relative = Path.of("").toAbsolutePath().relativize(lab.file());
        Database db = lab.open(Database.at(relative).migrations(Pqs.MIGRATIONS));
        refused(Kind.ALREADY_OPEN, () -> lab.at().open());
        lab.works(db);
    }

    @Test
    void acquireTimeoutOfZero_doesNotWaitButWorks() {
        Database db = lab.open(lab.at().acquireTimeout(Duration.ZERO));
        new Pqs(db).users().insert(user("ada"));
        db.write(() -> new Pqs(db).users().delete(1));
    }
}
