package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadOnlyTest {
    @RegisterExtension
    final Lab lab = new Lab();

    /** Names and content of all there is; of an index of the log only that it is there, since readers write that. */
    private static Map<String, Integer> content(Path folder) throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        for (String name : Lab.listing(folder)) {
            boolean compared = !name.endsWith("-shm");
            content.put(name, compared ? Arrays.hashCode(Files.readAllBytes(folder.resolve(name))) : 0);
        }
        return content;
    }

    private void reads(Database db, int users) {
        Pqs pqs = new Pqs(db);
        assertThat(pqs.users().count()).isEqualTo(users);
        assertThat(db.read(() -> pqs.users().stream().count())).isEqualTo(users);
        assertThat(db.dsl().fetchValue("select count(*) from users")).hasToString(Integer.toString(users));
        refused(Kind.READ_ONLY, () -> pqs.users().insert(user("x")));
        refused(Kind.READ_ONLY, () -> db.write(() -> 1));
        refused(Kind.READ_ONLY, () -> db.dsl().execute("delete from users"));
        refused(Kind.READ_ONLY, () -> db.dsl().transaction(c -> c.dsl().execute("delete from users")));
        refused(Kind.READ_ONLY, () -> db.writer().getConnection());
        assertThat(Lab.holders(db)).isEmpty();
    }

    /** A database of one user, as a killed process leaves it: with a log that is not yet in the file. */
    private Path killed(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path copy = folder.resolve("killed.db");
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        // By another process: reading a live file in this one would drop its locks.
        for (String end : new String[] {"", "-wal", "-shm"}) {
            try {
                assertThat(new ProcessBuilder("cp", lab.file() + end, copy + end)
                                .start()
                                .waitFor())
                        .isZero();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        db.close();
        assertThat(Files.size(folder.resolve("killed.db-wal"))).isPositive();
        return copy;
    }

    @ParameterizedTest
    @EnumSource(OnOpen.class)
    void cleanFile_isLeftAsItWas(OnOpen onOpen) throws Exception {
        Database writing = lab.open();
        new Pqs(writing).users().insert(user("ada"));
        writing.close();
        Map<String, Integer> before = content(lab.folder());
        assertThat(before).containsOnlyKeys("app.db");
        Database db = lab.open(lab.at().readOnly(true).onOpen(onOpen));
        reads(db, 1);
        db.close();
        assertThat(content(lab.folder())).isEqualTo(before);
    }

    @Test
    void fileOfTheRollbackJournal_isLeftAsItWas() throws Exception {
        lab.open().close();
        Lab.sql(lab.file(), "PRAGMA journal_mode = DELETE");
        Map<String, Integer> before = content(lab.folder());
        Database db = lab.open(lab.at().readOnly(true));
        reads(db, 0);
        assertThat(db.dsl().fetchValue("pragma journal_mode")).hasToString("delete");
        db.close();
        assertThat(content(lab.folder())).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = OnOpen.class,
            names = {"VALIDATE", "TRUST"})
    void leftoverLog_isReadAndLeftAsItWas(OnOpen onOpen) throws Exception {
        Path folder = lab.folder().resolve("left");
        Path file = killed(folder);
        Map<String, Integer> before = content(folder);
        Database db = lab.open(
                Database.at(file).migrations(Pqs.MIGRATIONS).readOnly(true).onOpen(onOpen));
        reads(db, 1);
        db.close();
        assertThat(content(folder)).isEqualTo(before);
        // A writer then has it all.
        try (Database writer = Database.open(file, Pqs.MIGRATIONS)) {
            assertThat(new Pqs(writer).users().count()).isEqualTo(1);
        }
    }

    @Test
    void leftoverLogWithoutItsIndex_isReadAndFileAndLogStay() throws Exception {
        Path folder = lab.folder().resolve("left");
        Path file = killed(folder);
        Files.delete(folder.resolve("killed.db-shm"));
        Map<String, Integer> before = content(folder);
        Database db = lab.open(Database.at(file).migrations(Pqs.MIGRATIONS).readOnly(true));
        reads(db, 1);
        db.close();
        Map<String, Integer> after = content(folder);
        after.remove("killed.db-shm");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void pendingMigrations_areRefusedAndNotApplied() throws Exception {
        Database.open(lab.file(), Pqs.MIGRATIONS.upTo(8)).close();
        Map<String, Integer> before = content(lab.folder());
        refused(Kind.SCHEMA, () -> lab.at().readOnly(true).open());
        assertThat(content(lab.folder())).isEqualTo(before);
    }

    @Test
    void fileThatCannotBeWritten_isRead() throws Exception {
        lab.open().close();
        Files.setPosixFilePermissions(lab.file(), PosixFilePermissions.fromString("r--r--r--"));
        Map<String, Integer> before = content(lab.folder());
        Database db = lab.open(lab.at().readOnly(true));
        reads(db, 0);
        db.close();
        assertThat(content(lab.folder())).isEqualTo(before);
    }

    @Test
    void anotherWritesMeanwhile_itsCommitsAreSeen() throws Exception {
        Database writer = lab.open();
        Database db = lab.open(lab.at().readOnly(true));
        Pqs pqs = new Pqs(db);
        assertThat(pqs.users().count()).isZero();
        new Pqs(writer).users().insert(user("ada"));
        assertThat(pqs.users().count()).isEqualTo(1);
        db.read(() -> {
            new Pqs(writer).users().insert(user("bob"));
            assertThat(pqs.users().count()).isEqualTo(1);
        });
        db.close();
        lab.works(writer);
    }

    @Test
    void openedBeforeTheWriter_doesNotEndItsLog() throws Exception {
        lab.open().close();
        Database db = lab.open(lab.at().readOnly(true));
        reads(db, 0);
        Database writer = lab.open();
        new Pqs(writer).users().insert(user("ada"));
        assertThat(new Pqs(db).users().count()).isEqualTo(1);
        writer.close();
        assertThat(new Pqs(db).users().count()).isEqualTo(1);
        db.close();
        lab.works(lab.open());
    }
}
