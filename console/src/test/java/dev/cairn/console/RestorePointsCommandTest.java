package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShopExtension.class)
class RestorePointsCommandTest {
    @Test
    void restorePoints_afterLoss_listsTheCopyAndGoesBackToIt(Shop shop) {
        shop.done("migrate").withTwoCustomers().losingRanks().done("migrate", "--allow-destructive");
        Call list = shop.call("restore-points");
        String id = shop.call("restore-points", "--json")
                .json()
                .at("/restorePoints/0/id")
                .asText();

        Call used = shop.call("restore-points", "--use", id, "--as", "ada");

        assertThat(list.out())
                .containsPattern("restore points \\(1\\) +taken \\(UTC\\) +size +current\n" + id
                        + "  \\S+ \\S+  \\S+ KB  002_create_orders\n");
        assertThat(used.exit()).as(used.err()).isZero();
        assertThat(used.out()).startsWith("Went back to " + id + ".\n\nrestore points (2)");
        assertThat(shop.texts("SELECT rank FROM customers")).containsExactly("1", "2");
        assertThat(shop.auditLog()).last().asString().contains("\"restore-point\"", "\"ada\"");
    }

    @Test
    void use_rowsWrittenSince_needsConsent(Shop shop) {
        shop.done("migrate").withTwoCustomers().losingRanks().done("migrate", "--allow-destructive");
        shop.sql("INSERT INTO customers (name) VALUES ('Edsger')");
        String id = shop.call("restore-points", "--json")
                .json()
                .at("/restorePoints/0/id")
                .asText();

        Call refused = shop.call("restore-points", "--use", id);
        Call done = shop.call("restore-points", "--use", id, "--allow-destructive");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("\n  lost: 1 rows of customers\n");
        assertThat(done.exit()).isZero();
    }

    @Test
    void use_unknownId_isRefused(Shop shop) {
        Call call = shop.done("migrate").call("restore-points", "--use", "yesterday");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: this restore point cannot be used\n  id: yesterday\n");
    }

    @Test
    void restorePoints_none_saysSo(Shop shop) {
        assertThat(shop.call("restore-points").out()).isEqualTo("There are no restore points.\n");
    }
}
