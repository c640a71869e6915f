package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShopExtension.class)
class StatusCommandTest {
    @Test
    void status_noDatabase_showsAllAsPendingAndMakesNone(Shop shop) {
        Call call = shop.call("status");

        assertThat(call.exit()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).isEqualTo("""
                        database  %s
                        source    %s
                        current   nothing applied
                        latest    002_create_orders
                        state     2 pending

                        pending (2)
                        001_create_customers  Customers, with a rank
                        002_create_orders     Orders of customers
                        """.formatted(shop.database(), shop.migrations()));
        assertThat(shop.database()).doesNotExist();
    }

    @Test
    void status_migrated_tellsWhenByWhomAndHowLong(Shop shop) {
        Call call = shop.done("migrate", "--as", "ada").call("status");

        assertThat(call.out())
                .contains("state     up to date\n\napplied (2) ")
                .containsPattern("001_create_customers  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  ada  \\S+ ms\n");
    }

    @Test
    void statusCheck_somethingPending_exits1(Shop shop) {
        assertThat(shop.call("status", "--check").exit()).isEqualTo(1);
        assertThat(shop.done("migrate").call("status", "--check").exit()).isZero();
    }

    @Test
    void status_failedAndRolledBack_areShown(Shop shop) {
        shop.done("migrate").done("rollback", "--steps", "1").write("003_wrong.sql", "SELECT nothing;");
        shop.call("migrate");

        assertThat(shop.call("status").out())
                .contains("state     2 pending, 1 failed\n")
                .containsPattern("failed \\(1\\) .*\n003_wrong ")
                .containsPattern("rolled back \\(1\\) .*\n002_create_orders ");
    }

    @Test
    void status_consent_isShown(Shop shop) {
        shop.done("migrate").withTwoCustomers().losingRanks().done("migrate", "--allow-destructive");

        assertThat(shop.call("status").out()).containsPattern("003_drop_rank .* ms +destructive\n");
    }

    @Test
    void status_editedMigration_saysThatMigrateWouldBeRefused(Shop shop) {
        shop.done("migrate").write("001_create_customers.sql", "CREATE TABLE customers (id INTEGER PRIMARY KEY);");

        Call call = shop.call("status", "--check");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out())
                .contains("state     migrate would be refused\n")
                .contains("\nproblem: a migration was edited after it had been applied\n")
                .contains("\n  migration: 001_create_customers\n")
                .containsPattern("\nhint: .*\n      migration\\.\n$");
        assertThat(shop.call("status").exit()).isZero();
    }

    @Test
    void status_olderThanApplied_isAProblemToo(Shop shop) {
        shop.write("005_create_notes.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);")
                .done("migrate")
                .write("004_create_tags.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY);");

        Call call = shop.call("status");

        assertThat(call.out()).contains("problem: a pending migration is older than one already applied\n");
        assertThat(shop.call("status", "--allow-out-of-order").out()).contains("state     1 pending\n");
    }

    @Test
    void status_controlCharactersInTheHistory_areNotObeyed(Shop shop) {
        shop.done("migrate", "--as", "a\u001b[31mda");

        assertThat(shop.call("status").out()).contains("a?[31mda").doesNotContain("\u001b");
    }

    @Test
    void status_notADatabase_isRefused(Shop shop) {
        Call call = shop.bare(
                "status",
                "--db",
                shop.migrations().resolve("001_create_customers.sql").toString(),
                "--system",
                "pqs");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: the database file cannot be used\n  database: ");
    }
}
