package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FixtureExtension.class)
class RulesTest {
    private static final String TRANSACTION = "the engine begins and ends the transaction";
    private static final String ONE_DATABASE = "a migration belongs to one database";
    private static final String HISTORY = "migration_history belongs to the engine";

    @ParameterizedTest
    @CsvSource({
        "BEGIN, " + TRANSACTION,
        "begin immediate transaction, " + TRANSACTION,
        "COMMIT, " + TRANSACTION,
        "End Transaction, " + TRANSACTION,
        "ROLLBACK, " + TRANSACTION,
        "ROLLBACK TO a, " + TRANSACTION,
        "SAVEPOINT a, " + TRANSACTION,
        "RELEASE a, " + TRANSACTION,
        "/* a */ COMMIT, " + TRANSACTION,
        "\uFEFFCOMMIT, " + TRANSACTION,
        "ATTACH 'b.db' AS b, " + ONE_DATABASE,
        "DETACH b, " + ONE_DATABASE,
        "VACUUM, SQLite cannot vacuum inside a transaction; vacuum when the migration is done",
        "VACUUM INTO 'b.db', SQLite cannot vacuum inside a transaction; vacuum when the migration is done",
        "EXPLAIN PRAGMA writable_schema = ON, 'it does nothing, unless a PRAGMA stands behind it, which SQLite obeys'"
    })
    void migrator_statementThatLeavesTheTransaction_isRefused(String sql, String why, Fixture app) {
        assertRefused(app, sql, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = OFF",
                "pragma main.Foreign_Keys(0)",
                "PRAGMA \"foreign_keys\" = OFF",
                "PRAGMA [main].`foreign_keys` = OFF",
                "PRAGMA 'main'.'foreign_keys' = OFF",
                "PRAGMA /* now */ foreign_keys"
            })
    void migrator_foreignKeysSwitch_isRefusedWithTheHeaderToUse(String sql, Fixture app) {
        assertRefused(app, sql, "SQLite ignores it inside a transaction; the header \"-- foreign-keys: on\" does it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "journal_mode = DELETE",
                "synchronous = OFF",
                "writable_schema = ON",
                "ignore_check_constraints = ON",
                "locking_mode = EXCLUSIVE",
                "wal_checkpoint",
                "auto_vacuum = FULL",
                "schema_version = 1",
                "unheard_of"
            })
    void migrator_anyOtherPragma_isRefused(String pragma, Fixture app) {
        String name = pragma.split(" ", 2)[0];

        assertRefused(app, "PRAGMA " + pragma, "PRAGMA " + name + " does nothing, or harm, inside a migration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM migration_history",
                "UPDATE Migration_History SET status = 'success'",
                "DROP TABLE \"migration_history\"",
                "DROP TABLE main.[migration_history]",
                "DROP TABLE `MIGRATION_HISTORY`",
                "DROP TABLE 'migration_history'",
                "ALTER TABLE a RENAME TO migration_history",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM migration_history; END",
                "DROP INDEX idx_migration_name",
                "DROP INDEX \"idx_migration_version\"",
                "CREATE INDEX idx_migration_applied_at ON a (x)"
            })
    void migrator_statementOnTheHistory_isRefused(String sql, Fixture app) {
        assertRefused(app, sql, HISTORY);
    }

    @Test
    void migrator_forbiddenStatementInADown_isRefusedBeforeAnythingRuns(Fixture app) {
        app.up("001_a", "CREATE TABLE a (x)").down("001_a", "DROP TABLE a;\n\nCOMMIT;");

        MigrationException refusal = app.refused(Kind.FORBIDDEN_STATEMENT, app::migrator);

        assertThat(refusal.field("file").orElseThrow()).endsWith("001_a.down.sql");
        assertThat(refusal.field("line")).contains("3");
        assertThat(app.file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA user_version = 7",
                "PRAGMA main.application_id = 7",
                "PRAGMA \"legacy_alter_table\" = ON",
                "PRAGMA defer_foreign_keys = ON",
                "PRAGMA recursive_triggers = ON",
                "PRAGMA foreign_key_check",
                "PRAGMA table_info(a)",
                "PRAGMA index_list('a')",
                "PRAGMA integrity_check",
                "ANALYZE",
                "REINDEX",
                "REPLACE INTO a VALUES (1)",
                "WITH one AS (SELECT 1) INSERT INTO a SELECT * FROM one",
                "CREATE TABLE \"begin\" (\"commit\" TEXT, vacuum TEXT)",
                "INSERT INTO a VALUES ('COMMIT; migration_history is ours')",
                "CREATE TABLE migration_history_old (x) -- not migration_history",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END"
            })
    void migrate_statementThatIsFine_runs(String sql, Fixture app) {
        app.up("001_a", "CREATE TABLE a (x);\n" + sql + ";").migrate();

        assertThat(app.texts("SELECT status FROM migration_history")).containsExactly("success");
    }

    @Test
    void migrate_switchSetByOneMigration_doesNotReachTheNext(Fixture app) {
        app.up("001_a", """
                        CREATE TABLE a (x);
                        CREATE TRIGGER t AFTER INSERT ON a WHEN new.x < 9 BEGIN INSERT INTO a VALUES (new.x + 1); END;
                        PRAGMA recursive_triggers = ON;""").up("002_b", "INSERT INTO a VALUES (1);").migrate();

        assertThat(app.texts("SELECT x FROM a")).containsExactly("1", "2");
    }

    private static void assertRefused(Fixture app, String sql, String why) {
        app.up("001_a", "CREATE TABLE a (x);\n\n" + sql + ";");

        MigrationException refusal = app.refused(Kind.FORBIDDEN_STATEMENT, app::migrator);

        assertThat(refusal.field("why")).contains(why);
        assertThat(refusal.field("line")).contains("3");
        assertThat(refusal.field("file").orElseThrow()).endsWith("001_a.sql");
        assertThat(app.file()).doesNotExist();
    }
}
