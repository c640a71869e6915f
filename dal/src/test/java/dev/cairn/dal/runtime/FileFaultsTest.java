package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.schema.MigrationException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileFaultsTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private void by(Object... arguments) throws Exception {
        try (Child child = Child.start(lab.folder(), Program.class, arguments)) {
            child.says("done");
            child.ends();
        }
    }

    private static Database filled(Database db) {
        Pqs pqs = new Pqs(db);
        pqs.users()
                .insertAll(
                        IntStream.range(0, 2_000).mapToObj(i -> user("u" + i)).toList());
        return db;
    }

    /** Opening is refused by the migrator or by the runtime; either way as what it is, and nothing stays open. */
    private Throwable openingFails(OnOpen onOpen) {
        Throwable e = catchThrowable(() ->
                lab.at().onOpen(onOpen).acquireTimeout(Duration.ofSeconds(1)).open());
        assertThat(e).isInstanceOfAny(DalException.class, MigrationException.class);
        assertThat(e.getMessage()).doesNotContain("null");
        return e;
    }

    @ParameterizedTest
    @EnumSource(OnOpen.class)
    void pathIsADirectory_isSaid(OnOpen onOpen) throws Exception {
        lab.damages();
        Files.createDirectory(lab.file());
        Throwable e = openingFails(onOpen);
        if (e instanceof DalException ours) {
            assertThat(ours.kind()).isEqualTo(Kind.CANNOT_OPEN);
        } else {
            assertThat(((MigrationException) e).kind()).isEqualTo(MigrationException.Kind.UNUSABLE_FILE);
        }
        refused(Kind.CANNOT_OPEN, () -> lab.at().readOnly(true).open());
        Files.delete(lab.file());
        lab.works(lab.open());
    }

    @ParameterizedTest
    @EnumSource(OnOpen.class)
    void notADatabase_isSaidAndLeftAlone(OnOpen onOpen) throws Exception {
        lab.damages();
        String text = "this is no database, but a letter of some length\n".repeat(100);
        Files.writeString(lab.file(), text);
        Throwable e = openingFails(onOpen);
        if (e instanceof DalException ours) {
            assertThat(ours.kind()).isEqualTo(Kind.CORRUPT);
        } else {
            assertThat(((MigrationException) e).kind())
                    .isIn(MigrationException.Kind.UNUSABLE_FILE, MigrationException.Kind.DAMAGED);
        }
        refused(
                Kind.CORRUPT,
                () -> lab.at()
                        .readOnly(true)
                        .acquireTimeout(Duration.ofSeconds(1))
                        .open());
        assertThat(Files.readString(lab.file())).isEqualTo(text);
        assertThat(Lab.listing(lab.folder())).containsExactly("app.db");
        Files.delete(lab.file());
        lab.works(lab.open());
    }

    @ParameterizedTest
    @EnumSource(OnOpen.class)
    void headerGarbage_isSaid(OnOpen onOpen) throws Exception {
        lab.damages();
        lab.open().close();
        by("garbage", lab.file());
        openingFails(onOpen);
        assertThat(Lab.listing(lab.folder())).contains("app.db");
    }

    @Test
    void truncatedBeforeOpening_isCorruptWhenItIsRead() throws Exception {
        lab.damages();
        filled(lab.open()).close();
        by("truncate", lab.file(), Files.size(lab.file()) / 2);
        Throwable e = catchThrowable(() -> {
            try (Database db = lab.at().onOpen(OnOpen.TRUST).open()) {
                new Pqs(db).users().forEach(u -> {});
            }
        });
        assertThat(e).isInstanceOf(DalException.class);
        assertThat(((DalException) e).kind()).isIn(Kind.CORRUPT, Kind.STORAGE);
    }

    @Test
    void truncatedWhileOpen_isCorruptAndClosingWorks() throws Exception {
        lab.damages();
        Database db = filled(lab.open());
        // So that all of it is in the file.
        db.close();
        Database again = lab.open(lab.at().readers(2));
        by("truncate", lab.file(), 8 * 4_096);
        long began = System.nanoTime();
        DalException read = (DalException) catchThrowable(
                () -> again.read(() -> again.dsl().fetch("select sum(length(full_name)) from users not indexed")));
        assertThat(read).isNotNull();
        assertThat(read.kind()).isIn(Kind.CORRUPT, Kind.STORAGE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Lab.LONG.dividedBy(2));
        Throwable write = catchThrowable(() -> again.write(() -> again.dsl().execute("update users set rank = 'x'")));
        assertThat(write).isInstanceOf(DalException.class);
        assertThat(((DalException) write).kind()).isIn(Kind.CORRUPT, Kind.STORAGE);
        assertThat(Lab.holders(again)).isEmpty();
        again.close();
        refused(Kind.CLOSED, () -> again.read(() -> 1));
    }

    @Test
    void damagedWhileOpen_exclusivelyCanPutItRight() throws Exception {
        Database db = filled(lab.open());
        var copy = lab.folder().resolve("copy.db");
        db.exclusively(Lab.LONG, file -> Files.copy(file, copy));
        by("truncate", lab.file(), 8 * 4_096);
        assertThat(catchThrowable(() -> db.dsl().fetch("select sum(length(full_name)) from users not indexed")))
                .isInstanceOf(DalException.class);
        db.exclusively(Lab.LONG, file -> Files.copy(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING));
        assertThat(new Pqs(db).users().count()).isEqualTo(2_000);
        lab.works(db);
    }

    @Test
    void logRemoved_whatIsInTheFileStays() throws Exception {
        try (Child child = Child.start(lab.folder(), Program.class, "hold", lab.file())) {
            child.says("ready");
            child.kill();
        }
        Files.delete(lab.folder().resolve("app.db-wal"));
        Files.deleteIfExists(lab.folder().resolve("app.db-shm"));
        // The migrations were moved into the file, the row of the killed process was not.
        Database db = lab.open();
        assertThat(new Pqs(db).users().count()).isZero();
        lab.works(db);
    }

    @Test
    void fileDeletedWhileOpen_closingWorksAndItCanBeCreatedAgain() throws Exception {
        Database db = lab.open();
        new Pqs(db).users().insert(user("ada"));
        by("delete", lab.file());
        db.close();
        for (String name : Lab.listing(lab.folder())) {
            if (name.startsWith("app.db")) {
                Files.delete(lab.folder().resolve(name));
            }
        }
        Database again = lab.open();
        assertThat(new Pqs(again).users().count()).isZero();
        lab.works(again);
    }

    @Test
    void pagesUpToALimit_writerIsFullReadersGoOnAndThenItWorks() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        String text = "x".repeat(10_000);
        db.write(() -> db.dsl().execute("pragma max_page_count = 100"));
        DalException full = refused(
                Kind.DISK_FULL,
                () -> db.write(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        int n = i;
                        pqs.users().insert(user("u" + n).rank(text));
                    }
                }));
        assertThat(full.kind().retryable()).isTrue();
        assertThat(pqs.users().count()).isEqualTo(1);
        refused(Kind.DISK_FULL, () -> {
            for (int i = 0; i < 1_000; i++) {
                pqs.users().insert(user("s" + i).rank(text));
            }
        });
        assertThat(pqs.users().count()).isGreaterThan(1);
        db.write(() -> db.dsl().execute("delete from users where username like 's%'"));
        db.write(() -> db.dsl().execute("pragma max_page_count = 1000000"));
        lab.works(db);
    }
}
