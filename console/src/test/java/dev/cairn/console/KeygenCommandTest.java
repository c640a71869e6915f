package dev.cairn.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.backup.Identity;
import dev.cairn.console.Shop.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ShopExtension.class)
class KeygenCommandTest {
    @Test
    void keygen_writesForItsOwnerAndPrintsThePublicHalves(Shop shop) throws IOException {
        Path file = shop.folder().resolve("ada.key");
        Call call = shop.bare("keygen", "--out", file.toString());

        Identity identity = Identity.read(file);
        assertThat(call.exit()).as(call.err()).isZero();
        assertThat(call.out()).isEqualTo("""
                identity  %s
                recipient %s
                signer    %s
                """.formatted(
                        file, identity.recipients().get(0), identity.signer().orElseThrow()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keygen_asJson_namesNoSecret(Shop shop) {
        Call call =
                shop.bare("keygen", "--out", shop.folder().resolve("ada.key").toString(), "--json");

        JsonNode keys = call.json();
        assertThat(keys.at("/recipients/0").asText()).startsWith("age1");
        assertThat(keys.at("/signer").asText()).startsWith("cairnsig1");
        assertThat(call.out()).doesNotContain("SECRET").doesNotContain("CAIRN-SIGNING-KEY");
    }

    @Test
    void keygen_fileIsThere_isRefusedAndLeavesIt(Shop shop) throws IOException {
        Path file = shop.keys("ada");
        String before = Files.readString(file);
        Call call = shop.bare("keygen", "--out", file.toString());

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("cairn: the target exists\n  file: " + file);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void keygen_noSuchFolder_isRefused(Shop shop) {
        Call call = shop.bare(
                "keygen", "--out", shop.folder().resolve("none/ada.key").toString());

        assertThat(call.exit()).isEqualTo(3);
        assertThat(call.err()).contains("none/ada.key").contains("hint: ").doesNotContain("bug");
    }
}
