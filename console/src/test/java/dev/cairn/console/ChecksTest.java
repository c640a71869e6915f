package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.console.Shop.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands that look and change nothing, and {@code baseline}. */
@ExtendWith(ShopExtension.class)
class ChecksTest {
    @Test
    void rehearse_pending_isProvenAndLeavesNothing(Shop shop) {
        Call call = shop.call("rehearse");

        assertThat(call.exit()).isZero();
        assertThat(call.out())
                .containsPattern("up \\(2\\) +took\n001_create_customers ")
                .containsPattern("down \\(2\\) +took\n002_create_orders ")
                .containsPattern("\nProven: applied, undone and applied again, in \\S+ \\S+\n$");
        assertThat(shop.folder()).isDirectoryNotContaining("glob:**{shop.db*,.cairn*}");
    }

    @Test
    void rehearse_nothingPending_saysSo(Shop shop) {
        assertThat(shop.done("migrate").call("rehearse").out()).startsWith("Nothing is pending");
    }

    @Test
    void rehearse_downThatLeavesSomething_isNotProven(Shop shop) {
        shop.done("migrate")
                .write(
                        "003_create_notes.sql",
                        "CREATE TABLE notes (id INTEGER PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS tags (id INTEGER);")
                .write("003_create_notes.down.sql", "DROP TABLE notes;");

        Call call = shop.call("rehearse");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out()).containsPattern("schema differs \\(1\\)\n.*tags").contains("\nNot proven: ");
    }

    @Test
    void rehearse_noDown_isNamed(Shop shop) {
        Call call = shop.done("migrate").losingRanks().call("rehearse");

        assertThat(call.exit()).isZero();
        assertThat(call.out()).contains("without a way back (1)\n003_drop_rank\n");
    }

    @Test
    void rehearse_refusal_isThatOfTheRealThing(Shop shop) {
        assertThat(shop.done("migrate")
                        .withTwoCustomers()
                        .losingRanks()
                        .call("rehearse")
                        .err())
                .startsWith("cairn: a migration would lose data that it does not declare\n");
    }

    @Test
    void drift_asMigrated_isClean(Shop shop) {
        Call call = shop.done("migrate").call("drift");

        assertThat(call.exit()).isZero();
        assertThat(call.out()).isEqualTo("No drift: the database is what its migrations make.\n");
    }

    @Test
    void drift_tableOfSomebodyElse_isNamed(Shop shop) {
        Call call = shop.done("migrate").sql("CREATE TABLE tags (id INTEGER)").call("drift");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out()).containsPattern("differs \\(1\\)  object +how\nextra +table tags");
    }

    @Test
    void lint_adviceAlone_isFine(Shop shop) {
        Call call = shop.losingRanks()
                .bare("lint", "--migrations", shop.migrations().toString());

        assertThat(call.exit()).isZero();
        assertThat(call.out()).isEqualTo("advice  003_drop_rank: It cannot be rolled back: it has no down.\n");
    }

    @Test
    void lint_problem_exits1(Shop shop) {
        Call call = shop.write("003_create_notes.sql", "CREATE TABLE notes (customer_id INTEGER REFERENCES customers);")
                .write("003_create_notes.down.sql", "DROP TABLE notes;")
                .call("lint");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out())
                .startsWith("problem  notes: No index begins with its foreign key customer_id")
                .hasLineCount(1);
    }

    @Test
    void lint_forbiddenStatement_isAFindingAndNotARefusal(Shop shop) {
        Call call = shop.write("003_vacuum.sql", "VACUUM;").call("lint");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out()).contains("problem  003_vacuum: ");
    }

    @Test
    void lint_nothingFound_saysSo(Shop shop) {
        assertThat(shop.call("lint").out()).isEqualTo("Nothing found.\n");
    }

    @Test
    void baseline_contentIsThere_adoptsIt(Shop shop) {
        shop.sql("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER)");

        Call call = shop.call("baseline", "--to", "1", "--as", "ada");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).isEqualTo("Adopted 1 migration, up to 001_create_customers; 1 pending.\n");
        assertThat(shop.call("migrate").exit()).isZero();
        assertThat(shop.auditLog()).first().asString().contains("\"baseline\"", "\"ada\"");
    }

    @Test
    void baseline_contentIsNotThere_isRefused(Shop shop) {
        shop.sql("CREATE TABLE tags (id INTEGER)");

        assertThat(shop.call("migrate").err())
                .startsWith("cairn: the database holds tables but no migration history\n");
        assertThat(shop.call("baseline", "--to", "1").err())
                .startsWith("cairn: the database does not hold what these migrations would have made\n");
        assertThat(shop.call("baseline", "--to", "1", "--no-validation").exit()).isZero();
    }
}
