package dev.cairn.dal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.DalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/errors.md lists each kind of the runtime once, in the words of the code. */
class ErrorsDocTest {
    private static final Path DOC = Path.of("..", "docs", "errors.md");

    /** From the kind to its section of the runtime's part, with every run of white space as one space. */
    private static Map<String, String> sections() throws IOException {
        String part = Files.readString(DOC).split("\n# The runtime\n", -1)[1].split("\n# Backups\n", -1)[0];
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : part.split("\n### ", -1)) {
            String[] headAndBody = section.split("\n", 2);
            String body = headAndBody[1].split("\n## ", 2)[0].replaceAll("\\s+", " ");
            assertThat(sections.put(headAndBody[0], body)).as(headAndBody[0]).isNull();
        }
        sections.remove("");
        return sections;
    }

    @Test
    void doc_listsEveryKindAndNoOther() throws IOException {
        assertThat(sections().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Kind.values()).map(Kind::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void doc_section_saysWhatTheCodeSays(Kind kind) throws IOException {
        String sentence = kind.text().substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.text().substring(1);

        assertThat(sections().get(kind.name()))
                .contains("**" + sentence + ".**")
                .contains("*What to do:* " + kind.hint())
                .contains("*Retryable:* " + (kind.retryable() ? "yes" : "no") + ".");
    }

    @ParameterizedTest
    @EnumSource
    void message_ofEveryKind_isTextFieldsAndHint(Kind kind) {
        DalException exception = DalException.of(kind, "table", "users", "code", "1");

        assertThat(exception.getMessage())
                .startsWithIgnoringCase(kind.text() + " [table=users, code=1]. " + kind.hint());
        assertThat(exception.fields().keySet()).containsExactly("table", "code");
        assertThat(exception instanceof ConstraintException).isEqualTo(kind.isConstraint());
        assertThat(kind.text()).isEqualTo(kind.text().strip()).doesNotEndWith(".");
        assertThat(kind.hint()).endsWith(".");
    }
}
