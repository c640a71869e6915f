package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A statement that fails, anywhere in random migrations of a database that holds rows. */
class FailureProperties {
    private static final String BASE = """
            CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rank INTEGER CHECK (rank >= 0));
            CREATE TABLE child (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
                note TEXT
            );
            CREATE INDEX idx_child_parent_id ON child (parent_id);
            CREATE TABLE keyed (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
            CREATE VIRTUAL TABLE search USING fts5 (name);
            CREATE TABLE mined (x);
            CREATE TRIGGER mine AFTER INSERT ON mined BEGIN
                SELECT CASE new.x WHEN 1 THEN RAISE(ROLLBACK, 'one') WHEN 2 THEN RAISE(ABORT, 'two') ELSE RAISE(FAIL, 'x') END;
            END;
            INSERT INTO parent VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', NULL);
            INSERT INTO child (parent_id, note) VALUES (1, 'a'), (1, 'b'), (2, 'c'), (3, NULL);
            INSERT INTO keyed VALUES ('k', x'00ff'), ('l', NULL);
            INSERT INTO search VALUES ('something'), ('something else');
            """;

    /** Each is fine after any others; %1$d is another number each time. */
    private static final List<String> FINE = List.of(
            "CREATE TABLE t%1$d (id INTEGER PRIMARY KEY, x TEXT)",
            "CREATE TABLE t%1$d AS SELECT * FROM parent",
            "CREATE INDEX i%1$d ON parent (rank, name)",
            "CREATE VIEW v%1$d AS SELECT * FROM child JOIN parent ON parent.id = parent_id",
            "CREATE TRIGGER r%1$d AFTER INSERT ON keyed BEGIN UPDATE parent SET rank = rank + 1; SELECT 1; END",
            "ALTER TABLE child ADD COLUMN c%1$d TEXT DEFAULT 'new'",
            "ALTER TABLE parent ADD COLUMN p%1$d INTEGER",
            "INSERT INTO parent (name, rank) VALUES ('new %1$d', 0)",
            "INSERT INTO child (parent_id, note) SELECT id, 'new %1$d' FROM parent",
            "INSERT INTO search VALUES ('found %1$d')",
            "REPLACE INTO keyed VALUES ('k', zeroblob(%1$d))",
            "UPDATE parent SET rank = coalesce(rank, 0) + 1",
            "UPDATE child SET note = note || ' %1$d'",
            "DELETE FROM child WHERE id < 3",
            "DELETE FROM child WHERE parent_id = 3;\nDELETE FROM parent WHERE id = 3",
            "PRAGMA user_version = %1$d",
            """
            CREATE TABLE keyed_new (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
            INSERT INTO keyed_new SELECT key, value FROM keyed;
            DROP TABLE keyed;
            ALTER TABLE keyed_new RENAME TO keyed""");

    private static final List<String> FAILING = List.of(
            "INSERT INTO parent VALUES (1, 'another one', 0)",
            "INSERT INTO parent (name) VALUES ('hundred'), ('one')",
            "INSERT OR FAIL INTO parent (name) VALUES ('hundred'), ('one')",
            "INSERT OR ROLLBACK INTO parent (name) VALUES ('hundred'), ('one')",
            "UPDATE OR ROLLBACK parent SET name = NULL",
            "UPDATE OR FAIL parent SET rank = 1 - id",
            "INSERT INTO mined VALUES (1)",
            "INSERT INTO mined VALUES (2)",
            "INSERT INTO mined VALUES (3)",
            "INSERT INTO child (parent_id) VALUES (999)",
            "INSERT INTO nowhere VALUES (1)",
            "CREATE TABLE parent (id)",
            "ALTER TABLE parent DROP COLUMN name",
            "DROP INDEX nowhere",
            "SELECT abs(-9223372036854775807 - 1)",
            "SELECT json('{')",
            "SELECT * FROM parent WHERE",
            "nonsense");

    /** The statements of a migration, and its foreign-key mode. */
    record Change(List<String> statements, boolean foreignKeys) {

