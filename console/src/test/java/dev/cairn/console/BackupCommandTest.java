package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.backup.Identity;
import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ShopExtension.class)
class BackupCommandTest {
    private static Shop filled(Shop shop) {
        return shop.done("migrate").withTwoCustomers();
    }

    private static String recipient(Path identity) {
        return Identity.read(identity).recipients().get(0);
    }

    @Test
    void backup_unencryptedAndUnsigned_saysSo(Shop shop) {
        Call call = filled(shop).backup("--no-encryption");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).matches("""
                        backup    \\S+-000001-F-\\S+
                        kind      full
                        size      \\S+ KB for \\S+ KB
                        path      %s/b/\\S+
                        signature unsigned
                        secrecy   unencrypted
                        took      .*
                        """.formatted(shop.repository()));
    }

    @Test
    void backup_signedAndEncrypted_isAnIncrementTheSecondTime(Shop shop) {
        Path key = shop.keys("ada");
        Call full = filled(shop).backup("--recipient", recipient(key), "--sign", key);
        shop.sql("UPDATE customers SET name = 'Edsger' WHERE id = 1");
        JsonNode second = shop.backup("--recipient", recipient(key), "--sign", key, "--json")
                .json()
                .get("backup");

        assertThat(full.out())
                .contains("\nsignature signed by cairnsig1")
                .contains("\nsecrecy   encrypted\n")
                .doesNotContain("unsigned");
        assertThat(second.get("kind").asText()).isEqualTo("incremental");
        assertThat(full.out()).contains(second.get("parent").asText());
        assertThat(second.get("signed").asBoolean()).isTrue();
        assertThat(second.get("encrypted").asBoolean()).isTrue();
    }

    @Test
    void backup_withoutAKeyToOpenTheOneBefore_isFull(Shop shop) {
        Path key = shop.keys("ada");
        filled(shop).backup("--recipient", recipient(key));

        assertThat(shop.backup("--recipient", recipient(key)).out()).contains("\nkind      full\n");
        assertThat(shop.backup("--recipient", recipient(key), "--identity", key).out())
                .contains("\nkind      incremental, builds on ");
        assertThat(shop.backup("--recipient", recipient(key), "--identity", key, "--kind", "full")
                        .out())
                .contains("\nkind      full\n");
    }

    @Test
    void backup_recipientsInAFile_openItEach(Shop shop) throws IOException {
        Path ada = shop.keys("ada");
        Path grace = shop.keys("grace");
        Path edsger = shop.keys("edsger");
        Path both = shop.folder().resolve("both.pub");
        Files.writeString(both, "age1... of both:\n" + recipient(ada) + "\n" + recipient(grace) + "\n");
        Call call = filled(shop)
                .backup("--recipient", both, "--recipient", shop.folder().resolve("edsger.pub"));

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(List.of(ada, grace, edsger))
                .allSatisfy(
                        key -> assertThat(shop.vault("prove", "--identity", key).exit())
                                .isZero());
    }

    @Test
    void backup_recipientThatIsNone_isToldOfTheOption(Shop shop) throws IOException {
        Path nobody = Files.writeString(shop.folder().resolve("nobody.pub"), "age1...\n");
        Path wrong = Files.writeString(shop.folder().resolve("wrong.pub"), "age1nonsense\n");
        filled(shop);

        assertThat(shop.backup("--recipient", shop.folder().resolve("none.pub"))
                        .err()
                        .replaceAll("\\s+", " "))
                .isEqualTo("cairn: a key cannot be read option: --recipient expected: age1... hint: Give a key age1...,"
                        + " which stands in one line of what keygen printed, or a file with such lines. ");
        assertThat(shop.backup("--recipient", wrong).err())
                .startsWith("cairn: a key cannot be read\n  option: --recipient\n  file: " + wrong + "\n");
        assertThat(shop.backup("--recipient", nobody).err())
                .startsWith("cairn: a file of keys cannot be used\n  option: --recipient\n  file: " + nobody
                        + "\n  problem: there is no key age1... in it\n");
    }

    @Test
    void backup_nothingSaysHowToEncrypt_saysWhatToChoose(Shop shop) {
        Call call = filled(shop).backup();

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err().replaceAll("\\s+", " "))
                .isEqualTo("cairn: nothing says how to encrypt hint: Choose: --recipient AGE, which keygen prints;"
                        + " --passphrase-file FILE; or --no-encryption. ");
        assertThat(shop.repository()).doesNotExist();
        assertThat(shop.backup("--json").json().at("/error/kind").asText()).isEqualTo("NO_ENCRYPTION_CHOSEN");
    }

    @Test
    void backup_unsignedWhereOthersAreSigned_isRefused(Shop shop) {
        filled(shop).backup("--no-encryption", "--sign", shop.keys("ada"));
        Call call = shop.backup("--no-encryption");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: the backup is not signed\n").contains("--sign");
        assertThat(shop.vault("backups", "--json").json().get("backups")).hasSize(1);
    }

    @Test
    void backup_byANewSigner_needsBothToBeTrusted(Shop shop) {
        filled(shop).backup("--no-encryption", "--sign", shop.keys("old"));
        Path key = shop.keys("new");
        Call refused = shop.backup("--no-encryption", "--sign", key);
        Call done = shop.backup(
                "--no-encryption",
                "--sign",
                key,
                "--trust",
                shop.folder().resolve("old.pub"),
                "--trust",
                shop.folder().resolve("new.pub"));

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err())
                .startsWith("cairn: the signer is not trusted\n")
                .contains("--trust");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(shop.backup("--no-encryption", "--sign", key).exit())
                .as("from then on it is known")
                .isZero();
    }

    @Test
    void backup_passphrase_isTheFirstLineOfItsFile(Shop shop) throws IOException {
        Path secret = shop.folder().resolve("secret");
        Files.writeString(secret, "correct horse\nbattery\n");
        Path other = shop.folder().resolve("other");
        Files.writeString(other, "correct horse");
        filled(shop).backup("--passphrase-file", secret);

        assertThat(shop.vault("verify", "--level", "2", "--passphrase-file", other)
                        .exit())
                .isZero();
        Files.writeString(other, "\n");
        assertThat(shop.backup("--passphrase-file", other).err())
                .startsWith("cairn: a file of keys cannot be used\n  file: " + other)
                .contains("\n  problem: its first line is empty\n");
        assertThat(shop.backup("--passphrase-file", shop.folder().resolve("none"))
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void backup_whileAServiceWrites_hasWhatIsCommitted(Shop shop) throws Exception {
        filled(shop);
        try (Connection service = DriverManager.getConnection("jdbc:sqlite:" + shop.database());
                Statement statement = service.createStatement()) {
            statement.execute("INSERT INTO customers (name) VALUES ('Edsger')");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO customers (name) VALUES ('nobody')");
            assertThat(shop.backup("--no-encryption").exit()).isZero();
            statement.execute("ROLLBACK");
        }
        shop.vault("restore", "--to-new", shop.folder().resolve("new.db"));

        assertThat(names(shop.folder().resolve("new.db"))).isEqualTo("Ada Grace Edsger");
    }

    private static String names(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            return statement
                    .executeQuery("SELECT group_concat(name, ' ' ORDER BY id) FROM customers")
                    .getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--kind incremental --no-encryption, 3, there is no backup to build on",
        "--kind synthetic --no-encryption, 2, Invalid value for option '--kind'",
        "--level 20 --no-encryption, 3, a setting has a wrong value",
        "--level much --no-encryption, 2, Invalid value for option '--level'",
        "--recipient age1nonsense, 3, a key cannot be read",
        "--no-encryption --sign nowhere.key, 3, a key cannot be read",
        "--no-encryption --recipient age1x, 2, mutually exclusive",
        "--no-encryption --to copy.db, 2, mutually exclusive"
    })
    void backup_badInput_isRefusedAndMakesNothing(String options, int exit, String sentence, Shop shop) {
        Call call = filled(shop).backup((Object[]) options.split(" ", -1));

        assertThat(call.exit()).as(call.toString()).isEqualTo(exit);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains(sentence).contains("hint: ").doesNotContain("age1nonsense");
        assertThat(shop.repository().resolve("b"))
                .satisfiesAnyOf(
                        b -> assertThat(b).doesNotExist(), b -> assertThat(b).isEmptyDirectory());
    }

    @Test
    void backup_noDatabase_isRefused(Shop shop) {
        Call call = shop.backup("--no-encryption");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: there is no database at this path\n");
    }

    @Test
    void backup_ofARenamedFile_needsItsName(Shop shop) throws IOException {
        filled(shop).backup("--no-encryption");
        Path moved = shop.folder().resolve("moved.db");
        Files.move(shop.database(), moved);
        Call refused = shop.vault("backup", "--db", moved, "--no-encryption");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("--name NAME");
        assertThat(shop.vault("backup", "--db", moved, "--no-encryption", "--name", "shop.db")
                        .exit())
                .isZero();
    }

    @Test
    void to_file_isOnePlainCopy(Shop shop) throws Exception {
        Path copy = shop.folder().resolve("a copy.db");
        Call call = filled(shop).bare("backup", "--db", shop.database().toString(), "--to", copy.toString());

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).startsWith("copy      " + copy + "\n").contains("\nsecrecy   unencrypted, unsigned\n");
        assertThat(names(copy)).isEqualTo("Ada Grace");
        assertThat(shop.bare("backup", "--db", shop.database().toString(), "--to", copy.toString())
                        .err())
                .startsWith("cairn: the target exists\n");
    }

    @Test
    void to_folder_isNamedAfterTheDatabaseAndTheTime(Shop shop) {
        JsonNode copy = filled(shop)
                .bare(
                        "backup",
                        "--db",
                        shop.database().toString(),
                        "--to",
                        shop.folder().toString(),
                        "--json")
                .json();

        assertThat(copy.get("path").asText()).matches(shop.folder() + "/shop_backup_\\d{8}T\\d{6}Z\\.db");
        assertThat(Path.of(copy.get("path").asText())).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--sign=x.key", "--level=9", "--kind=full", "--recipient=age1x", "--name=x"})
    void to_withWhatOnlyARepositoryHas_isWrongUsage(String option, Shop shop) {
        Path copy = shop.folder().resolve("copy.db");
        Call call = filled(shop).bare("backup", "--db", shop.database().toString(), "--to", copy.toString(), option);

        assertThat(call.exit()).isEqualTo(2);
        assertThat(call.err())
                .startsWith("cairn: --to writes a plain copy: " + option.substring(0, option.indexOf('='))
                        + " does not go with it\n");
        assertThat(copy).doesNotExist();
    }
}
