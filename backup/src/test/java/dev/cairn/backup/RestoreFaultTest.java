package dev.cairn.backup;

import static dev.cairn.backup.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.backup.BackupException.Kind;
import dev.cairn.backup.Recovered.Outcome;
import dev.cairn.backup.file.DurableFiles;
import dev.cairn.dal.DalException;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the fault matrix about restores in place, as far as one process shows them. */
class RestoreFaultTest {
    private static final RestorePolicy QUICK = RestorePolicy.careful().lockWait(Duration.ofMillis(200));

    @TempDir
    Path folder;

    private Shop shop;
    private Backups backups;
    private Backup backup;
    private List<String> then;
    private List<String> before;

    @BeforeEach
    void makeShop() {
        shop = Shop.filled(folder.resolve("shop.db"), 2_000);
        backups = Backups.in(folder.resolve("backups")).unencrypted().build();
        backup = backups.take(shop.file());
        then = shop.state();
        shop.run("DELETE FROM orders WHERE id > 1000", "CREATE TABLE more (a)");
        before = shop.state();
    }

    private Restored restore(RestorePolicy policy) {
        return backups.restore(backup.id(), shop.file(), policy);
    }

    private static Consumer<RestoreState> at(RestoreState wanted, Runnable action) {
        return state -> {
            if (state == wanted) {
                action.run();
            }
        };
    }

    private static void fail() {
        throw new IllegalStateException("mine");
    }

