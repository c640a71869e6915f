package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.MigrationException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration in Java changes rows inside the engine's transaction, and nothing else. */
@ExtendWith(FixtureExtension.class)
class CodeMigrationTest {
    private static final String NAME = "002_code";

    @BeforeEach
    void rows(Fixture app) {
        app.up("001_a", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT)").migrate();
        app.sql("INSERT INTO a VALUES (1, 'one'), (2, 'two')");
    }

    private static Migrator with(Fixture app, CodeMigration code) {
        return Migrator.of(app.file(), app.migrations().with(code));
    }

    private static Migrator with(Fixture app, CodeMigration.Step step) {
        return with(app, new TestCode(NAME, step));
    }

    @Test
    void migrate_code_changesRowsAndIsRecorded(Fixture app) {
        Migrator migrator = with(
                app,
                new TestCode(
                        NAME,
                        TestCode.sql("UPDATE a SET x = upper(x)"),
                        Optional.of(TestCode.sql("UPDATE a SET x = lower(x)"))));

        Report report = migrator.migrate();

        assertThat(report.steps()).extracting(Report.Step::migration).containsExactly(NAME);
        assertThat(app.texts("SELECT x FROM a")).containsExactly("ONE", "TWO");
        assertThat(app.texts("SELECT checksum || effect FROM migration_history WHERE migration_name = '002_code'"))
                .containsExactly("1changing");
        migrator.rollback(Target.steps(1));
        assertThat(app.texts("SELECT x FROM a")).containsExactly("one", "two");
    }

    @Test
    void migrate_codeBetweenScripts_runsInTheOrderOfNumbers(Fixture app) {
        app.up("003_c", "CREATE TABLE c AS SELECT x FROM a");

        with(app, TestCode.sql("UPDATE a SET x = 'code' WHERE id = 1")).migrate();

        assertThat(app.texts("SELECT x FROM c")).containsExactly("code", "two");
    }

    @Test
    void migrate_codeThrows_undoesAllAndKeepsTheCause(Fixture app) {
        for (Exception thrown :
                new Exception[] {new SQLException("not today"), new IllegalStateException("not today")}) {
            Migrator migrator = with(app, connection -> {
                TestCode.sql("DELETE FROM a").run(connection);
                if (thrown instanceof SQLException e) {
                    throw e;
                }
                throw (IllegalStateException) thrown;
            });

            MigrationException refusal = app.refused(Kind.CODE_FAILED, migrator::migrate);

            assertThat(refusal)
                    .hasMessageStartingWith("A code migration failed [migration=002_code, problem=not today]")
                    .hasCause(thrown);
            assertThat(migrator.status().failed()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CREATE TABLE b (id)", "ALTER TABLE a ADD COLUMN y", "DROP TABLE a", "CREATE VIEW v AS SELECT 1"
            })
    void migrate_codeChangesSchema_isRefused(String ddl, Fixture app) {
        MigrationException refusal = app.refused(Kind.CODE_CHANGED_SCHEMA, with(app, TestCode.sql(ddl))::migrate);

        assertThat(refusal).hasMessageStartingWith("A code migration changed the schema [migration=002_code]");
    }

    @Test
    void migrate_codeUsesTemporaryTable_isNoChangeOfSchemaAndEndsWithIt(Fixture app) {
        app.up("003_c", "CREATE TABLE c AS SELECT count(*) AS n FROM sqlite_temp_schema");

        with(app, TestCode.sql("CREATE TEMP TABLE t AS SELECT * FROM a", "UPDATE a SET x = (SELECT t.x FROM t)"))
                .migrate();

        assertThat(app.number("SELECT n FROM c")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "ROLLBACK",
                "BEGIN",
                "SAVEPOINT s",
                "ATTACH ':memory:' AS m",
                "VACUUM",
                "PRAGMA foreign_keys = ON",
                "DELETE FROM migration_history",
                "SELECT 1; COMMIT"
            })
    void migrate_codeRunsForbiddenStatement_isRefused(String sql, Fixture app) {
        app.refused(Kind.FORBIDDEN_STATEMENT, with(app, TestCode.sql(sql))::migrate);
        app.refused(Kind.FORBIDDEN_STATEMENT, with(app, connection -> {
            try (Statement prepared = connection.prepareStatement(sql)) {
                assertThat(prepared).isNull();
            }
        })::migrate);
    }

    /** What ends, leaves or changes the engine's connection. */
    @Test
    void migrate_codeTouchesTheConnection_isRefused(Fixture app) {
        for (CodeMigration.Step step : new CodeMigration.Step[] {
            Connection::commit,
            Connection::rollback,
            Connection::close,
            Connection::setSavepoint,
            c -> c.setAutoCommit(false),
            c -> c.setReadOnly(true),
            c -> c.unwrap(Connection.class),
            c -> c.createStatement().getConnection().commit(),
            c -> c.getMetaData().getConnection().commit(),
            c -> c.prepareStatement("SELECT 1").getConnection().close(),
        }) {
            MigrationException refusal = app.refused(Kind.CODE_FAILED, with(app, step)::migrate);
            assertThat(refusal.field("problem"))
                    .hasValueSatisfying(p -> assertThat(p).contains("is refused in a code migration"));
        }
    }

    /** SQLite ended the transaction at the conflict, and what the code wrote after that was committed by itself. */
    @Test
    void migrate_codeEndsTheTransaction_asksForAnOperator(Fixture app) {
        Migrator migrator = with(app, connection -> {
            assertThatThrownBy(() -> TestCode.sql("INSERT OR ROLLBACK INTO a VALUES (1, 'again')")
                            .run(connection))
                    .isInstanceOf(SQLException.class);
            TestCode.sql("INSERT INTO a VALUES (3, 'kept')").run(connection);
        });

        MigrationException refusal = catchThrowableOfType(MigrationException.class, migrator::migrate);

        assertThat(refusal.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
        assertThat(refusal)
                .hasMessageStartingWith("A migration ended the engine's transaction, so part of it may have been kept")
                .hasMessageContaining(refusal.hint());
        assertThat(refusal.kind().needsOperator()).isTrue();
        assertThat(app.texts("SELECT x FROM a")).containsExactly("one", "two", "kept");
        assertThat(migrator.restorePoints()).hasSize(1);
        assertThat(migrator.status().failed()).hasSize(1);
    }

    @Test
    void with_codeOfTakenNumber_isRefused(Fixture app) {
        app.refused(Kind.DUPLICATE_NUMBER, () -> with(app, new TestCode("001_code", TestCode.sql("SELECT 1"))));
    }

    @Test
    void drift_afterCode_isClean(Fixture app) {
        Migrator migrator = with(app, TestCode.sql("UPDATE a SET x = NULL"));
        migrator.migrate();

        assertThat(migrator.drift().isClean()).isTrue();
    }
}
