package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.backup.Identity;
import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code backups}, {@code verify}, {@code prove} and {@code prune}: what they say and how they end. */
@ExtendWith(ShopExtension.class)
class RepositoryCommandsTest {
    private static Shop filled(Shop shop) {
        return shop.done("migrate").withTwoCustomers();
    }

    /** Two signed and encrypted backups of a shop. */
    private static Path sealed(Shop shop) {
        Path key = shop.keys("ada");
        filled(shop);
        for (int i = 0; i < 2; i++) {
            Call call =
                    shop.backup("--recipient", Identity.read(key).recipients().get(0), "--sign", key);
            assertThat(call.exit()).as(call.err()).isZero();
            shop.sql("INSERT INTO customers (name) VALUES ('Edsger')");
        }
        return key;
    }

    private static void damage(Path backup) throws IOException {
        Path data = backup.resolve("data.db.zst");
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length / 2] ^= 1;
        Files.write(data, bytes);
    }

    private static Path directory(Shop shop, String id) {
        return shop.repository().resolve("b").resolve(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backups", "verify", "prove", "prune --keep-days 1"})
    void noRepository_isRefused(String line, Shop shop) {
        String[] words = line.split(" ", -1);
        Call call = shop.vault(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .startsWith("cairn: there is no backup repository at this path\n  path: " + shop.repository());
        assertThat(shop.repository()).doesNotExist();
    }

    @Test
    void backups_newestFirst_saysWhatIsUnsigned(Shop shop) {
        String older = filled(shop).takenAgo(Duration.ofDays(3));
        String newer = shop.takenAgo(Duration.ofHours(5));
        Call call = shop.vault("backups");

        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out())
                .startsWith("backups (2) ")
                .containsPattern("\n" + newer + " .* unsigned, unencrypted\n" + older + " .* unsigned, unencrypted\n\n")
                .contains("\nnewest    5 hours old\n")
                .contains("\nproven    none was ever restored and found right\n");
    }

    @Test
    void backups_ofOneWhoSigns_areNotCalledUnsigned(Shop shop) {
        Path key = sealed(shop);
        JsonNode list = shop.vault("backups", "--trust", shop.folder().resolve("ada.pub"), "--json")
                .json();

        assertThat(list.get("backups")).hasSize(2);
        assertThat(list.at("/backups/0/signer").asText())
                .isEqualTo(Identity.read(key).signer().orElseThrow());
        assertThat(list.at("/standing/backups").asInt()).isEqualTo(2);
        assertThat(shop.vault("backups").out()).doesNotContain("unsigned");
    }

    @Test
    void verify_newestUnlessToldOtherwise(Shop shop) {
        String older = filled(shop).takenAgo(Duration.ofDays(1));
        String newer = shop.takenAgo(Duration.ZERO);

        assertThat(shop.vault("verify").out())
                .containsPattern("verified \\(1\\) .*\n" + newer + "  1 .* fine +unsigned\n$");
        assertThat(shop.vault("verify", "--id", older, "--level", "2").out())
                .containsPattern("\n" + older + "  2 .* fine +unsigned\n$");
        assertThat(shop.vault("verify", "--all", "--level", "3").out())
                .containsPattern("verified \\(2\\) .*\n" + older + "  3 .*\n" + newer + "  3 .*\n$");
    }

    @Test
    void verify_allOfNone_isRefused(Shop shop) throws IOException {
        String id = filled(shop).takenAgo(Duration.ZERO);
        Files.move(directory(shop, id), shop.folder().resolve("gone"));
        Call call = shop.vault("verify", "--all");

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).startsWith("cairn: there is no backup in this repository that is believed\n");
    }

    @Test
    void linkInsteadOfAManifest_spoilsThatBackupAlone(Shop shop) throws IOException {
        String sound = filled(shop).takenAgo(Duration.ofDays(1));
        String linked = shop.takenAgo(Duration.ZERO);
        Path manifest = directory(shop, linked).resolve("manifest.json");
        Files.createSymbolicLink(manifest, Files.move(manifest, shop.folder().resolve("elsewhere.json")));

        assertThat(shop.vault("backups").out()).contains(sound).doesNotContain(linked);
        Call call = shop.vault("verify", "--all");
        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out())
                .containsPattern(sound + "  1 .* fine +unsigned\n")
                .contains("problem: " + linked + ": a manifest is damaged or not one of ours\n");
    }

    @Test
    void verify_damage_exits1AndNamesTheFile(Shop shop) throws IOException {
        String id = filled(shop).takenAgo(Duration.ZERO);
        damage(directory(shop, id));
        Call call = shop.vault("verify", "--all");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out())
                .containsPattern(id + "  1 .* not fine  unsigned\n\nproblem: " + id + ": a backup is damaged\n")
                .contains("data.db.zst")
                .contains("hint: ");
        assertThat(shop.vault("verify", "--json")
                        .json()
                        .at("/verifications/0/problems/0/kind")
                        .asText())
                .isEqualTo("DAMAGED_BACKUP");
        assertThat(shop.vault("backups").out()).contains("DAMAGED");
    }

    @Test
    void verify_encrypted_needsTheKeyFromLevel2On(Shop shop) {
        Path key = sealed(shop);

        assertThat(shop.vault("verify", "--all").exit()).isZero();
        Call locked = shop.vault("verify", "--all", "--level", "2");
        assertThat(locked.exit()).isEqualTo(3);
        assertThat(locked.err()).startsWith("cairn: the backup is encrypted\n").contains("--identity FILE");
        assertThat(shop.vault("verify", "--all", "--level", "3", "--identity", key)
                        .exit())
                .isZero();
        assertThat(shop.vault("verify", "--level", "2", "--identity", shop.keys("bob"))
                        .err())
                .startsWith("cairn: none of the keys opens the backup\n");
    }

    @Test
    void trust_believesOnlyTheKeysInTheFile(Shop shop) throws IOException {
        Path key = sealed(shop);
        shop.keys("bob");
        Path ada = shop.folder().resolve("ada.pub");
        Path bob = shop.folder().resolve("bob.pub");
        Path nobody = Files.writeString(shop.folder().resolve("nobody.pub"), "age1...\n");

        assertThat(shop.vault("verify", "--trust", ada).exit()).isZero();
        assertThat(shop.vault("verify", "--trust", key).exit()).isZero();
        assertThat(shop.vault("verify", "--trust", bob, "--trust", ada).exit()).isZero();
        Call other = shop.vault("verify", "--trust", bob);
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.out()).contains("the signer is not trusted");
        assertThat(shop.vault("verify", "--trust", nobody).err()).contains("there is no key cairnsig1... in it");
    }

    @Test
    void trust_ofUnsigned_onlyIfSaid(Shop shop) {
        filled(shop).takenAgo(Duration.ZERO);
        shop.keys("ada");
        Path ada = shop.folder().resolve("ada.pub");

        assertThat(shop.vault("verify", "--trust", ada).out()).contains("the backup is not signed");
        assertThat(shop.vault("verify", "--trust", ada, "--trust-unsigned").exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "verify --level 4, 3, a setting has a wrong value",
        "verify --id nonsense, 3, no such backup",
        "verify --id 20261121T004215Z-000123-F-7f3a9c, 3, no such backup",
        "verify --all --id x, 2, mutually exclusive",
        "prove --id nonsense, 3, no such backup",
        "verify --identity nowhere, 3, a key cannot be read",
        "prune, 2, Missing required option",
        "prune --keep-days -1, 3, a setting has a wrong value",
        "prune --keep-days many, 2, Invalid value"
    })
    void badInput_isRefused(String line, int exit, String sentence, Shop shop) {
        filled(shop).takenAgo(Duration.ZERO);
        String[] words = line.split(" ", -1);
        Call call = shop.vault(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));

        assertThat(call.exit()).as(call.toString()).isEqualTo(exit);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains(sentence).contains("hint: ");
    }

    @Test
    void prove_eachHasItsTurn(Shop shop) {
        List<String> ids = List.of(filled(shop).takenAgo(Duration.ofDays(1)), shop.takenAgo(Duration.ZERO));
        Call first = shop.vault("prove");
        JsonNode second = shop.vault("prove", "--json").json();

        assertThat(first.exit()).isZero();
        assertThat(first.out()).containsPattern("proven \\(1\\) .*\n" + ids.get(1) + "  3 .* fine +unsigned\n$");
        assertThat(second.at("/verifications/0/id").asText()).isEqualTo(ids.get(0));
        JsonNode standing = shop.vault("backups", "--json").json().get("standing");
        assertThat(standing.get("coverage").asDouble()).isEqualTo(1.0);
        assertThat(standing.get("lastProof").asText()).as("to the millisecond").matches("[^.]+(\\.\\d{3})?Z");
        assertThat(shop.vault("backups").out())
                .contains("proven    the newest that was is less than a minute old; 100% of all were\n");
    }

    @Test
    void prove_damage_exits1(Shop shop) throws IOException {
        damage(directory(shop, filled(shop).takenAgo(Duration.ZERO)));
        Call call = shop.vault("prove");

        assertThat(call.exit()).isEqualTo(1);
        assertThat(call.out()).contains("not fine  unsigned\n").contains("\nproblem: ");
    }

    @Test
    void prune_dryRun_saysWhatTheOtherDeletes(Shop shop) {
        filled(shop);
        String oldest = shop.takenAgo(Duration.ofDays(40));
        shop.sql("INSERT INTO customers (name) VALUES ('Edsger')");
        String newest = full(shop);
        Call dry = shop.vault("prune", "--keep-days", "14", "--dry-run");

        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out())
                .containsPattern(newest + " .* unsigned  stays  .*the newest")
                .containsPattern(oldest + " .* unsigned  goes\n")
                .containsPattern("\n\nNothing was deleted; it would be 1 backup, \\S+ KB.\n$");
        assertThat(directory(shop, oldest)).exists();
        JsonNode done = shop.vault("prune", "--keep-days", "14", "--json").json();
        assertThat(done.get("freedBytes").asLong()).isPositive();
        assertThat(done.at("/backups/1/kept").asBoolean()).isFalse();
        assertThat(directory(shop, oldest)).doesNotExist();
        assertThat(shop.vault("prune", "--keep-days", "14").out()).endsWith("Nothing to delete.\n");
    }

    private static String full(Shop shop) {
        return shop.backup("--no-encryption", "--kind", "full", "--json")
                .json()
                .at("/backup/id")
                .asText();
    }

    @Test
    void prune_monthsAreKeptIfSaid(Shop shop) {
        filled(shop).takenAgo(Duration.ofDays(40));
        full(shop);
        Call call = shop.vault("prune", "--keep-days", "14", "--keep-monthly", "3");

        assertThat(call.out()).endsWith("Nothing to delete.\n").doesNotContain("goes");
    }
}
