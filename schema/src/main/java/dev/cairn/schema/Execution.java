package dev.cairn.schema;

import dev.cairn.schema.History.State;
import dev.cairn.schema.Migration.Way;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Progress.Phase;
import dev.cairn.schema.Script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the statements or the code of a migration inside a transaction that somebody else began. */
final class Execution {
    /** What one migration may switch on must not reach the next, which may also run on a connection of its own. */
    private static final List<String> SWITCHES =
            List.of("legacy_alter_table", "defer_foreign_keys", "recursive_triggers");

    private static final String DROP_TEMPORARY = """
            SELECT 'DROP ' || type || ' IF EXISTS temp."' || replace(name, '"', '""') || '"' FROM sqlite_temp_schema
            WHERE type <> 'index' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rootpage > 0""";

    private final Sqlite live;
    private final Settings settings;

    Execution(Sqlite live, Settings settings) {
        this.live = live;
        this.settings = settings;
    }

    void run(String name, Way way) throws SQLException {
        runAll(name, way);
        // What is temporary ends with its migration: it would hide tables of its name from the checks and from others.
        for (String drop : live.texts(DROP_TEMPORARY)) {
            live.execute(drop);
        }
    }

    private void runAll(String name, Way way) throws SQLException {
        CodeMigration.Step code = way.code();
        int total = code == null ? way.statements().size() : 1;
        settings.tell(Phase.RUNNING, name, 0, total);
        for (String pragma : SWITCHES) {
            live.execute("PRAGMA " + pragma + " = OFF");
        }
        if (code != null) {
            runCode(name, way.location(), code);
            settings.tell(Phase.RUNNING, name, 1, total);
            return;
        }
        for (int i = 0; i < total; i++) {
            Statement statement = way.statements().get(i);
            try {
                live.execute(statement.sql());
            } catch (SQLException e) {
                throw Failures.ofStatement(name, way.location(), statement, e);
            }
            settings.tell(Phase.RUNNING, name, i + 1, total);
        }
    }

    private void runCode(String name, String location, CodeMigration.Step code) throws SQLException {
        long schema = live.schemaVersion();
        try {
            code.run(CodeGuard.guard(location, live.connection()));
        } catch (MigrationException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw MigrationException.of(Kind.CODE_FAILED)
                    .with("migration", name)
                    .with("problem", String.valueOf(e.getMessage()))
                    .because(e)
                    .build();
        }
        if (!live.inTransaction()) {
            throw MigrationException.of(Kind.TRANSACTION_ENDED)
                    .with("migration", name)
                    .build();
        }
        if (live.schemaVersion() != schema) {
            throw MigrationException.of(Kind.CODE_CHANGED_SCHEMA)
                    .with("migration", name)
                    .build();
        }
    }

    /** Applies migrations to an empty database that nobody else sees. */
    void build(Migrations migrations) throws SQLException {
        List<Migration> rest = new ArrayList<>(migrations.stream().toList());
        while (!rest.isEmpty()) {
            boolean mode = rest.get(0).foreignKeys();
            List<Migration> group =
                    rest.stream().takeWhile(m -> m.foreignKeys() == mode).toList();
            live.execute("PRAGMA foreign_keys = " + (mode ? "ON" : "OFF"));
            live.execute("BEGIN");
            History.create(live);
            for (Migration migration : group) {
                run(migration.name(), migration.up());
                History.record(live, migration, State.SUCCESS, settings.clock().instant(), settings.actor(), 0, null);
            }
            live.execute("COMMIT");
            rest.subList(0, group.size()).clear();
        }
    }

    /** The schema that migrations make of nothing. */
    static Schema fresh(Migrations migrations) throws SQLException {
        try (Sqlite empty = Sqlite.inMemory()) {
            new Execution(empty, Settings.safe()).build(migrations);
            return Schema.read(empty);
        }
    }
}
