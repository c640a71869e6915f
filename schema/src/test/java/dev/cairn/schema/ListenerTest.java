package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Progress.Phase;
import dev.cairn.schema.audit.AuditEvent;
import dev.cairn.schema.audit.AuditEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who listens is told everything and decides nothing. */
@ExtendWith(FixtureExtension.class)
class ListenerTest {

    private static Fixture given(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id)").down("001_a", "DROP TABLE a").migrate();
        return app.sql("INSERT INTO a VALUES (1)")
                .up("002_b", "CREATE TABLE b (id); SELECT 1")
                .down("002_b", "DROP TABLE b");
    }

    @Test
    void progress_tellsPhasesAndStatementsInOrder(Fixture app) {
        List<String> heard = new ArrayList<>();

        given(app)
                .at()
                .progress(p -> heard.add(p.phase() + " " + p.migration() + " " + p.done() + "/" + p.total()))
                .build()
                .migrate();

        assertThat(heard)
                .containsSubsequence(
                        "WAITING  0/1",
                        "CHECKING  0/1",
                        "COPYING  0/1",
                        "RUNNING 002_b 0/2",
                        "RUNNING 002_b 1/2",
                        "RUNNING 002_b 2/2",
                        "CHECKING  0/1",
                        "COMMITTING  0/1");
    }

    @Test
    void progress_listenerThrows_changesNothing(Fixture app) {
        given(app)
                .at()
                .progress(p -> {
                    throw new IllegalStateException("at " + p.phase());
                })
                .audit(e -> {
                    throw new IllegalStateException("at " + e.operation());
                })
                .build()
                .migrate();

        assertThat(app.migrator().status().current()).contains("002_b");
    }

    @Test
    void progress_nothingToDo_runsNothing(Fixture app) {
        List<Phase> heard = new ArrayList<>();
        app.up("001_a", "CREATE TABLE a (id)").migrate();

        app.at().progress(p -> heard.add(p.phase())).build().migrate();

        assertThat(heard).doesNotContain(Phase.RUNNING, Phase.COPYING, Phase.COMMITTING);
    }

    @Test
    void audit_hearsEveryChangeAndAttempt(Fixture app) {
        List<AuditEvent> heard = new ArrayList<>();
        Migrator migrator = given(app).at().as("ada").audit(heard::add).build();

        migrator.status();
        migrator.plan(Target.end());
        migrator.rehearse();
        migrator.dryRun(Target.end());
        migrator.drift();
        assertThat(heard).isEmpty();
        RestorePoint point = migrator.migrate().restorePoint().orElseThrow();
        migrator.migrate();
        app.refused(Kind.LOSSY_DOWN, () -> migrator.rollback(Target.only(1)));
        migrator.rollback(Target.only(2));
        migrator.rollback(point);
        app.refused(Kind.HAS_HISTORY, () -> migrator.baseline(1));
        app.up("003_c", "SELECT * FROM nowhere");
        app.refused(
                Kind.STATEMENT_FAILED, () -> app.at().audit(heard::add).build().migrate());

        assertThat(heard)
                .extracting(e -> e.operation() + " " + e.outcome() + " " + e.detail())
                .containsExactly(
                        "migrate DONE 002_b",
                        "migrate DONE nothing to do",
                        "rollback REFUSED LOSSY_DOWN: rolling back would lose data",
                        "rollback DONE 002_b",
                        "restore-point DONE went back to " + point.id(),
                        "baseline REFUSED HAS_HISTORY: the database already has a migration history",
                        "migrate FAILED STATEMENT_FAILED: a statement failed");
        assertThat(heard).extracting(AuditEvent::who).startsWith("ada").endsWith("system");
        assertThat(heard).allSatisfy(e -> {
            assertThat(e.database()).isEqualTo(app.file().toString());
            assertThat(e.took().isNegative()).isFalse();
        });
        assertThat(heard).filteredOn(e -> e.outcome() == Outcome.FAILED).hasSize(1);
    }
}
