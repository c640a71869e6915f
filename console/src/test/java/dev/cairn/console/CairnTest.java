package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.console.Shop.Call;
import dev.cairn.schema.CodeMigration;
import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(ShopExtension.class)
class CairnTest {
    @Test
    void version_namesCairnAndSqlite(Shop shop) {
        Call call = shop.bare("--version");

        assertThat(call.exit()).isZero();
        assertThat(call.out()).matches("cairn \\d+\\.\\S+\nSQLite 3\\.\\S+\nJava \\S+\n");
    }

    @Test
    void noArguments_showTheHelpAsAnError(Shop shop) {
        Call call = shop.bare();

        assertThat(call.exit()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains("Usage: cairn").contains("Examples:\n");
    }

    @Test
    void everyCommand_helpsWithExamplesWithinEightyColumns(Shop shop) {
        for (String command : commandLine().getSubcommands().keySet()) {
            Call call = shop.bare(command, "--help");

            assertThat(call.exit()).isZero();
            assertThat(call.out()).contains("\nExamples:\n  cairn " + command);
            // What the demo shows is for people alone.
            assertThat(call.out().contains("--json")).isEqualTo(!command.equals("demo"));
            assertThat(call.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void exitCodes_ofTheHelp_areThoseThereAre() {
        List<String> told = List.copyOf(
                commandLine().getCommandSpec().usageMessage().exitCodeList().keySet());

        assertThat(told)
                .isEqualTo(Arrays.stream(Exit.values())
                        .map(e -> Integer.toString(e.code()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --db x",
                "status --system pqs",
                "status --db x --system pqs --migrations y",
                "status --db x --system other",
                "status --db x --system pqs more",
                "migrate --db x --system pqs --to 1 --only 2",
                "rollback --db x --system pqs",
                "rollback --db x --system pqs --steps many",
                "baseline --db x --system pqs",
                "nonsense",
                "--nonsense"
            })
    void wrongUsage_exits2WithAHint(String line, Shop shop) {
        Call call = shop.bare(line.split(" ", -1));

        assertThat(call.exit()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("cairn: ").containsPattern("hint: See cairn[a-z ]* --help\\.\n$");
    }

    @Test
    void wrongUsageAsJson_isOneDocument(Shop shop) {
        Call call = shop.bare("status", "--json");

        assertThat(call.exit()).isEqualTo(2);
        assertThat(call.err()).isEmpty();
        assertThat(call.json().at("/error/kind").asText()).isEqualTo("USAGE");
    }

    @Test
    void needsOperator_exits4(Shop shop) {
        shop.done("migrate").sql("INSERT INTO customers VALUES (1, 'Ada', 1)");
        Migrations migrations = Migrations.directory(shop.migrations()).with(new EndsTheTransaction());
        Migrator migrator = Migrator.of(shop.database(), migrations);

        Throwable thrown = catchThrowable(migrator::migrate);

        assertThat(Exit.of(thrown)).as(thrown.toString()).isEqualTo(Exit.OPERATOR);
    }

    @Test
    void bug_isOneLineUnlessTracesAreAskedFor(Shop shop) {
        StringWriter err = new StringWriter();

        int exit = Cairn.fail(terminal(err, Map.of()), new IllegalStateException("odd"), new String[0]);
        StringWriter traced = new StringWriter();
        Cairn.fail(terminal(traced, Map.of("CAIRN_TRACE", "1")), new IllegalStateException("odd"), new String[0]);

        assertThat(exit).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("cairn: this is a bug: java.lang.IllegalStateException: odd\nhint: ")
                .doesNotContain("\tat ");
        assertThat(traced.toString()).contains("\tat dev.cairn.console.CairnTest");
    }

    @Test
    void auditLogThatCannotBeWritten_stopsNothingAndIsTold(Shop shop) throws Exception {
        Files.createDirectory(shop.folder().resolve("shop.db.audit.jsonl"));

        Call call = shop.call("migrate");

        assertThat(call.exit()).isZero();
        assertThat(call.err())
                .startsWith("cairn: the audit log ")
                .contains("could not be written")
                .hasLineCount(1);
    }

    /** Code goes on after a conflict that made SQLite roll back. */
    private static final class EndsTheTransaction implements CodeMigration {
        @Override
        public String name() {
            return "003_code";
        }

        @Override
        public String checksum() {
            return "1";
        }

        @Override
        public void up(Connection connection) {
            assertThatThrownBy(() -> connection
                            .createStatement()
                            .execute("INSERT OR ROLLBACK INTO customers VALUES (1, 'Grace', 2)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private static CommandLine commandLine() {
        return Cairn.commandLine(terminal(new StringWriter(), Map.of()));
    }

    private static Terminal terminal(StringWriter err, Map<String, String> environment) {
        return new Terminal(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), false, false, 80, environment);
    }
}
