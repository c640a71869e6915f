package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ShopExtension.class)
class MigrateCommandTest {
    private static final List<String> BOTH = List.of("customers", "orders");

    @Test
    void migrate_newDatabase_appliesAll(Shop shop) {
        Call call = shop.call("migrate");

        assertThat(call.exit()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("applied \\(2\\) +took"),
                        line -> assertThat(line).matches("001_create_customers +\\S+ ms"),
                        line -> assertThat(line).matches("002_create_orders +\\S+ ms"),
                        line -> assertThat(line).isEmpty(),
                        line -> assertThat(line).isEqualTo("current   002_create_orders"));
        assertThat(shop.tables()).isEqualTo(BOTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pqs", "ebf", "hive", "rpma"})
    void migrate_bundledSystem_isFound(String system, Shop shop) {
        Call call = shop.bare("migrate", "--db", shop.database().toString(), "--system", system);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(shop.tables()).isNotEmpty();
    }

    @Test
    void migrate_twice_saysThatThereIsNothingToDo(Shop shop) {
        Call again = shop.done("migrate").call("migrate");

        assertThat(again.exit()).isZero();
        assertThat(again.out()).isEqualTo("Nothing to do: 002_create_orders is current.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "001", "001_create_customers"})
    void migrate_toOne_stopsThere(String id, Shop shop) {
        assertThat(shop.call("migrate", "--to", id).exit()).isZero();
        assertThat(shop.tables()).containsExactly("customers");
    }

    @Test
    void migrate_onlyOne_takesWhatItDependsOn(Shop shop) {
        shop.write("003_create_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);")
                .done("migrate", "--only", "2");

        assertThat(shop.tables()).isEqualTo(BOTH);
    }

    @Test
    void migrate_unknownId_isRefused(Shop shop) {
        Call call = shop.call("migrate", "--to", "9");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: no such migration\n  migration: 9\n");
        assertThat(shop.database()).doesNotExist();
    }

    @Test
    void migrate_dryRun_changesNothing(Shop shop) {
        Call call = shop.call("migrate", "--dry-run");

        assertThat(call.exit()).isZero();
        assertThat(call.out())
                .startsWith("would be applied (2)")
                .endsWith("\nNothing was changed: nothing applied is current.\n");
        assertThat(shop.database()).doesNotExist();
    }

    @Test
    void migrate_undeclaredLoss_isRefusedInWords(Shop shop) {
        Call call = shop.done("migrate").withTwoCustomers().losingRanks().call("migrate");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).isEqualTo("""
                cairn: a migration would lose data that it does not declare
                  migration: 003_drop_rank
                  lost: 2 values with column customers.rank
                hint: Declare it with "-- destructive: why", or consent with
                      --allow-destructive.
                """);
        assertThat(shop.texts("SELECT rank FROM customers")).containsExactly("1", "2");
    }

    @Test
    void migrate_undeclaredLossAsJson_isRefusedInOneDocument(Shop shop) {
        Call call = shop.done("migrate").withTwoCustomers().losingRanks().call("migrate", "--json");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).isEmpty();
        assertThat(call.json().at("/error/kind").asText()).isEqualTo("UNDECLARED_LOSS");
        assertThat(call.json().at("/error/fields/migration").asText()).isEqualTo("003_drop_rank");
    }

    @Test
    void migrate_withConsent_tellsWhatWentAndWhereTheCopyIs(Shop shop) {
        Call call = shop.done("migrate").withTwoCustomers().losingRanks().call("migrate", "--allow-destructive");

        assertThat(call.exit()).isZero();
        assertThat(call.out())
                .containsPattern("003_drop_rank +\\S+ ms  2 values with column customers.rank\n")
                .containsPattern("before    restore point \\d{8}T\\d{9}Z\n");
    }

    @Test
    void migrate_noRestorePoint_keepsNone(Shop shop) {
        shop.done("migrate")
                .withTwoCustomers()
                .losingRanks()
                .done("migrate", "--allow-destructive", "--no-restore-point");

        assertThat(shop.call("restore-points").out()).isEqualTo("There are no restore points.\n");
    }

    @Test
    void migrate_variableConsents_unlessTheOptionSaysNo(Shop shop) {
        shop.done("migrate").withTwoCustomers().losingRanks().in(Map.of("CAIRN_MIGRATE_ALLOW_DESTRUCTIVE", "true"));

        assertThat(shop.call("migrate", "--no-allow-destructive").exit()).isEqualTo(3);
        assertThat(shop.call("migrate").exit()).isZero();
    }

    @Test
    void migrate_wrongVariable_isRefusedByItsName(Shop shop) {
        Call call = shop.in(Map.of("CAIRN_MIGRATE_STEPWISE", "maybe")).call("migrate");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err())
                .startsWith("cairn: a setting has a wrong value\n")
                .contains("stepwise");
    }

    @Test
    void migrate_olderThanApplied_needsConsent(Shop shop) {
        shop.write("005_create_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);")
                .done("migrate")
                .write("004_create_tags.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY);");

        assertThat(shop.call("migrate").exit()).isEqualTo(3);
        assertThat(shop.call("migrate", "--allow-out-of-order").exit()).isZero();
        assertThat(shop.tables()).contains("tags");
    }

    @Test
    void migrate_newerDatabase_goesOnOnlyIfAllowed(Shop shop) {
        shop.write("003_create_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);")
                .done("migrate")
                .without("003_create_notes.sql");

        assertThat(shop.call("migrate").exit()).isEqualTo(3);
        assertThat(shop.call("migrate", "--allow-newer").exit()).isZero();
    }

    @Test
    void migrate_edited_isRefusedUnlessValidationIsOff(Shop shop) {
        shop.done("migrate").write("001_create_customers.sql", "CREATE TABLE customers (id INTEGER PRIMARY KEY);");

        assertThat(shop.call("migrate").err()).startsWith("cairn: a migration was edited after it had been applied\n");
        assertThat(shop.call("migrate", "--no-validation").exit()).isZero();
    }

    @Test
    void migrate_stepwise_keepsWhatWentWell(Shop shop) {
        shop.write("003_wrong.sql", "CREATE TABLE customers (id INTEGER);");

        assertThat(shop.call("migrate", "--stepwise").exit()).isEqualTo(3);
        assertThat(shop.tables()).isEqualTo(BOTH);
    }

    @Test
    void migrate_failingStatement_tellsFileLineAndSql(Shop shop) {
        Call call = shop.write("003_wrong.sql", "-- a comment\nCREATE TABLE customers\n  (id INTEGER);")
                .call("migrate");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err())
                .startsWith("cairn: a statement failed\n  migration: 003_wrong\n")
                .contains("  line: 2\n  sql: CREATE TABLE customers\n");
        assertThat(shop.tables()).isEmpty();
    }

    @Test
    void migrate_asSomebody_isNotedInHistoryAndAudit(Shop shop) {
        shop.done("migrate", "--as", "ada");

        assertThat(shop.texts("SELECT DISTINCT applied_by FROM migration_history"))
                .containsExactly("ada");
        assertThat(shop.auditLog()).singleElement().asString().contains("\"who\":\"ada\"", "\"outcome\":\"done\"");
    }

    @Test
    void migrate_asNobodyInParticular_isTheUserOfTheSystem(Shop shop) {
        shop.done("migrate", "--to", "1")
                .in(Map.of("CAIRN_MIGRATE_AS", "grace"))
                .done("migrate");

        assertThat(shop.texts("SELECT applied_by FROM migration_history ORDER BY id"))
                .containsExactly(System.getProperty("user.name"), "grace");
    }

    @Test
    void migrate_lockedDatabase_waitsNoLongerThanTold(Shop shop) {
        Call call = shop.done("migrate", "--to", "1").whileLocked(() -> shop.call("migrate", "--timeout", "0"));

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: the database stayed locked until the deadline\n");
    }
}