    private void requireTidy() {
        assertThat(folder.resolve("shop.db-restore"))
                .isDirectoryNotContaining(path ->
                        !List.of("lock", "points").contains(path.getFileName().toString()));
        shop.requireSound();
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreState.class,
            names = {"REQUESTED", "RESOLVED", "STAGED", "STAGE_VERIFIED", "FENCED", "RESTORE_POINT", "APPLYING"})
    void row03_failureBeforeTheDatabaseIsTouched_leavesNothing(RestoreState state) {
        BackupException refusal =
                refused(Kind.CANCELLED, () -> restore(QUICK.onState(at(state, RestoreFaultTest::fail))));
        assertThat(refusal).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(shop.state()).isEqualTo(before);
        assertThat(Backups.restorePoints(shop.file())).isEmpty();
        requireTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPLIED WAL", "LIVE_VERIFIED WAL", "APPLIED DELETE", "LIVE_VERIFIED DELETE"})
    void row03_failureAfterTheDatabaseIsTouched_rollsBack(String where) {
        String[] stateAndMode = where.split(" ", 2);
        shop.run("PRAGMA journal_mode = " + stateAndMode[1]);
        List<RestoreState> states = new ArrayList<>();
        RestoreState state = RestoreState.valueOf(stateAndMode[0]);
        Consumer<RestoreState> failing = at(state, RestoreFaultTest::fail);
        BackupException refusal = refused(
                Kind.ROLLED_BACK,
                () -> restore(QUICK.onState(failing.andThen(s -> {}).andThen(states::add))));
        assertThat(refusal).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(states).endsWith(RestoreState.ROLLING_BACK, RestoreState.ROLLED_BACK);
        assertThat(shop.state()).isEqualTo(before);
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly(stateAndMode[1].toLowerCase(Locale.ROOT));
        requireTidy();
    }

    @Test
    void row03_failureWhenItIsDone_changesNothing() {
        restore(QUICK.onState(at(RestoreState.UNFENCED, RestoreFaultTest::fail)));
        assertThat(shop.state()).isEqualTo(then);
        requireTidy();
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreState.class,
            names = {"APPLIED", "LIVE_VERIFIED"})
    void row03_failureOfASwap_putsTheFileBack(RestoreState state) throws Exception {
        Files.write(shop.file(), new byte[5_000]);
        refused(Kind.ROLLED_BACK, () -> restore(QUICK.onState(at(state, RestoreFaultTest::fail))));
        assertThat(shop.file()).hasBinaryContent(new byte[5_000]);
        assertThat(Backups.unfinishedRestore(shop.file())).isEmpty();
        restore(QUICK);
        assertThat(shop.state()).isEqualTo(then);
        requireTidy();
    }

    @Test
    void row03_interruptedWhileReplacing_comesToItsEnd() {
        Thread caller = Thread.currentThread();
        restore(QUICK.onState(at(RestoreState.APPLYING, caller::interrupt)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shop.state()).isEqualTo(then);
        requireTidy();
    }

    @Test
    void row03_interruptedBefore_leavesNothing() {
        Thread.currentThread().interrupt();
        refused(Kind.CANCELLED, () -> restore(QUICK));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shop.state()).isEqualTo(before);
        requireTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void row07_writeLockHeldTooLong_isBusyAndNothingIsTouched(String mode) throws SQLException {
        shop.run("PRAGMA journal_mode = " + mode);
        try (Connection other = shop.open();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            refused(Kind.IN_USE, () -> restore(QUICK));
            BackupException refusal = refused(Kind.BUSY, () -> restore(QUICK.forced()));
            assertThat(refusal.kind().retryable()).isTrue();
            statement.execute("INSERT INTO more VALUES (1)");
            statement.execute("COMMIT");
        }
        assertThat(shop.texts("SELECT a FROM more")).containsExactly("1");
        assertThat(shop.orders()).isEqualTo(1_000);
        requireTidy();
        restore(QUICK);
        assertThat(shop.state()).isEqualTo(then);
    }

    @Test
    void row07_scopeDoesNotEnd_isBusyAndTheDatabaseGoesOn() throws Exception {
        Path file = folder.resolve("live.db");
        try (Database database = new Versions(folder).filled(file, 10)) {
            Backups others = Backups.in(folder.resolve("others")).unencrypted().build();
            Backup taken = others.take(database);
            database.read(() -> {
                Thread restoring = new Thread(() -> refused(
                        Kind.BUSY, () -> others.restore(taken.id(), database, QUICK.drain(Duration.ofMillis(100)))));
                restoring.start();
                restoring.join();
            });
            database.write(() -> database.dsl().execute("DELETE FROM orders"));
            assertThat(Backups.unfinishedRestore(file)).isEmpty();
            assertThat(Backups.restorePoints(file)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void row08_commitAfterTheRestorePoint_isSeenAndKept(String mode) {
        shop.run("PRAGMA journal_mode = " + mode);
        Consumer<RestoreState> commit =
                at(RestoreState.RESTORE_POINT, () -> shop.run("INSERT INTO more VALUES ('mine')"));
        BackupException refusal = refused(Kind.CHANGED_MEANWHILE, () -> restore(QUICK.onState(commit)));
        assertThat(refusal.kind().retryable()).isTrue();
        assertThat(shop.texts("SELECT a FROM more")).containsExactly("mine");
        assertThat(shop.orders()).isEqualTo(1_000);
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly(mode.toLowerCase(Locale.ROOT));
        requireTidy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void row08_smallestDatabase_isLookedAtBeforeItsOnlyStepCommits(String mode) {
        Shop small = new Shop(folder.resolve("small.db"))
                .run("PRAGMA journal_mode = " + mode, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
        Backups others = Backups.in(folder.resolve("others")).unencrypted().build();
        Backup two = others.take(small.file());
        assertThat(two.plainSize()).isEqualTo(2 * 4096);
        Consumer<RestoreState> commit =
                at(RestoreState.RESTORE_POINT, () -> small.run("INSERT INTO t VALUES ('mine')"));
        refused(Kind.CHANGED_MEANWHILE, () -> others.restore(two.id(), small.file(), QUICK.onState(commit)));
        assertThat(small.texts("SELECT a FROM t")).containsExactly("1", "mine");
        others.restore(two.id(), small.file(), QUICK);
        assertThat(small.requireSound().texts("SELECT a FROM t")).containsExactly("1");
    }

    /** Whoever is allowed in may write as soon as the pages are replaced; that is no reason to take it back. */
    @Test
    void row08_commitAfterTheReplacement_isKeptAndToldOf() {
        Consumer<RestoreState> commit = at(RestoreState.APPLIED, () -> shop.order(3, new java.util.Random(1)));
        Restored restored = restore(QUICK.forced().onState(commit));
        assertThat(restored.warnings()).singleElement().asString().contains("others wrote");
        assertThat(shop.requireSound().orders()).isEqualTo(2_003);
    }

    @Test
    void row10_longReader_keepsItsSnapshotAndIsToldOf() throws SQLException {
        try (Connection reader = shop.open();
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            assertThat(count(statement)).isEqualTo(1_000);
            Restored restored = restore(QUICK.forced());
            assertThat(restored.warnings()).singleElement().asString().contains("a reader keeps the log");
            assertThat(count(statement)).isEqualTo(1_000);
            statement.execute("COMMIT");
            assertThat(count(statement)).isEqualTo(2_000);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        assertThat(shop.state()).isEqualTo(then);
        requireTidy();
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders")) {
            return rows.getLong(1);
        }
    }

    /** Replaced, stopped, and at once somebody locks the database against the rollback. */
    private static Consumer<RestoreState> stuck(Statement other) {
        return at(RestoreState.APPLIED, () -> {
            try {
                other.execute("BEGIN IMMEDIATE");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            fail();
        });
    }

    private void requireFenced() {
        assertThat(Backups.unfinishedRestore(shop.file())).contains(RestoreState.NEEDS_OPERATOR);
        refused(Kind.UNFINISHED_RESTORE, () -> restore(QUICK));
        DalException refusal = catchThrowableOfType(DalException.class, this::open);
        assertThat(refusal.kind()).isEqualTo(DalException.Kind.RESTORING);
    }

    private Database open() {
        return Database.at(shop.file()).onOpen(OnOpen.TRUST).open();
    }

    @Test
    void row29_rollbackFails_staysFencedUntilItIsRecovered() throws SQLException {
        Path point;
        try (Connection connection = shop.open();
                Statement other = connection.createStatement()) {
            BackupException refusal =
                    refused(Kind.NEEDS_OPERATOR, () -> restore(QUICK.forced().onState(stuck(other))));
            point = Path.of(refusal.field("point").orElseThrow());
            assertThat(refusal.getSuppressed()).singleElement().isInstanceOf(BackupException.class);
            requireFenced();
            refused(Kind.NEEDS_OPERATOR, () -> Backups.recover(shop.file()));
            requireFenced();
            other.execute("ROLLBACK");
        }
        assertThat(new Shop(point).state()).isEqualTo(before);
        Recovered recovered = Backups.recover(shop.file()).orElseThrow();
        assertThat(recovered.found()).isEqualTo(RestoreState.NEEDS_OPERATOR);
        assertThat(recovered.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(recovered.point()).contains(point);
        assertThat(shop.state()).isEqualTo(before);
        requireTidy();
        open().close();
    }

    @Test
    void row29_rollbackOfALiveDatabaseFails_closesItForGood() throws SQLException {
        try (Database database = open();
                Connection connection = shop.open();
                Statement other = connection.createStatement()) {
            RestorePolicy policy = QUICK.forced().onState(stuck(other));
            refused(Kind.NEEDS_OPERATOR, () -> backups.restore(backup.id(), database, policy));
            DalException refusal = catchThrowableOfType(
                    DalException.class, () -> database.dsl().fetch("SELECT 1"));
            assertThat(refusal.kind()).isEqualTo(DalException.Kind.CLOSED);
        }
        requireFenced();
        Backups.recover(shop.file());
        assertThat(shop.requireSound().orders()).isEqualTo(1_000);
    }

    @Test
    @Tag("tools")
    void row29_commandOfTheRefusal_putsBackWhatWasThere() throws Exception {
        String command;
        try (Connection connection = shop.open();
                Statement other = connection.createStatement()) {
            command = refused(Kind.NEEDS_OPERATOR, () -> restore(QUICK.forced().onState(stuck(other))))
                    .field("command")
                    .orElseThrow();
        }
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
        assertThat(shop.state()).isEqualTo(before);
        open().close();
        requireTidy();
    }

    @Test
    void row29_swapThatCannotBeUndone_staysFencedAndIsPutBackLater() throws Exception {
        Files.write(shop.file(), new byte[5_000]);
        Path inTheWay = folder.resolve("shop.db-restore").resolve("staged.db");
        Consumer<RestoreState> stuck = at(RestoreState.APPLIED, () -> {
            try {
                Files.createDirectory(inTheWay);
                Files.createFile(inTheWay.resolve("something"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            fail();
        });
        refused(Kind.NEEDS_OPERATOR, () -> restore(QUICK.onState(stuck)));
        requireFenced();
        DurableFiles.delete(inTheWay);
        assertThat(Backups.recover(shop.file()).orElseThrow().outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(shop.file()).hasBinaryContent(new byte[5_000]);
    }
}
