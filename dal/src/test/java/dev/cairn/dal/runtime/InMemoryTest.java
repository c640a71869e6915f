package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InMemoryTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private final Database db = Database.inMemory(Pqs.MIGRATIONS);
    private final Pqs pqs = new Pqs(db);

    @AfterEach
    void close() {
        lab.works(db);
        assertThat(db.dsl().fetchValue("pragma integrity_check")).isEqualTo("ok");
        db.close();
        refused(Kind.CLOSED, () -> pqs.users().count());
    }

    @Test
    void writes_rollBackAndNest() {
        db.write(() -> {
            pqs.users().insert(user("ada"));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> db.write(() -> {
                        pqs.users().insert(user("bob"));
                        throw new IllegalStateException();
                    }));
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> db.write(() -> {
                    pqs.users().insert(user("eve"));
                    throw new IllegalStateException();
                }));
        assertThat(pqs.users().count()).isEqualTo(1);
    }

    @Test
    void read_cannotWrite() {
        db.read(() -> {
            refused(Kind.MISUSE, () -> pqs.users().insert(user("ada")));
            refused(Kind.READ_ONLY, () -> db.dsl().execute("delete from users"));
        });
        refused(Kind.READ_ONLY, () -> db.dsl().execute("delete from users"));
        pqs.users().insert(user("ada"));
    }

    @Test
    void readsAndWrites_takeTurns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        Other<?> reader = Other.runs(
                "reader",
                () -> db.read(() -> {
                    inside.countDown();
                    Other.await(end);
                    assertThat(pqs.users().count()).isZero();
                    order.add("read");
                }));
        Other.await(inside);
        Other<?> writer = Other.runs("writer", () -> {
            pqs.users().insert(user("ada"));
            order.add("written");
        });
        writer.waitsIn("Gate");
        end.countDown();
        reader.result();
        writer.result();
        assertThat(order).containsExactly("read", "written");
    }

    @Test
    void sinkThatWrites_isRefusedAtOnceRatherThanStuck() {
        pqs.users().insert(user("ada"));
        long began = System.nanoTime();
        DalException e = refused(
                Kind.MISUSE, () -> pqs.users().forEach(u -> pqs.users().update(u.id(), d -> d.rank("Countess"))));
        assertThat(e.getMessage()).contains("write");
        assertThat(System.nanoTime() - began).isLessThan(Lab.LONG.toNanos());
        // In a scope of the caller's it is no problem.
        db.write(() -> pqs.users().forEach(u -> pqs.users().update(u.id(), d -> d.rank("Countess"))));
        assertThat(pqs.users().get(1).rank()).isEqualTo("Countess");
    }

    @Test
    void foreignKeys_areEnforced() {
        refused(
                Kind.FOREIGN_KEY,
                () -> pqs.avatars()
                        .insert(a -> a.userId(7L)
                                .avatarData(new byte[1])
                                .mimeType("x")
                                .fileSize(1L)));
    }

    @Test
    void readers_areTheSameData() throws Exception {
        pqs.users().insert(user("ada"));
        try (var connection = db.readers().getConnection();
                var statement = connection.prepareStatement("select username from users");
                var rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("ada");
        }
        try (var connection = db.writer().getConnection();
                var statement = connection.prepareStatement("update users set rank = 'x'")) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        assertThat(pqs.users().get(1).rank()).isEqualTo("x");
    }

    @Test
    void errorThatEndsTheTransaction_keepsTheDatabase() {
        pqs.users().insert(user("ada"));
        refused(
                Kind.ROLLED_BACK,
                () -> db.write(() -> {
                    refused(
                            Kind.UNIQUE,
                            () -> db.dsl()
                                    .execute("insert or rollback into users (username, email, password_hash, full_name)"
                                            + " values ('ada', 'x', 'x', 'x')"));
                }));
        assertThat(pqs.users().count()).isEqualTo(1);
    }
}
