package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    private static Config config(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Config(properties);
    }

    @Test
    void new_unknownProperty_isRefusedWithThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("migration", "classpath:db/shop"))
                .withMessageStartingWith("there is no property migration; there are ")
                .withMessageContaining("migrations")
                .withMessageContaining("enum.TABLE.COLUMN")
                .withMessageEndingWith("version.TABLE");
    }

    @Test
    void migrations_missing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().migrations())
                .withMessage("the property migrations is missing: where are the migrations?");
    }

    @ParameterizedTest
    @CsvSource({
        "classpath:db/shop, db/shop, Shop",
        "classpath:db/shop/, db/shop, Shop",
        "filesystem:src/main/resources/db/my-shop, db/my-shop, MyShop",
        "'filesystem:src\\main\\resources\\db\\shop', db/shop, Shop",
        "shop, shop, Shop"
    })
    void facade_notGiven_isCalledAfterTheLastFolder(String place, String folder, String facade) {
        Config config = config("migrations", place);
        assertThat(config.classpathFolder()).isEqualTo(folder);
        assertThat(config.facade()).isEqualTo(facade);
    }

    @ParameterizedTest
    @ValueSource(strings = {"String", "Object", "Override", "shop", "Über", "a.B", ""})
    void facade_noNameForAClass_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("migrations", "classpath:db/shop", "facade", name)
                        .facade())
                .withMessageStartingWith("a class cannot be called " + name);
    }

    @Test
    void enums_texts_keepTheirOrderAndComeOnce() {
        Config config = config(
                "enum.users.role", "Role : reader ,  in charge,reader", "enum.guests.role", "Role: reader, in charge");
        assertThat(config.enums()).isEqualTo(Map.of("Role", List.of("reader", "in charge")));
        assertThat(config.constants("users", "role")).contains("Role");
        assertThat(config.constants("users", "name")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Role", "Role:", "Role: ", ""})
    void enums_withoutTexts_areRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("enum.users.role", value).enums())
                .withMessageStartingWith("an enum is written as Name: value, value; not as ");
    }

    @Test
    void enums_oneNameWithTwoLists_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        config("enum.a.b", "Role: x", "enum.c.d", "Role: y").enums())
                .withMessage("Role has two lists of values: [x] and [y]");
    }

    @Test
    void patterns_matchWholeNames() {
        Config config = config("uuid", "BLOB\\(16\\)", "long", "notes\\.(body|title)");
        assertThat(config.isUuid("BLOB(16)")).isTrue();
        assertThat(config.isUuid("BLOB(160)")).isFalse();
        assertThat(config.isLong("notes", "body")).isTrue();
        assertThat(config.isLong("my_notes", "body")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enum.notes.autor", "range.nosuch.author", "version.nosuch"})
    void requireKnown_nameOfNothing_isRefused(String name) {
        Properties properties = new Properties();
        properties.setProperty(name, name.startsWith("enum.") ? "A: b" : name.startsWith("range.") ? "1..2" : "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Config(properties).requireKnown(List.of("notes"), List.of("notes.author")))
                .withMessageContaining("the property " + name + " names no ");
    }
}
