package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UsersDraft;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that writes several rows writes all of them or none, wherever it is made. */
class AllOrNoneTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void insertAll_lastChunkIsRefusedInsideWrite_leavesNoneOfTheEarlier() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        List<UsersDraft> drafts = Stream.concat(
                        IntStream.range(0, 130).mapToObj(n -> user("u" + n)), Stream.of(user("u0")))
                .toList();
        db.write(() -> {
            pqs.users().insert(user("before"));
            refused(Kind.UNIQUE, () -> pqs.users().insertAll(drafts));
            assertThat(pqs.users().count()).isEqualTo(1);
        });
        assertThat(pqs.users().count()).isEqualTo(1);
        refused(Kind.UNIQUE, () -> pqs.users().insertAllKeys(drafts));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void insert_triggerIgnoresTheRow_isSaidRatherThanTheKeyOfAnother() {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        pqs.users().insert(user("ada"));
        db.write(() -> db.dsl()
                .execute("CREATE TRIGGER quiet BEFORE INSERT ON users WHEN new.rank = 'none' BEGIN"
                        + " SELECT RAISE(IGNORE); END"));
        refused(Kind.RAISED, () -> pqs.users().insert(user("eve").rank("none")));
        refused(Kind.RAISED, () -> pqs.users().insertAndGet(user("eve").rank("none")));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }
}
