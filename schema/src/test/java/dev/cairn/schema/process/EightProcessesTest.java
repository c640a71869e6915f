package dev.cairn.schema.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Migration;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.process.MigratingProgram.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EightProcessesTest {
    private static final int PROCESSES = 8;

    @TempDir
    Path folder;

    @Test
    void migrate_eightProcessesOnNothing_recordsEachOnce() throws Exception {
        appliesEachOnce(Operation.MIGRATE, "db/hive", new Database(folder.resolve("app.db")));
    }

    @Test
    @Tag("torture")
    void migrate_eightProcessesAgainAndAgain_recordsEachOnce() throws Exception {
        Torture torture = new Torture(0.15);
        Path filled = Shop.filled(folder.resolve("filled.db"), 5_000).file();
        List<String> systems = List.of("db/pqs", "db/ebf", "db/hive", "db/rpma");
        int rounds = 0;
        for (; rounds < 12 && torture.timeIsLeft(); rounds++) {
            Path file = Files.createDirectory(folder.resolve("round" + rounds)).resolve("app.db");
            Operation operation = torture.random().nextBoolean() ? Operation.MIGRATE : Operation.STEPWISE;
            switch (rounds % 3) {
                case 0 ->
                    appliesEachOnce(operation, systems.get(torture.random().nextInt(4)), new Database(file));
                case 1 -> appliesEachOnce(operation, Shop.FOLDER, new Database(Files.copy(filled, file)));
                default -> allFail(operation, new Database(file));
            }
        }
        System.out.println("eight processes: " + rounds + " rounds, " + torture);
    }

    private void appliesEachOnce(Operation operation, String source, Database app) throws Exception {
        Migrations migrations = Migrations.classpath(source);
        boolean existed = Files.exists(app.file());
        int pending = Migrator.of(app.file(), migrations).status().pending().size();

        List<Child> children = together(operation, source, app, 0);

        List<Long> applied = children.stream().map(c -> c.number("done")).toList();
        System.out.println("eight processes: " + operation + " of " + source + ", applied by each: " + applied);
        assertThat(applied.stream().mapToLong(n -> n).sum()).isEqualTo(pending);
        // The id counts on with every write: one more than there are migrations would be one applied twice.
        List<String> expected = new ArrayList<>();
        migrations.stream().map(Migration::name).forEach(n -> expected.add(expected.size() + 1 + " " + n + " success"));
        assertThat(app.history()).isEqualTo(expected);
        assertThat(app.texts("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(app.strangers()).isEmpty();
        if (!existed) {
            Path alone = folder.resolve("alone.db");
            Files.deleteIfExists(alone);
            Migrator.of(alone, migrations).migrate();
            assertThat(app.state()).isEqualTo(new Database(alone).state());
        }
    }

    private void allFail(Operation operation, Database app) throws Exception {
        List<Child> children = together(operation, "process/stumbling", app, MigratingProgram.REFUSED);

        System.out.println("eight processes: " + operation + " of what fails");
        assertThat(children).allSatisfy(c -> assertThat(c.find("refused")).contains("STATEMENT_FAILED"));
        List<String> names = app.texts("SELECT migration_name || ' ' || status FROM migration_history");
        List<String> tables = app.texts("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')");
        boolean stepwise = operation == Operation.STEPWISE;
        assertThat(names)
                .isEqualTo(stepwise ? List.of("001_sound success", "002_fails failed") : List.of("002_fails failed"));
        assertThat(tables).isEqualTo(stepwise ? List.of("a") : List.of());
        assertThat(app.strangers()).isEmpty();
    }

    private List<Child> together(Operation operation, String source, Database app, int status)
            throws IOException, InterruptedException, SQLException {
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(Child.start(
                        folder, MigratingProgram.class, operation, app.file(), MigratingProgram.CLASSPATH + source));
            }
            for (Child child : children) {
                child.await("ready");
            }
            for (Child child : children) {
                child.go();
            }
            for (Child child : children) {
                child.ends(status);
            }
            return children;
        } finally {
            children.forEach(Child::close);
        }
    }
}
