package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExclusivelyTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    final Lab lab = new Lab();

    /** Another database of the same schema, whose one user has this name; closed. */
    private Path copyWith(String name) {
        Path copy = lab.folder().resolve("copy.db");
        try (Database db = Database.open(copy, Pqs.MIGRATIONS)) {
            new Pqs(db).users().insert(user(name));
        }
        return copy;
    }

    private static void overwrite(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private void noConnectionIsOpen() throws IOException {
        assertThat(Lab.listing(lab.folder())).doesNotContain("app.db-wal", "app.db-shm");
    }

    @Test
    void exclusively_nobodyInside_hasNoConnectionOpen() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        assertThat(Lab.listing(lab.folder())).contains("app.db-wal");
        String found = db.exclusively(Lab.LONG, file -> {
            assertThat(file).isEqualTo(lab.file());
            noConnectionIsOpen();
            return Lab.text(file, "SELECT username FROM users");
        });
        assertThat(found).isEqualTo("ada");
        lab.works(db);
    }

    @Test
    void exclusively_notPooled_hasNoConnectionOpen() throws Exception {
        Database db = lab.open(lab.at().pooled(false));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        // The last connection was one that could not move the log into the file.
        assertThat(pqs.users().count()).isEqualTo(1);
        db.exclusively(Lab.LONG, file -> {
            noConnectionIsOpen();
            return true;
        });
        lab.works(db);
    }

    @Test
    void exclusively_writerTakenAway_hasNoConnectionOpen() throws Exception {
        Database db = lab.open(lab.at().writerHold(Duration.ZERO));
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        assertThat(pqs.users().count()).isEqualTo(1);
        try (var taken = db.writer().getConnection()) {
            pqs.users().insert(user("bob"));
            assertThat(taken.isValid(0)).isFalse();
        }
        db.exclusively(Lab.LONG, file -> {
            noConnectionIsOpen();
            return true;
        });
        lab.works(db);
    }

    @Test
    void exclusively_othersInside_waitsForThemAndOthersWaitForIt() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Path copy = copyWith("restored");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch endReading = new CountDownLatch(1);
        Other<?> reader = Other.runs(
                "reader",
                () -> db.read(() -> {
                    reading.countDown();
                    Other.await(endReading);
                    assertThat(pqs.users().count()).isZero();
                }));
        Other.await(reading);
        CountDownLatch alone = new CountDownLatch(1);
        CountDownLatch endAlone = new CountDownLatch(1);
        Other<Boolean> restore = Other.calls(
                "restore",
                () -> db.exclusively(Lab.LONG, file -> {
                    alone.countDown();
                    Other.await(endAlone);
                    overwrite(copy, file);
                    return reader.isDone();
                }));
        restore.waitsIn("Turnstile");
        assertThat(alone.getCount()).isEqualTo(1);
        // Those inside may still begin calls of their scope; others wait.
        Other<Long> late = Other.calls("late", () -> pqs.users().count());
        Other<Long> lateWriter = Other.calls("late writer", () -> pqs.users().insert(user("late")));
        Other<?> lateScope =
                Other.runs("late scope", () -> db.write(() -> pqs.users().get(1)));
        late.waitsIn("Turnstile");
        lateWriter.waitsIn("Turnstile");
        lateScope.waitsIn("Turnstile");
        endReading.countDown();
        reader.result();
        Other.await(alone);
        noConnectionIsOpen();
        endAlone.countDown();
        assertThat(restore.result()).isTrue();
        assertThat(late.result()).isGreaterThanOrEqualTo(1);
        assertThat(lateWriter.result()).isEqualTo(2);
        lateScope.result();
        assertThat(pqs.users().get(1).username()).isEqualTo("restored");
        lab.works(db);
    }

    @Test
    void exclusively_scopeDoesNotEnd_namesTheHoldersAndChangesNothing() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> reader = Other.runs(
                "the reader",
                () -> db.with(Call.tagged("report")).read(() -> {
                    inside.countDown();
                    Other.await(end);
                    assertThat(pqs.users().count()).isZero();
                }));
        Other<?> writer = Other.runs(
                "the writer",
                () -> db.with(Call.tagged("import")).write(() -> {
                    inside.countDown();
                    Other.await(end);
                    pqs.users().insert(user("ada"));
                }));
        Other.await(inside);
        DalException e = refused(
                Kind.BUSY,
                () -> db.exclusively(SHORT, file -> {
                    throw new AssertionError("runs nevertheless");
                }));
        assertThat(e.getMessage()).containsAnyOf("report", "import").containsAnyOf("the reader", "the writer");
        assertThat(e.getMessage()).contains("ExclusivelyTest");
        // Others come in at once.
        assertThat(Other.calls("another", () -> pqs.users().count()).result()).isZero();
        end.countDown();
        reader.result();
        writer.result();
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void exclusively_bothHeld_namesBoth() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> other = Other.runs(
                "both",
                () -> db.with(Call.tagged("import")).write(() -> {
                    try (var reader = db.with(Call.tagged("export")).readers().getConnection()) {
                        inside.countDown();
                        Other.await(end);
                        assertThat(reader.isClosed()).isFalse();
                    }
                    return pqs.users().count();
                }));
        Other.await(inside);
        DalException e = refused(Kind.BUSY, () -> db.exclusively(SHORT, file -> true));
        assertThat(e.getMessage()).contains("import").contains("export");
        end.countDown();
        other.result();
        lab.works(db);
    }

    @Test
    void exclusively_bodyThrows_thatComesOutAndOthersGoOn() {
        Database db = lab.open();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> db.exclusively(Lab.LONG, file -> {
                    throw new IOException("mine");
                }))
                .withMessage("mine");
        lab.works(db);
    }

    private Path journal(Path file) throws IOException {
        Path beside = Files.createDirectories(file.resolveSibling(file.getFileName() + "-restore"));
        return Files.writeString(beside.resolve("journal.json"), "{}");
    }

    @Test
    void exclusively_bodyThrowsAndARestoreIsUnfinished_isClosed() throws Exception {
        Database db = lab.open();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> db.exclusively(Lab.LONG, file -> {
                    journal(file);
                    throw new IOException("mine");
                }))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(s -> ((DalException) s).kind())
                        .isEqualTo(Kind.RESTORING));
        refused(Kind.CLOSED, () -> new Pqs(db).users().count());
    }

    @Test
    void exclusively_bodyThrowsAndTheFileIsGone_isClosedAndMakesNone() throws Exception {
        Database db = lab.open();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> db.exclusively(Lab.LONG, file -> {
                    Files.delete(file);
                    throw new IOException("mine");
                }));
        refused(Kind.CLOSED, () -> new Pqs(db).users().count());
        assertThat(lab.file()).doesNotExist();
    }

    @Test
    void open_aRestoreIsUnfinished_isRefusedByEveryName() throws Exception {
        lab.open().close();
        Path journal = journal(lab.file());
        Path link = Files.createSymbolicLink(lab.folder().resolve("link.db"), lab.file());
        for (Path name : List.of(lab.file(), link)) {
            for (OnOpen what : OnOpen.values()) {
                refused(
                        Kind.RESTORING,
                        () -> Database.at(name)
                                .migrations(Pqs.MIGRATIONS)
                                .onOpen(what)
                                .open());
            }
        }
        refused(Kind.RESTORING, () -> lab.open(lab.at().readOnly(true)));
        Files.delete(journal);
        lab.works(lab.open());
    }

    @Test
    void exclusively_bodyUsesTheDatabase_isRefusedRatherThanStuck() {
        Database db = lab.open(lab.at().acquireTimeout(SHORT));
        Pqs pqs = new Pqs(db);
        refused(Kind.BUSY, () -> db.exclusively(Lab.LONG, file -> pqs.users().count()));
        lab.works(db);
    }

    @Test
    void exclusively_insideAScope_isRefused() {
        Database db = lab.open();
        db.read(() -> refused(Kind.MISUSE, () -> db.exclusively(SHORT, file -> 1)));
        db.write(() -> refused(Kind.MISUSE, () -> db.exclusively(SHORT, file -> 1)));
        lab.works(db);
    }

    @Test
    void exclusively_inMemoryOrReadOnly_isRefused() {
        try (Database memory = Database.inMemory(Pqs.MIGRATIONS)) {
            refused(Kind.MISUSE, () -> memory.exclusively(SHORT, file -> 1));
        }
        lab.open().close();
        Database db = lab.open(lab.at().readOnly(true));
        refused(Kind.READ_ONLY, () -> db.exclusively(SHORT, file -> 1));
    }

    @Test
    void exclusively_fileReplaced_keptStatementsSeeTheNewOne() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        Path copy = copyWith("restored");
        pqs.users().insert(user("ada"));
        assertThat(pqs.users().get(1).username()).isEqualTo("ada");
        db.exclusively(Lab.LONG, file -> {
            overwrite(copy, file);
            return true;
        });
        assertThat(pqs.users().get(1).username()).isEqualTo("restored");
        assertThat(db.write(() -> pqs.users().get(1).username())).isEqualTo("restored");
        lab.works(db);
    }

    @Test
    void exclusively_fileOfTheRollbackJournal_isPutIntoWalModeAgain() throws Exception {
        Database db = lab.open();
        Path copy = copyWith("restored");
        Lab.sql(copy, "PRAGMA journal_mode = DELETE");
        db.exclusively(Lab.LONG, file -> {
            Files.delete(file);
            return Files.move(copy, file);
        });
        assertThat(db.dsl().fetchValue("pragma journal_mode")).hasToString("wal");
        lab.works(db);
    }

    @Test
    void exclusively_fileMovedInPlace_secondDatabaseOnItIsStillRefused() throws Exception {
        Database db = lab.open();
        Path copy = copyWith("restored");
        db.exclusively(Lab.LONG, file -> Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING));
        refused(Kind.ALREADY_OPEN, () -> lab.at().open());
        db.close();
        lab.works(lab.open());
    }

    @Test
    void exclusively_replacedByAnotherSchema_closesTheDatabase() throws Exception {
        Database db = lab.open(lab.at().onOpen(OnOpen.MIGRATE));
        lab.damages();
        Path other = lab.folder().resolve("other.db");
        Database.open(other, lab.migrations("CREATE TABLE stranger (id INTEGER PRIMARY KEY);"))
                .close();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> db.exclusively(Lab.LONG, file -> {
                    overwrite(other, file);
                    return true;
                }));
        refused(Kind.CLOSED, () -> new Pqs(db).users().count());
        refused(Kind.CLOSED, () -> db.write(() -> 1));
        db.close();
        // The file may be opened again by whom it belongs to.
        Database.open(lab.file(), lab.migrations("CREATE TABLE stranger (id INTEGER PRIMARY KEY);"))
                .close();
    }

    @Test
    void exclusively_validating_namesWhatIsMissing() throws Exception {
        lab.open().close();
        Database db = lab.open(lab.at().onOpen(OnOpen.VALIDATE));
        lab.damages();
        DalException e = refused(
                Kind.SCHEMA,
                () -> db.exclusively(Lab.LONG, file -> {
                    Lab.sql(file, "DELETE FROM migration_history WHERE migration_name LIKE '009%'");
                    return true;
                }));
        assertThat(e.field("pending")).contains("009_create_composite_indexes");
        refused(Kind.CLOSED, () -> new Pqs(db).users().count());
    }

    @Test
    void exclusively_threadInterruptedWhileItWaits_isInterrupted() throws Exception {
        Database db = lab.open();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<?> reader = Other.runs(
                "reader",
                () -> db.read(() -> {
                    inside.countDown();
                    Other.await(end);
                }));
        Other.await(inside);
        Other<Boolean> restore = Other.calls("restore", () -> {
            refused(Kind.INTERRUPTED, () -> db.exclusively(Lab.LONG, file -> true));
            return Thread.interrupted();
        });
        restore.waitsIn("Turnstile").interrupt();
        assertThat(restore.result()).isTrue();
        end.countDown();
        reader.result();
        lab.works(db);
    }

    @Test
    void exclusively_byTwo_takeTurns() throws Exception {
        Database db = lab.open();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Other<Boolean> first = Other.calls(
                "first",
                () -> db.exclusively(Lab.LONG, file -> {
                    inside.countDown();
                    Other.await(end);
                    return true;
                }));
        Other.await(inside);
        refused(Kind.BUSY, () -> db.exclusively(SHORT, file -> true));
        Other<Boolean> second = Other.calls("second", () -> db.exclusively(Lab.LONG, file -> first.isDone()));
        second.waitsIn("Lifecycle");
        end.countDown();
        first.result();
        second.result();
        lab.works(db);
    }

    @Test
    void exclusively_leftoverLogBesideTheReplacedFile_isNotItsOwn() throws SQLException, IOException {
        Database db = lab.open(lab.at().pooled(false));
        Pqs pqs = new Pqs(db);
        Path copy = copyWith("restored");
        for (int i = 0; i < 50; i++) {
            pqs.users().insert(user("u" + i));
        }
        assertThat(pqs.users().count()).isEqualTo(50);
        db.exclusively(Lab.LONG, file -> {
            overwrite(copy, file);
            return true;
        });
        assertThat(db.read(() -> List.of(pqs.users().count(), pqs.users().get(1).id())))
                .containsExactly(1L, 1L);
        lab.works(db);
    }
}