        void write(Fixture app, int place) {
            write(app, place, statements);
        }

        void writeFailing(Fixture app, int place, int position, String failing) {
            List<String> all = new ArrayList<>(statements);
            all.add(position % (all.size() + 1), failing);
            write(app, place, all);
        }

        private void write(Fixture app, int place, List<String> all) {
            String header = "-- destructive: some are\n-- foreign-keys: " + (foreignKeys ? "on" : "off") + "\n";
            app.up(name(place), header + String.join(";\n", all) + ";\n");
        }
    }

    @Property(tries = 100)
    void migrate_statementFailsAnywhere_leavesAllAsItWasAndGoesOnOnceMended(
            @ForAll("changes") List<Change> changes,
            @ForAll @IntRange(max = 99) int which,
            @ForAll @IntRange(max = 99) int position,
            @ForAll("failing") String failing,
            @ForAll boolean stepwise) {
        try (Fixture app = started(changes);
                Fixture unbroken = started(changes)) {
            int broken = which % changes.size();
            changes.get(broken).writeFailing(app, broken, position, failing);
            int kept = stepwise ? broken : firstOfTransaction(changes, broken);
            migrator(unbroken, stepwise).migrate(Target.to(number(kept) - 1));

            MigrationException failure =
                    catchThrowableOfType(MigrationException.class, migrator(app, stepwise)::migrate);

            assertThat(failure).isNotNull();
            assertThat(failure.kind()).isIn(Kind.STATEMENT_FAILED, Kind.DANGLING_REFERENCE);
            assertThat(failure.field("migration")).contains(name(broken));
            assertThat(state(app)).isEqualTo(state(unbroken));
            List<String> history = new ArrayList<>(history(unbroken));
            history.add(name(broken) + " failed");
            assertThat(history(app)).isEqualTo(history);

            changes.get(broken).write(app, broken);
            migrator(app, stepwise).migrate();
            migrator(unbroken, stepwise).migrate();

            assertThat(state(app)).isEqualTo(state(unbroken));
            assertThat(history(app)).isEqualTo(history(unbroken)).hasSize(changes.size() + 1);
        }
    }

    private static Fixture started(List<Change> changes) {
        Fixture app = Fixture.temporary().up("001_base", BASE).migrate();
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).write(app, i);
        }
        return app;
    }

    private static Migrator migrator(Fixture app, boolean stepwise) {
        return app.at().stepwise(stepwise).build();
    }

    /** Migrations that want another foreign-key mode than those before them begin another transaction. */
    private static int firstOfTransaction(List<Change> changes, int place) {
        int first = place;
        while (first > 0
                && changes.get(first - 1).foreignKeys() == changes.get(place).foreignKeys()) {
            first--;
        }
        return first;
    }

    private static long number(int place) {
        return place + 2L;
    }

    private static String name(int place) {
        return String.format(Locale.ROOT, "%03d_change", number(place));
    }

    private static List<String> state(Fixture app) {
        List<String> state = new ArrayList<>(app.dump());
        state.addAll(app.texts("PRAGMA user_version"));
        state.addAll(app.texts("SELECT name || seq FROM sqlite_sequence WHERE name <> 'migration_history'"));
        return state;
    }

    private static List<String> history(Fixture app) {
        return app.texts("SELECT migration_name || ' ' || status FROM migration_history ORDER BY id");
    }

    @Provide
    Arbitrary<String> failing() {
        return Arbitraries.of(FAILING);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<List<String>> statements =
                Arbitraries.of(FINE).list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<Boolean> mode = Arbitraries.of(false, false, true);
        return Combinators.combine(statements, mode)
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(FailureProperties::numbered);
    }

    private static List<Change> numbered(List<Change> changes) {
        List<Change> numbered = new ArrayList<>();
        int number = 0;
        for (Change change : changes) {
            List<String> statements = new ArrayList<>();
            for (String statement : change.statements()) {
                number++;
                statements.add(statement.formatted(number));
            }
            numbered.add(new Change(statements, change.foreignKeys()));
        }
        return numbered;
    }
}
