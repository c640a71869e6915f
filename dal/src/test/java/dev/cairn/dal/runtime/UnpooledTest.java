package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static dev.cairn.dal.runtime.Lab.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnpooledTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void everything_worksWithoutKeptConnections() {
        Database db = lab.open(lab.at().pooled(false));
        Pqs pqs = new Pqs(db);
        db.write(() -> pqs.users().insertAll(List.of(user("ada"), user("bob"))));
        db.read(() -> assertThat(pqs.users().stream().count()).isEqualTo(2));
        assertThat(db.dsl().fetchCount(db.dsl().selectFrom("users"))).isEqualTo(2);
        db.dsl().transaction(c -> c.dsl().execute("delete from users where username = 'bob'"));
        refused(Kind.UNIQUE, () -> pqs.users().insert(user("ada")));
        assertThat(pqs.users().count()).isEqualTo(1);
        lab.works(db);
    }

    @Test
    void manyThreads_eachHasItsOwn() throws Exception {
        Database db = lab.open(lab.at().pooled(false));
        Pqs pqs = new Pqs(db);
        List<Other<?>> others = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            others.add(Other.runs("t" + t, () -> {
                for (int i = 0; i < 5; i++) {
                    long id = pqs.users().insert(user(number + "-" + i));
                    assertThat(pqs.users().get(id).id()).isEqualTo(id);
                }
            }));
        }
        for (Other<?> other : others) {
            other.result();
        }
        assertThat(pqs.users().count()).isEqualTo(40);
        lab.works(db);
    }
}
