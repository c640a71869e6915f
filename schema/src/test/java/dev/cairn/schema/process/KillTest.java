package dev.cairn.schema.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Migrator;
import dev.cairn.schema.RestorePoint;
import dev.cairn.schema.Target;
import dev.cairn.schema.process.MigratingProgram.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migrating process is killed at random moments, spread over the time that it takes when it is left alone. */
class KillTest {
    @TempDir
    Path folder;

    /** What is done, from which file, and the states in which a killed run may leave it: the first and the last. */
    private record Scenario(Operation operation, Path before, List<String> states, Duration takes) {}

    @Test
    void migrate_killedAnywhere_isBeforeOrAfter() throws Exception {
        kill(scenario(Operation.MIGRATE, filled(10_000)), 3, new Torture(1));
    }

    @Test
    void migrate_killedAnywhereStepwise_isBetweenTwoMigrations() throws Exception {
        kill(scenario(Operation.STEPWISE, filled(10_000)), 3, new Torture(1));
    }

    @Test
    @Tag("torture")
    void migrate_killedAnywhereWith100000Rows_isBeforeOrAfter() throws Exception {
        kill(scenario(Operation.MIGRATE, filled(100_000)), 40, new Torture(0.3));
    }

    @Test
    @Tag("torture")
    void migrate_killedAnywhereStepwiseWith100000Rows_isBetweenTwoMigrations() throws Exception {
        kill(scenario(Operation.STEPWISE, filled(100_000)), 40, new Torture(0.3));
    }

    @Test
    @Tag("torture")
    void rollback_killedAnywhereWith100000Rows_isBeforeOrAfter() throws Exception {
        kill(scenario(Operation.ROLLBACK, migrated(filled(100_000))), 10, new Torture(0.1));
    }

    @Test
    @Tag("torture")
    void restorePoint_killedAnywhereWith100000Rows_isBeforeOrAfter() throws Exception {
        kill(scenario(Operation.RESTORE, migrated(filled(100_000))), 10, new Torture(0.1));
    }

    @Test
    @Tag("torture")
    void rehearse_killedAnywhereWith100000Rows_changesNothing() throws Exception {
        kill(scenario(Operation.REHEARSE, filled(100_000)), 10, new Torture(0.1));
    }

    private Path filled(int orders) throws SQLException {
        return Shop.filled(folder.resolve("filled.db"), orders).file();
    }

    /** The same at its last migration, with the restore point from before. */
    private Path migrated(Path filled) {
        Migrator.of(filled, Shop.MIGRATIONS).migrate();
        return filled;
    }

    /** Does it once undisturbed, to know all states and the time it takes. */
    private Scenario scenario(Operation operation, Path before) throws Exception {
        List<String> states = new ArrayList<>(List.of(new Database(before).state()));
        if (operation == Operation.STEPWISE) {
            Database steps = copy(before, "steps");
            for (int to = 2; to <= Shop.MIGRATIONS.size(); to++) {
                Migrator.of(steps.file(), Shop.MIGRATIONS).migrate(Target.to(to));
                states.add(steps.state());
            }
        }
        Database undisturbed = copy(before, "undisturbed");
        long takes;
        try (Child child = start(operation, undisturbed)) {
            long start = System.nanoTime();
            child.go().ends(0);
            takes = System.nanoTime() - start;
        }
        states.add(undisturbed.state());
        delete(undisturbed);
        return new Scenario(operation, before, states.stream().distinct().toList(), Duration.ofNanos(takes));
    }

    private void kill(Scenario scenario, int kills, Torture torture) throws Exception {
        Map<String, Integer> during = new TreeMap<>();
        Map<Integer, Integer> found = new TreeMap<>();
        int done = 0;
        for (; done < kills && torture.timeIsLeft(); done++) {
            Database app = copy(scenario.before, "kill" + done);
            boolean rollbackJournal = done % 4 == 3;
            if (rollbackJournal) {
                app.run("PRAGMA journal_mode = DELETE");
            }
            double when = (done + torture.random().nextDouble()) / kills;
            try (Child child = start(scenario.operation, app)) {
                boolean killed = child.go().killAfter(Duration.ofNanos((long) (when * scenario.takes.toNanos())));
                during.merge(killed ? child.find("phase").orElse("start") : "end", 1, Integer::sum);
            }
            found.merge(stateFound(scenario, app), 1, Integer::sum);
            finishes(scenario, app);
            delete(app);
        }
        System.out.printf(
                "%s: %d kills within %d ms, found in state of %d: %s, killed during %s, %s%n",
                scenario.operation, done, scenario.takes.toMillis(), scenario.states.size(), found, during, torture);
    }

    /** The database is whole, and its history tells of the migrations whose content it has. */
    private static int stateFound(Scenario scenario, Database app) throws SQLException {
        assertThat(app.texts("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(scenario.states).contains(app.state());
        int state = scenario.states.indexOf(app.state());
        boolean forwards = scenario.operation == Operation.MIGRATE || scenario.operation == Operation.STEPWISE;
        if (forwards) {
            boolean last = state == scenario.states.size() - 1;
            assertThat(app.history()).hasSize(last ? Shop.MIGRATIONS.size() : 1 + state);
            assertThat(app.history()).allMatch(row -> row.endsWith("success"));
        }
        return state;
    }

    /** The next start does what the killed one should have done, and leaves nothing of it lying about. */
    private void finishes(Scenario scenario, Database app) throws Exception {
        try (Child child = start(scenario.operation, app)) {
            child.go().ends(0);
        }
        assertThat(app.state()).isEqualTo(scenario.states.get(scenario.states.size() - 1));
        assertThat(app.texts("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(app.strangers()).isEmpty();
        assertThat(Migrator.of(app.file(), Shop.MIGRATIONS).restorePoints())
                .hasSizeLessThanOrEqualTo(3)
                .allSatisfy(point -> assertThat(new Database(point.file()).texts("PRAGMA integrity_check"))
                        .containsExactly("ok"));
    }

    private Child start(Operation operation, Database app) throws InterruptedException {
        return Child.start(
                        folder, MigratingProgram.class, operation, app.file(), MigratingProgram.CLASSPATH + Shop.FOLDER)
                .await("ready");
    }

    /** A copy in a folder of its own, with its restore points. */
    private Database copy(Path before, String name) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));
        for (RestorePoint point : Migrator.of(before, Shop.MIGRATIONS).restorePoints()) {
            String file = point.file().getFileName().toString().replace("filled", "app");
            Files.copy(point.file(), directory.resolve(file));
        }
        return new Database(Files.copy(before, directory.resolve("app.db")));
    }

    private static void delete(Database app) throws IOException {
        Path directory = app.file().getParent();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
