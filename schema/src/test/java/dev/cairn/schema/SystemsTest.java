package dev.cairn.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Finding.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FixtureExtension.class)
class SystemsTest {

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void migrations_ofASystem_makeWhatItsFactsSay(String system) throws SQLException, IOException {
        try (Sqlite db = migrated(system)) {
            assertThat(FactsCheck.differences(db, facts(system))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ebf | CREATE TABLE transfer_stats | CREATE TABLE other      | transfer_stats lacks column Date TEXT",
                "rpma | weather TEXT               | climate TEXT            | interventions lacks column weather TEXT",
                "rpma | title TEXT                 | title VARCHAR(9)        | tasks lacks column title TEXT NOT NULL",
                "rpma | username TEXT NOT NULL     | username TEXT           | users lacks column username TEXT NOT NULL",
                "rpma | DEFAULT 'user'             | DEFAULT 'admin'         | users lacks column role TEXT NOT NULL default 'user'",
                "rpma | (unixepoch() * 1000)       | (unixepoch() * 10)      | default unixepoch ( ) * 1000",
                "rpma | task_number TEXT NOT NULL UNIQUE | task_number TEXT NOT NULL | tasks lacks unique index (task_number)",
                "rpma | ~'supervisor', ~           | ~~                      | users lacks check role in ( 'admin' , 'supervisor'",
                "rpma | BETWEEN 1 AND 10           | BETWEEN 1 AND 5         | lacks check customer_satisfaction between 1 and 10",
                "rpma | ON DELETE CASCADE          | ON DELETE RESTRICT      | foreign key [\"task_id\"] to tasks [\"id\"] on delete CASCADE",
                "rpma | REFERENCES users (id)      | REFERENCES users (email) | foreign key [\"created_by\"] to users [\"id\"] on delete SET NULL",
                "rpma | created_at DESC            | created_at              | tasks lacks index idx_tasks_active (status, created_at desc)",
                "rpma | WHERE deleted_at IS NULL   | WHERE deleted_at = 1    | idx_tasks_active (status, created_at desc) where deleted_at is null",
                "rpma | lower(vehicle_plate)       | upper(vehicle_plate)    | tasks lacks index idx_tasks_plate_lower (lower",
                "rpma | INDEX idx_users_role       | INDEX idx_users_rolle   | users lacks index idx_users_role (role)",
                "rpma | CREATE UNIQUE INDEX        | CREATE INDEX            | lacks unique index idx_interventions_open_task",
                "pqs  | PRIMARY KEY AUTOINCREMENT  | PRIMARY KEY             | users lacks autoincrement 1",
                "pqs  | (section, document_number) | (document_number, section) | idx_documents_unique (section, document_number)",
                "ebf  | Date TEXT PRIMARY KEY      | Date TEXT               | transfer_stats lacks column Date TEXT default null key 1"
            })
    void factsCheck_somethingElseInTheSchema_findsIt(String system, String from, String to, String difference)
            throws SQLException, IOException {
        try (Sqlite db = migrated(system);
                Sqlite other = Sqlite.inMemory()) {
            for (String sql : db.texts("""
                    SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
                    AND name NOT LIKE '%!_fts%' ESCAPE '!' ORDER BY rowid""")) {
                other.execute(sql.replace(from, to));
            }

            assertThat(FactsCheck.differences(other, facts(system))).anyMatch(d -> d.contains(difference));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void migrations_ofASystem_haveDownsAndIndexedForeignKeys(String system) {
        Migrations migrations = migrations(system);

        assertThat(migrations).allMatch(Migration::reversible);
        assertThat(migrations.lint())
                .filteredOn(f -> f.rule().level() == Level.PROBLEM)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void migrate_eachMigrationAlone_needsOnlyWhatItDeclares(String system, Fixture app) {
        Migrations migrations = migrations(system);
        for (Migration migration : migrations) {
            Path file = app.file().resolveSibling(migration.name() + ".db");

            Report report = Migrator.of(file, migrations).migrate(Target.only(migration.number()));

            assertThat(report.steps()).last().extracting(Report.Step::migration).isEqualTo(migration.name());
            // Foreign keys and triggers are only tried out by rows.
            RowMaker.fill(file, 2);
        }
    }

    private static Migrations migrations(String system) {
        return Migrations.classpath("db/" + system);
    }

    private static Sqlite migrated(String system) throws SQLException {
        Sqlite db = Sqlite.inMemory();
        migrations(system).applyTo(db.connection());
        return db;
    }

    private static String facts(String system) throws IOException {
        try (InputStream in = SystemsTest.class.getResourceAsStream("/facts/" + system + ".json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }
}
