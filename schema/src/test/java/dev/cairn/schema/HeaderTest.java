package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.schema.Header.Rename;
import dev.cairn.schema.MigrationException.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {

    @Test
    void header_allThereAre_isRead() {
        Migration migration = migration("""
                -- description: Users get a rank: from 1 to 9.
                -- version: 2.1.0
                -- depends: 001, 3
                -- destructive: old ranks meant nothing
                -- renamed: users.rank to users.grade
                -- foreign-keys: on
                """);

        assertThat(migration.description()).isEqualTo("Users get a rank: from 1 to 9.");
        assertThat(migration.version()).isEqualTo("2.1.0");
        assertThat(migration.depends()).containsExactly(1L, 3L);
        assertThat(migration.destructive()).contains("old ranks meant nothing");
        assertThat(migration.up().renames()).containsExactly(new Rename("users", "rank", "users", "grade"));
        assertThat(migration.foreignKeys()).isTrue();
    }

    @Test
    void header_none_hasItsDefaults() {
        Migration migration = migration("-- A remark: nothing to read.\n-- todo: this\n");

        assertThat(migration.description()).isEmpty();
        assertThat(migration.version()).isEqualTo("1.0.0");
        assertThat(migration.depends()).isEmpty();
        assertThat(migration.destructive()).isEmpty();
        assertThat(migration.up().renames()).isEmpty();
        assertThat(migration.foreignKeys()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version:2.0",
                "--   Version :  2.0  ",
                "/* version: 2.0 */",
                "/*\n   VERSION: 2.0\n*/",
                "-- A remark first.\n\n\n-- version: 2.0\r",
                ";-- version: 2.0"
            })
    void header_anyWayToWriteIt_isRead(String comment) {
        assertThat(migration(comment + "\n").version()).isEqualTo("2.0");
    }

    @Test
    void header_dependsRepeated_addsUp() {
        assertThat(migration("-- depends: 5\n-- depends: 001_first, 00007\n").depends())
                .containsExactly(1L, 5L, 7L);
    }

    @ParameterizedTest
    @CsvSource({"on, true", "ON, true", "off, false", "Off, false"})
    void header_foreignKeys_isOnOrOff(String value, boolean on) {
        assertThat(migration("-- foreign-keys: " + value + "\n").foreignKeys()).isEqualTo(on);
    }

    @ParameterizedTest
    @MethodSource
    void header_renamed_takesNamesBareAndQuoted(String value, Rename expected) {
        assertThat(migration("-- renamed: " + value + "\n").up().renames()).containsExactly(expected);
    }

    static Stream<Arguments> header_renamed_takesNamesBareAndQuoted() {
        return Stream.of(
                Arguments.of("a to b", new Rename("a", null, "b", null)),
                Arguments.of("a.x to a.y", new Rename("a", "x", "a", "y")),
                Arguments.of("größe.名前 to größe.y", new Rename("größe", "名前", "größe", "y")),
                Arguments.of("\"a b\" to \"c.d\"", new Rename("a b", null, "c.d", null)),
                Arguments.of("\"a b\".\"x;y\" to \"a b\".z", new Rename("a b", "x;y", "a b", "z")),
                Arguments.of("to to \"to\"", new Rename("to", null, "to", null)));
    }

    @Test
    void header_renamedRepeated_keepsTheirOrder() {
        assertThat(migration("-- renamed: a to b\n-- renamed: b.x to b.y\n")
                        .up()
                        .renames())
                .containsExactly(new Rename("a", null, "b", null), new Rename("b", "x", "b", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "version", "depends", "destructive", "renamed", "foreign-keys"})
    void header_withoutValue_isRefused(String key) {
        assertThat(refused("\n-- " + key + ":  \nSELECT 1;", 2)).isEqualTo("it has no value");
    }

    @ParameterizedTest
    @CsvSource({"description, a", "version, 1.0", "destructive, why", "foreign-keys, on"})
    void header_twiceWhereOneCounts_isRefused(String key, String value) {
        String header = "-- " + key + ": " + value + "\n";

        assertThat(refused(header + header + "SELECT 1;", 2)).isEqualTo("it stands twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;\n-- destructive: too late",
                "SELECT 1,\n-- destructive: inside\n2;",
                "SELECT 0; SELECT 1;\n/* destructive: too late */ SELECT 2;"
            })
    void header_belowTheFirstStatement_isRefused(String text) {
        assertThat(refused(text, 2)).isEqualTo("it stands below the first statement, where it has no effect");
    }

    @Test
    void header_severalInOneComment_isRefusedRatherThanHalfRead() {
        assertThat(refused("/*\n description: a\n depends: 001\n*/\nSELECT 1;", 1))
                .isEqualTo("its value is more than one line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "1,", "1 2", "1; 2", "001_", "99999999999999999999"})
    void header_dependsOnNoNumber_isRefused(String value) {
        assertThat(refused("-- depends: " + value + "\nSELECT 1;", 1)).isEqualTo("it wants numbers, such as 001, 003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a to", "a b", "a.x to b", "a to b.y", "a.b.c to d", "a to b, c to d", "\"a to b"})
    void header_renamedThatMeansNothing_isRefused(String value) {
        assertThat(refused("-- renamed: " + value + "\nSELECT 1;", 1))
                .isEqualTo("it wants \"table.column to table.column\" or \"table to table\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on please"})
    void header_foreignKeysNeitherOnNorOff_isRefused(String value) {
        assertThat(refused("-- foreign-keys: " + value + "\nSELECT 1;", 1)).isEqualTo("it wants on or off");
    }

    @Test
    void header_ofADown_isReadToo() {
        Migration migration = Migration.sql(
                "001_a",
                "001_a.sql",
                "SELECT 1;",
                "001_a.down.sql",
                "-- renamed: b to a\n-- foreign-keys: on\nSELECT 2;");

        Migration.Way down = migration.down();
        assertThat(down).isNotNull();
        assertThat(down.renames()).containsExactly(new Rename("b", null, "a", null));
        assertThat(down.foreignKeys()).isTrue();
        assertThat(migration.foreignKeys()).isFalse();
    }

    private static Migration migration(String header) {
        return Migration.sql("010_a", "010_a.sql", header + "SELECT 1;", null, null);
    }

    private static String refused(String text, int line) {
        MigrationException refusal = catchThrowableOfType(
                MigrationException.class, () -> Migration.sql("010_a", "010_a.sql", text, null, null));
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(Kind.BAD_HEADER);
        assertThat(refusal.field("file")).contains("010_a.sql");
        assertThat(refusal.field("line")).contains(Integer.toString(line));
        assertThat(refusal).hasMessageContaining(refusal.hint());
        return refusal.field("problem").orElseThrow();
    }
}
