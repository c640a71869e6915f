package dev.cairn.codegen;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnumFitTest {
    private static final EnumFit FIT = new EnumFit("loans.state", "LoanState", List.of("out", "it's back"));

    private static String table(String column) {
        return "CREATE TABLE loans (id INTEGER PRIMARY KEY,\n  " + column + ")";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state TEXT NOT NULL CHECK (state IN ('out', 'it''s back'))",
                "\"state\" TEXT check(\"state\" in( 'it''s back' /* again */, 'out' ))",
                "state TEXT CHECK (state IN ('out'))",
                "state TEXT CHECK (state <> '')",
                "state TEXT CHECK (state IN ('out', 'lost') OR id > 7)",
                "other TEXT CHECK (other IN ('lost'))"
            })
    void require_whatFitsOrSaysNothing_passes(String column) {
        assertThatNoException().isThrownBy(() -> FIT.require(Optional.of("'it''s back'"), table(column)));
    }

    @Test
    void require_defaultThatIsMissing_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FIT.require(Optional.of("'lost'"), table("state TEXT DEFAULT 'lost'")))
                .withMessage("the property enum.loans.state: LoanState lacks its default: lost");
    }

    @Test
    void require_otherTextsThanTheCheck_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FIT.require(
                        Optional.empty(), table("state TEXT CHECK (state IN ('out', 'it''s back', 'lost', 'sold'))")))
                .withMessageEndingWith("LoanState lacks what its CHECK allows: lost, sold");
    }
}
