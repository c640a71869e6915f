package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    @Test
    void plain_commentsAndSpaces_becomeOneSpaceOutsideOfQuotes() {
        String sql = "CREATE  TABLE \"a  --b\" ( -- it's (\n x TEXT DEFAULT 'c  /*d*/ ''e  f''', /* g\n */ [h  i] INT)";
        assertThat(new SqlText(sql).plain())
                .isEqualTo("CREATE TABLE \"a  --b\" ( x TEXT DEFAULT 'c  /*d*/ ''e  f''', [h  i] INT)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (a) WHERE b = 1",
                "CREATE INDEX i ON t (a)/* where c */\nwhere\n  b  =\n1",
                "CREATE INDEX \"i where\" ON [t where] (a, ') where') WHERE b = 1 -- the last word",
                "CREATE INDEX i ON t(case a when ') where x' then 1 end)WHERE b = 1 /* unended"
            })
    void predicate_partialIndex_isWhatFollowsWhere(String sql) {
        assertThat(new SqlText(sql).predicate()).contains("b = 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE INDEX i ON t (a)", "CREATE INDEX \"where\" ON t (\"where\") -- where"})
    void predicate_wholeIndex_isNone(String sql) {
        assertThat(new SqlText(sql).predicate()).isEmpty();
    }
}
