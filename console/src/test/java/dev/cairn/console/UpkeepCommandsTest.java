package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.cairn.console.Shop.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code health}, {@code stats}, {@code optimize} and {@code checkpoint}: what they say and how they end. */
@ExtendWith(ShopExtension.class)
class UpkeepCommandsTest {
    private static Call on(Shop shop, String command, String... options) {
        return on(shop.database(), shop, command, options);
    }

    private static Call on(Path file, Shop shop, String command, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = command;
        arguments[1] = "--db";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return shop.bare(arguments);
    }

    @Test
    void health_afterMigrating_isHealthy(Shop shop) {
        Call call = on(shop.done("migrate"), "health");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).matches("""
                        database  %s
                        state     healthy
                        response  \\S+ ms
                        wal       on
                        keys      enforced
                        integrity not looked at
                        tables    3
                        indexes   4
                        """.formatted(shop.database()));
        assertThat(on(shop, "health", "--integrity").out()).contains("\nintegrity whole\n");
    }

    @Test
    void health_rollbackJournal_isFine(Shop shop) {
        Call call = on(shop.sql("CREATE TABLE t (x)"), "health");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).contains("\nwal       off until a service opens the file\n");
    }

    @Test
    void health_rowsThatReferToNothing_exits1(Shop shop) {
        shop.done("migrate").sql("INSERT INTO orders VALUES (1, 77)");

        assertThat(on(shop, "health").exit()).isZero();
        Call call = on(shop, "health", "--integrity");
        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out())
                .contains("\nstate     1 problem\n")
                .contains("\nintegrity damaged\n")
                .endsWith("\n\nproblem: there are rows of orders that refer to nothing in customers\n");
        assertThat(on(shop, "health", "--integrity", "--json").json().at("/intact"))
                .isEqualTo(BooleanNode.FALSE);
    }

    @Test
    void stats_countRows(Shop shop) throws Exception {
        Call call = on(shop.done("migrate").withTwoCustomers(), "stats");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .contains("\nschema    002_create_orders\n")
                .contains("\nlog       0 B\n")
                .containsPattern("\n\ntables \\(3\\) +rows\ncustomers +2\nmigration_history +2\norders +0\n$");
        assertThat(on(shop, "stats", "--json").json().at("/fileBytes").asLong()).isEqualTo(Files.size(shop.database()));
    }

    @Test
    void stats_noMigrations_saysSo(Shop shop) {
        assertThat(on(shop.sql("CREATE TABLE \"odd \u001b[31mname\" (x)"), "stats")
                        .out())
                .contains("\nschema    no migration is noted\n")
                .contains("odd ?[31mname")
                .doesNotContain("\u001b");
    }

    @Test
    void optimize_staleStatistics_areRenewed(Shop shop) {
        shop.done("migrate")
                .sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " INSERT INTO orders SELECT i, NULL FROM n");
        Call call = on(shop, "optimize");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).containsPattern("analyzed  .*\nsize +\\S+ KB\nsaved +nothing\ntook +.* ms\n$");
        assertThat(shop.texts("SELECT DISTINCT tbl FROM sqlite_stat1")).contains("orders");
    }

    @Test
    void optimizeVacuum_freePages_areSaved(Shop shop) throws Exception {
        shop.done("migrate")
                .sql(
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                                + " INSERT INTO customers SELECT i, 'a customer of some length', 1 FROM n",
                        "DELETE FROM customers");
        long before = Files.size(shop.database());
        JsonNode done = on(shop, "optimize", "--vacuum", "--json").json();

        assertThat(done.at("/vacuumed").asBoolean()).isTrue();
        assertThat(done.at("/savedBytes").asLong()).isPositive();
        assertThat(Files.size(shop.database()))
                .isEqualTo(done.at("/bytesAfter").asLong())
                .isLessThan(before);
    }

    @Test
    void checkpoint_logOfARunningService_isEmptied(Shop shop) throws Exception {
        shop.done("migrate");
        try (Connection service = DriverManager.getConnection("jdbc:sqlite:" + shop.database());
                Statement statement = service.createStatement()) {
            statement.execute("INSERT INTO customers VALUES (1, 'Ada', 1)");
            Call call = on(shop, "checkpoint");

            assertThat(call.exit()).as(call.err()).isZero();
            assertThat(call.out())
                    .startsWith("state     the log is empty\n")
                    .containsPattern("\nmoved +(\\d+) of \\1 pages?\nlog +\\S+ KB before, now 0 B\n");
            assertThat(Files.size(shop.folder().resolve("shop.db-wal"))).isZero();
        }
    }

    @Test
    void checkpoint_somebodyReads_exits1(Shop shop) throws Exception {
        shop.done("migrate");
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + shop.database());
                Statement reading = reader.createStatement()) {
            reading.execute("BEGIN");
            reading.executeQuery("SELECT count(*) FROM customers").next();
            shop.withTwoCustomers();
            Call call = on(shop, "checkpoint");

            assertThat(call.exit()).isEqualTo(1);
            assertThat(call.out()).startsWith("state     somebody still reads");
        }
    }

    @Test
    void checkpoint_noLog_leavesTheModeAsItIs(Shop shop) {
        Call call = on(shop.sql("CREATE TABLE t (x)"), "checkpoint");

        assertThat(call.exit()).isZero();
        assertThat(call.out()).isEqualTo("Nothing to do: there is nothing in a log.\n");
        assertThat(shop.texts("PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    void upkeep_noDatabase_isRefusedAndMakesNone(Shop shop) {
        for (String command : new String[] {"health", "stats", "optimize", "checkpoint"}) {
            Call call = on(shop, command);

            assertThat(call.exit()).isEqualTo(3);
            assertThat(call.out()).isEmpty();
            assertThat(call.err())
                    .startsWith("cairn: the file cannot be opened\n  file: " + shop.database())
                    .contains("hint: ");
            assertThat(shop.database()).doesNotExist();
        }
        assertThat(on(shop, "health", "--json").json().at("/error/kind").asText())
                .isEqualTo("CANNOT_OPEN");
    }

    @Test
    void upkeep_negativeTimeout_isWrongUsage(Shop shop) {
        assertThat(on(shop.done("migrate"), "health", "--timeout", "-1").exit()).isEqualTo(2);
    }
}
