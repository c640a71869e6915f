package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.backup.Identity;
import dev.cairn.backup.RestoreState;
import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ShopExtension.class)
class RestoreCommandTest {
    private static final String NAMES = "SELECT name FROM customers ORDER BY id";

    /** A backup of two customers, of whom one is gone by now. */
    private static String backedUp(Shop shop) {
        String id = shop.done("migrate").withTwoCustomers().takenAgo(Duration.ofHours(1));
        shop.sql("DELETE FROM customers WHERE id = 2");
        return id;
    }

    private static Call restore(Shop shop, Object... options) {
        Object[] place = {"--db", shop.database()};
        return shop.vault(
                "restore", Stream.of(place, options).flatMap(Stream::of).toArray());
    }

    private static Call recover(Shop shop, String... more) {
        String[] place = {"restore", "--recover", "--db", shop.database().toString()};
        return shop.bare(Stream.of(place, more).flatMap(Stream::of).toArray(String[]::new));
    }

    @Test
    void restore_newestCannotBeRead_warnsThatItIsPassedOver(Shop shop) throws IOException {
        String id = backedUp(shop);
        String newest = shop.takenAgo(Duration.ZERO);
        Files.write(shop.repository().resolve("b").resolve(newest).resolve("manifest.json"), new byte[0]);
        Call call = restore(shop);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).contains(id).doesNotContain(newest);
        assertThat(call.err()).contains("passed over: " + newest + "; look at them with ./cairn verify --all");
        assertThat(restore(shop, "--id", id).err()).isEmpty();
    }

    @Test
    void restore_overAFileOfAnotherName_isRefusedUnlessForced(Shop shop) throws Exception {
        backedUp(shop);
        Path other = shop.folder().resolve("other.db");
        Files.copy(shop.database(), other);
        Call call = shop.vault("restore", "--db", other);

        assertThat(call.exit()).isEqualTo(Exit.REFUSED.code());
        assertThat(call.err())
                .contains("the repository keeps the backups of another database")
                .contains("shop.db", "other.db", "--force restores");
        assertThat(number(other)).isOne();
        assertThat(shop.vault("restore", "--db", other, "--force").exit()).isZero();
        assertThat(number(other)).isEqualTo(2);
    }

    private static int number(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM customers")) {
            return rows.getInt(1);
        }
    }

    @Test
    void dryRun_saysWhatWouldBeDone(Shop shop) {
        String id = backedUp(shop);
        Call call = restore(shop, "--dry-run");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .startsWith("backup    " + id + "\ntaken     ")
                .contains("\nsignature unsigned\nchain     " + id + "\n")
                .contains("\nstate     nothing stands in the way\n")
                .endsWith("\nNothing was touched.\n");
        assertThat(shop.texts(NAMES)).containsExactly("Ada");
    }

    @Test
    void restore_newest_putsItBackAndKeepsWhatWasThere(Shop shop) {
        backedUp(shop);
        Call call = restore(shop);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .contains("\nsignature unsigned\n")
                .containsPattern("\nbefore    restore point " + shop.database() + "-restore/points/\\S+\\.db\n")
                .endsWith("\nRestored, and found to be what was backed up.\n");
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void restore_backupWithDefects_tellsThem(Shop shop) {
        shop.done("migrate")
                .sql(
                        "CREATE TABLE orphans (customer INTEGER REFERENCES customers (id))",
                        "INSERT INTO orphans VALUES (7)")
                .takenAgo(Duration.ZERO);
        String defect = "\ndefect: orphans: 1 rows refer to nothing in customers\n";

        assertThat(shop.vault("prove").out())
                .contains("fine, of a database with defects")
                .contains(defect);
        assertThat(restore(shop, "--dry-run").out()).contains(defect);
        assertThat(restore(shop, "--dry-run", "--json").json().get("defects")).hasSize(1);
        assertThat(restore(shop).out()).contains(defect);
        assertThat(restore(shop, "--json").json().get("defects")).hasSize(1);
    }

    @Test
    void restore_byId_isThatOne(Shop shop) {
        String id = backedUp(shop);
        String newer = shop.takenAgo(Duration.ZERO);
        JsonNode done = restore(shop, "--id", id, "--json").json();

        assertThat(done.get("backup").asText()).isEqualTo(id).isNotEqualTo(newer);
        assertThat(done.get("signed").asBoolean()).isFalse();
        assertThat(Path.of(done.get("restorePoint").asText())).exists();
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void restore_missingDatabase_isMade(Shop shop) throws IOException {
        backedUp(shop);
        Files.delete(shop.database());
        Call call = restore(shop);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).contains("\nbefore    no restore point\n");
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void toNew_writesNothingElse(Shop shop) {
        backedUp(shop);
        Path target = shop.folder().resolve("new.db");
        Call call = restore(shop, "--to-new", target);

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).contains("\nsignature unsigned\nfile      " + target + "\n");
        assertThat(target).exists();
        assertThat(shop.texts(NAMES)).containsExactly("Ada");
        assertThat(shop.vault("restore", "--to-new", target).err()).startsWith("cairn: the target exists\n");
    }

    @Test
    void restore_encrypted_needsTheKey(Shop shop) {
        Path key = shop.keys("ada");
        shop.done("migrate")
                .withTwoCustomers()
                .backup("--recipient", Identity.read(key).recipients().get(0), "--sign", key);
        shop.sql("DELETE FROM customers");
        Call dry = restore(shop, "--dry-run");
        Call refused = restore(shop);

        assertThat(dry.exit()).isEqualTo(1);
        assertThat(dry.out())
                .contains("\nstate     it would be refused\n\nproblem: the backup is encrypted\n")
                .contains("--identity FILE");
        assertThat(restore(shop, "--dry-run", "--json")
                        .json()
                        .at("/problems/0/kind")
                        .asText())
                .isEqualTo("NEEDS_KEY");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(shop.texts(NAMES)).isEmpty();
        Call done = restore(shop, "--identity", key, "--trust", shop.folder().resolve("ada.pub"));
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("\nsignature signed by cairnsig1").doesNotContain("unsigned");
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
    }

    @Test
    void restore_unsignedWhereAKeyIsTrusted_isRefused(Shop shop) {
        String id = backedUp(shop);
        shop.keys("ada");
        Call call = restore(shop, "--id", id, "--trust", shop.folder().resolve("ada.pub"));

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: the backup is not signed\n").contains("--trust-unsigned");
        assertThat(shop.texts(NAMES)).containsExactly("Ada");
    }

    @Test
    void restore_damaged_isRefusedAndTouchesNothing(Shop shop) throws IOException {
        Path data = shop.repository().resolve("b").resolve(backedUp(shop)).resolve("data.db.zst");
        byte[] bytes = Files.readAllBytes(data);
        bytes[100] ^= 4;
        Files.write(data, bytes);
        Call call = restore(shop);

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: a backup is damaged\n  ").contains("data.db.zst");
        assertThat(shop.texts(NAMES)).containsExactly("Ada");
    }

    @Test
    void restore_somebodyHasItOpen_isRefusedUnlessForced(Shop shop) throws Exception {
        backedUp(shop);
        try (Connection service = DriverManager.getConnection("jdbc:sqlite:" + shop.database());
                Statement statement = service.createStatement()) {
            statement.executeQuery(NAMES).next();
            Call refused = restore(shop);
            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.err()).startsWith("cairn: another program has the database open\n");
        }
        assertThat(restore(shop, "--force").exit()).isZero();
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
    }

    @ParameterizedTest
    @CsvSource({
        "--db x.db, 2, '--repo'",
        "--recover, 2, '--db'",
        "--repo x, 2, '--db'",
        "--repo x --db y.db --id, 2, Missing required parameter",
        "--repo nowhere --db y.db, 3, there is no backup repository at this path",
        "--repo nowhere --to-new y.db, 3, there is no backup repository at this path"
    })
    void badInput_isRefused(String options, int exit, String sentence, Shop shop) {
        Call call = shop.bare(("restore " + options).split(" ", -1));

        assertThat(call.exit()).as(call.toString()).isEqualTo(exit);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains(sentence).contains("hint: ");
    }

    @Test
    void recover_nothingIsUnfinished_saysSo(Shop shop) {
        backedUp(shop);
        Call call = recover(shop);

        assertThat(call.exit()).isZero();
        assertThat(call.out()).isEqualTo("Nothing to do: no restore of this database is unfinished.\n");
    }

    /** Leaves a restore behind whose process has died. */
    static void dieAt(RestoreState state, Shop shop) throws Exception {
        String id = backedUp(shop);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.sqlite.tmpdir=" + shop.folder(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HaltingRestore.class.getName(),
                        shop.repository().toString(),
                        id,
                        shop.database().toString(),
                        state.name()))
                .redirectErrorStream(true)
                .redirectOutput(shop.folder().resolve("said").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(shop.folder().resolve("said")))
                .isEqualTo(HaltingRestore.DIED);
    }

    @Test
    void unfinished_isToldWithTheCommandThatEndsIt(Shop shop) throws Exception {
        dieAt(RestoreState.APPLIED, shop);
        Call refused = restore(shop);
        Call backup = shop.backup("--no-encryption");
        String command = "cairn restore --recover --db " + shop.database();

        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err().replaceAll("\\s+", " "))
                .startsWith("cairn: a restore of this database is not finished ")
                .endsWith(command + " ");
        assertThat(backup.err()).contains(command);
        Call recovered = recover(shop);
        assertThat(recovered.exit()).as(recovered.err()).isZero();
        assertThat(recovered.out())
                .contains("\nleft in   APPLIED\n")
                .endsWith("\nThe restore is done: the database is what was backed up.\n");
        assertThat(shop.texts(NAMES)).containsExactly("Ada", "Grace");
        assertThat(recover(shop).out()).startsWith("Nothing to do");
    }

    @Test
    void unfinished_beforeAnythingWasTouched_isUndone(Shop shop) throws Exception {
        dieAt(RestoreState.STAGED, shop);
        JsonNode recovered = recover(shop, "--json").json();

        assertThat(recovered.at("/recovered/outcome").asText()).isEqualTo("UNTOUCHED");
        assertThat(shop.texts(NAMES)).containsExactly("Ada");
        assertThat(restore(shop).exit()).isZero();
    }

    @Test
    void rollbackFails_needsAnOperatorAndTellsTheCommand(Shop shop) throws Exception {
        dieAt(RestoreState.APPLYING, shop);
        shop.sql("INSERT INTO customers (name) VALUES ('somebody who should not have')");
        try (Stream<Path> points = Files.list(shop.folder().resolve("shop.db-restore/points"))) {
            Files.delete(points.findFirst().orElseThrow());
        }
        Call call = recover(shop);

        assertThat(call.exit()).isEqualTo(4);
        assertThat(call.err())
                .startsWith("cairn: the restore failed, and so did its rollback\n")
                .contains("\n  command: cp -- ")
                .contains("hint: ");
    }
}
