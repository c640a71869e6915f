package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Finding.Level;
import dev.cairn.schema.Finding.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what it is for, and leaves what is fine. */
@ExtendWith(FixtureExtension.class)
class LintTest {
    private static final String PARENT = "CREATE TABLE p (id INTEGER PRIMARY KEY, a, b, UNIQUE (a, b)); ";

    /** One reversible migration of these statements. */
    private static List<Finding> findings(Fixture app, String script) {
        return app.up("001_one", script)
                .down("001_one", "SELECT 1")
                .migrations()
                .lint();
    }

    private static List<String> found(Fixture app, String script) {
        return findings(app, script).stream()
                .map(f -> f.rule() + " " + f.subject())
                .toList();
    }

    @Test
    void lint_nothingWrong_findsNothing(Fixture app) {
        assertThat(findings(app, PARENT + "CREATE TABLE c (id INTEGER PRIMARY KEY, x); CREATE INDEX c_x ON c (x)"))
                .isEmpty();
        assertThat(app.file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VACUUM", "COMMIT", "PRAGMA foreign_keys = OFF", "ATTACH 'x' AS y"})
    void lint_forbiddenStatement_isAProblem(String statement, Fixture app) {
        List<Finding> findings = findings(app, "CREATE TABLE t (id);\n" + statement);

        assertThat(findings).singleElement().satisfies(f -> {
            assertThat(f.rule()).isEqualTo(Rule.FORBIDDEN_STATEMENT);
            assertThat(f.rule().level()).isEqualTo(Level.PROBLEM);
            assertThat(f.text()).contains("line=2", statement);
        });
    }

    @Test
    void lint_forbiddenStatementInDown_isFoundToo(Fixture app) {
        app.up("001_one", "CREATE TABLE t (id)").down("001_one", "ROLLBACK");

        assertThat(app.migrations().lint()).extracting(Finding::rule).containsExactly(Rule.FORBIDDEN_STATEMENT);
    }

    @Test
    void lint_withoutDown_isAdvice(Fixture app) {
        app.up("001_one", "CREATE TABLE t (id)");

        assertThat(app.migrations().lint()).singleElement().satisfies(f -> {
            assertThat(f.rule()).isEqualTo(Rule.MISSING_DOWN);
            assertThat(f.rule().level()).isEqualTo(Level.ADVICE);
            assertThat(f.subject()).isEqualTo("001_one");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "001, 002, false",
        "001, 003, true",
        "005, 006, false",
        "20260101, 20260301, false",
        "0001, 100000, false"
    })
    void lint_numberLeftOut_isAdviceUnlessADate(String first, String second, boolean gap, Fixture app) {
        for (String number : List.of(first, second)) {
            app.up(number + "_x", "CREATE TABLE t" + number + " (id)").down(number + "_x", "SELECT 1");
        }

        assertThat(app.migrations().lint().stream().anyMatch(f -> f.rule() == Rule.GAP))
                .isEqualTo(gap);
    }

    @Test
    void lint_rebuildLosesTriggerOrIndex_isAProblem(Fixture app) {
        app.up(
                        "001_one",
                        "CREATE TABLE t (id, x); CREATE INDEX t_x ON t (x); "
                                + "CREATE TRIGGER t_i AFTER INSERT ON t BEGIN SELECT 1; END")
                .down("001_one", "SELECT 1");
        app.up("002_two", "CREATE TABLE n (id, x); DROP TABLE t; ALTER TABLE n RENAME TO t")
                .down("002_two", "SELECT 1");

        assertThat(app.migrations().lint()).singleElement().satisfies(f -> {
            assertThat(f.rule()).isEqualTo(Rule.LOST_OBJECT);
            assertThat(f.subject()).isEqualTo("002_two");
            assertThat(f.text()).contains("index t_x", "trigger t_i");
        });
        app.up(
                "002_two",
                "DROP TRIGGER t_i; CREATE TABLE n (id, x); DROP TABLE t; ALTER TABLE n RENAME TO t; "
                        + "CREATE INDEX t_x ON t (x)");
        assertThat(app.migrations().lint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES p)                                     | true
            CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES p); CREATE INDEX i ON c (id, p_id)     | true
            CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES p); CREATE INDEX i ON c (p_id) WHERE id > 1 | true
            CREATE TABLE c (id INTEGER PRIMARY KEY, x, y, FOREIGN KEY (x, y) REFERENCES p (a, b)); CREATE INDEX i ON c (x) | true
            CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES p); CREATE INDEX i ON c (p_id)         | false
            CREATE TABLE c (id INTEGER PRIMARY KEY, p_id REFERENCES p); CREATE INDEX i ON c (p_id DESC, id) | false
            CREATE TABLE c (p_id REFERENCES p, x, PRIMARY KEY (p_id, x)) WITHOUT ROWID                     | false
            CREATE TABLE c (p_id INTEGER PRIMARY KEY REFERENCES p)                                         | false
            CREATE TABLE c (p_id UNIQUE REFERENCES p)                                                      | false
            CREATE TABLE c (id INTEGER PRIMARY KEY, x, y, FOREIGN KEY (x, y) REFERENCES p (a, b)); CREATE INDEX i ON c (y, x) | false
            """)
    void lint_foreignKeyWithoutIndex_isAProblem(String child, boolean found, Fixture app) {
        assertThat(found(app, PARENT + child)).isEqualTo(found ? List.of("UNINDEXED_FOREIGN_KEY c") : List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE INDEX i ON p (a)                                          | i
            CREATE INDEX i ON p (id)                                         | i
            CREATE INDEX i ON p (b, a); CREATE INDEX j ON p (b)              | j
            CREATE INDEX i ON p (b); CREATE INDEX j ON p (b)                 | j
            CREATE INDEX i ON p (b)                                          |
            CREATE INDEX i ON p (a DESC)                                     |
            CREATE INDEX i ON p (a COLLATE NOCASE)                           |
            CREATE INDEX i ON p (a) WHERE b > 0                              |
            CREATE INDEX i ON p (lower(a))                                   |
            CREATE UNIQUE INDEX i ON p (a)                                   |
            CREATE INDEX i ON p (b, a); CREATE UNIQUE INDEX j ON p (b)       |
            """)
    void lint_redundantIndex_isAdvice(String indexes, String redundant, Fixture app) {
        assertThat(found(app, PARENT + indexes))
                .isEqualTo(redundant == null ? List.of() : List.of("REDUNDANT_INDEX " + redundant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/pqs", "db/ebf", "db/hive", "db/rpma"})
    void lint_bundledSystems_haveNoProblem(String folder) {
        assertThat(Migrations.classpath(folder).lint().stream()
                        .filter(f -> f.rule().level() == Level.PROBLEM))
                .isEmpty();
    }
}
