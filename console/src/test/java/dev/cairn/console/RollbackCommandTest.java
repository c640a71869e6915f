package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ShopExtension.class)
class RollbackCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"--steps 1", "--to 1", "--to 001_create_customers", "--only 2", "--only 002_create_orders"})
    void rollback_lastOne_isUndone(String reach, Shop shop) {
        Call call = shop.done("migrate").call("rollback", reach.split(" ", -1));

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .containsPattern("undone \\(1\\) +took\n002_create_orders +\\S+ ms\n")
                .endsWith("\ncurrent   001_create_customers\n");
        assertThat(shop.tables()).containsExactly("customers");
    }

    @Test
    void rollback_all_undoesAll(Shop shop) {
        Call call = shop.done("migrate").call("rollback", "--all");

        assertThat(call.out()).endsWith("\ncurrent   nothing applied\n");
        assertThat(shop.tables()).isEmpty();
    }

    @Test
    void rollback_neededByAnother_isRefused(Shop shop) {
        Call call = shop.done("migrate").call("rollback", "--only", "1");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("""
                        cairn: applied migrations depend on this one
                          migration: 001_create_customers
                          neededBy: 002_create_orders
                        """);
    }

    @Test
    void rollback_lossOfRows_needsConsent(Shop shop) {
        shop.done("migrate").withTwoCustomers();

        Call refused = shop.call("rollback", "--all");
        Call done = shop.call("rollback", "--all", "--allow-destructive", "--as", "ada");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("\n  lost: 2 rows with table customers\n");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("2 rows with table customers");
        assertThat(shop.auditLog())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"migrate\"", "\"done\""),
                        line -> assertThat(line).contains("\"rollback\"", "\"refused\""),
                        line -> assertThat(line).contains("\"rollback\"", "\"done\"", "\"ada\""));
    }

    @Test
    void rollbackDryRun_lossOfRows_isRefusedAsTheRealThing(Shop shop) {
        shop.done("migrate").withTwoCustomers();

        assertThat(shop.call("rollback", "--all", "--dry-run").err())
                .startsWith("cairn: rolling back would lose data\n");
        assertThat(shop.call("rollback", "--steps", "1", "--dry-run").out())
                .startsWith("would be undone (1)")
                .endsWith("\nNothing was changed: 002_create_orders is current.\n");
        assertThat(shop.tables()).containsExactly("customers", "orders");
    }

    @Test
    void rollback_notInTheSource_usesTheDownInTheDatabase(Shop shop) {
        shop.done("migrate").without("002_create_orders.sql").without("002_create_orders.down.sql");

        assertThat(shop.call("rollback", "--only", "002_create_orders").exit()).isZero();
        assertThat(shop.tables()).containsExactly("customers");
    }

    @Test
    void rollback_unknownName_isRefused(Shop shop) {
        assertThat(shop.done("migrate").call("rollback", "--only", "002_other").err())
                .startsWith("cairn: no such migration\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--steps 1", "--steps 1 --dry-run"})
    void rollback_noDatabase_isRefusedAndLeavesNothing(String options, Shop shop) {
        assertThat(shop.call("rollback", options.split(" ", -1)).err())
                .startsWith("cairn: there is no database at this path\n  file: " + shop.database() + "\n");
        assertThat(shop.folder()).isDirectoryNotContaining("glob:**{shop.db*,.cairn*}");
    }
}
