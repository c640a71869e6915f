package dev.cairn.dal.runtime;

import static dev.cairn.dal.runtime.Lab.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Call;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessesTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void newFile_openedByThreeProcessesAtOnce_worksForAll() throws Exception {
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                children.add(Child.start(lab.folder(), Program.class, "write", lab.file(), "c" + i, 50));
            }
            for (Child child : children) {
                child.says("ready");
            }
            for (Child child : children) {
                child.go();
            }
            Database db = lab.open();
            Pqs pqs = new Pqs(db);
            for (int i = 0; i < 50; i++) {
                pqs.users().insert(Lab.user("own-" + i));
            }
            for (Child child : children) {
                assertThat(Integer.parseInt(child.says("sees "))).isBetween(50, 150);
                child.ends();
            }
            assertThat(pqs.users().count()).isEqualTo(150);
            lab.works(db);
        } finally {
            children.forEach(Child::close);
        }
    }

    @Test
    void processKilled_leavesItsLogWhichTheNextReads() throws Exception {
        try (Child child = Child.start(lab.folder(), Program.class, "hold", lab.file())) {
            child.says("ready");
            child.kill();
        }
        assertThat(Lab.listing(lab.folder())).contains("app.db-wal");
        Database db = lab.open();
        assertThat(new Pqs(db).users().findByUsername("held")).isPresent();
        lab.works(db);
    }

    @Test
    void anotherProcessHasItOpen_exclusivelyAndCloseLeaveThatAlone() throws Exception {
        try (Child child = Child.start(lab.folder(), Program.class, "hold", lab.file())) {
            child.says("ready");
            Database db = lab.open();
            Pqs pqs = new Pqs(db);
            assertThat(pqs.users().count()).isEqualTo(1);
            pqs.users().insert(Lab.user("ada"));
            db.close();
            child.go().ends();
        }
        assertThat(Lab.number(lab.file(), "SELECT count(*) FROM users")).isEqualTo(2);
    }

    @Test
    void anotherProcessHoldsTheWriteLock_isBusyInTime() throws Exception {
        Database db = lab.open();
        Pqs pqs = new Pqs(db);
        try (Child child = Child.start(lab.folder(), Program.class, "open", lab.file(), false)) {
            db.write(() -> {
                pqs.users().insert(Lab.user("ada"));
                assertThat(child.says("refused ")).contains("BUSY");
            });
            child.ends();
        }
        refused(
                Kind.TIMEOUT,
                () -> db.with(Call.DEFAULT.timeout(Duration.ofMillis(50)))
                        .read(
                                () -> db.dsl()
                                        .fetch(
                                                "with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c")));
        lab.works(db);
    }
}
