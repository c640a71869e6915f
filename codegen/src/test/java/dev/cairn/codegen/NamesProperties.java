package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesProperties {
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** Of all characters, of those that break words, and of few letters, so that many names are almost alike. */
    @Provide
    static Arbitrary<String> names() {
        Arbitrary<String> any = Arbitraries.strings().excludeChars('\0').ofMaxLength(12);
        Arbitrary<String> alike = Arbitraries.strings()
                .withChars("aAbBıİiIßẞſs_ -12²½ⓐ\"'\\u*/{@$\u0301")
                .ofMinLength(1)
                .ofMaxLength(4);
        Arbitrary<String> wide = Arbitraries.integers()
                .between(0x10000, 0x1FFFF)
                .map(Character::toString)
                .list()
                .ofMaxSize(3)
                .map(parts -> String.join("", parts));
        Arbitrary<String> words = Arbitraries.of(
                "class", "_", "int", "hash_code", "getClass", "record", "null", "true", "To String", "wait", "2nd");
        return Arbitraries.oneOf(any, alike, wide, words);
    }

    @Provide
    static Arbitrary<List<String>> distinct() {
        return names().list().uniqueElements().ofMaxSize(20);
    }

    @Property
    void member_anyName_isAnIdentifierThatNothingKeeps(@ForAll("names") String name) {
        assertThat(SourceVersion.isName(Names.member(name), SourceVersion.RELEASE_17))
                .isTrue();
        assertThat(Names.member(name)).isNotIn(OF_OBJECT);
    }

    @Property
    void constantAndType_anyName_areIdentifiers(@ForAll("names") String name) {
        assertThat(SourceVersion.isName(Names.constant(name), SourceVersion.RELEASE_17))
                .isTrue();
        assertThat(SourceVersion.isName(Names.type(name), SourceVersion.RELEASE_17))
                .isTrue();
    }

    @Property
    void className_anyName_canNameAFileAnywhere(@ForAll("names") String name) {
        assertThat(Names.className(name)).matches("[A-Z_][A-Za-z0-9_]*");
    }

    @Property
    void unique_anyNames_areDistinctAlsoWithoutCase(@ForAll("distinct") List<String> names) {
        for (Function<String, String> form :
                List.<Function<String, String>>of(Names::member, Names::className, Names::constant)) {
            Map<String, String> unique = Names.unique(names, form);
            assertThat(unique.keySet()).containsExactlyElementsOf(names);
            assertThat(unique.values()).allMatch(n -> SourceVersion.isName(n, SourceVersion.RELEASE_17));
            Set<String> folded = unique.values().stream()
                    .map(n -> n.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            assertThat(folded).hasSameSizeAs(names);
        }
    }

    @Property(tries = 200)
    void sql_anyName_isThatNameToSqlite(@ForAll("names") String name) throws Exception {
        // A lone surrogate is no text that SQLite could store.
        String text = name.isEmpty()
                ? "empty"
                : name.codePoints()
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .collect(() -> new StringBuilder("n"), StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        assertThat(readBack(text)).isEqualTo(text);
    }

    private static String readBack(String name) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (" + Names.sql(name) + " INTEGER)");
            try (var rows =
                    statement.executeQuery("SELECT t." + Names.sql(name) + ", " + Names.sql(name) + " FROM t")) {
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            }
            try (var rows = statement.executeQuery("SELECT name FROM pragma_table_xinfo('t')")) {
                return rows.getString(1);
            }
        }
    }
}
