package dev.cairn.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.MigrationException.Kind;
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

/** docs/errors.md lists each kind of the engine once, in the words of the code. */
class ErrorsDocTest {
    private static final Path DOC = Path.of("..", "docs", "errors.md");

    /** From the kind to its section of the engine's part, with every run of white space as one space. */
    private static Map<String, String> sections() throws IOException {
        String part = Files.readString(DOC).split("\n# The runtime\n", -1)[0];
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : part.split("\n### ", -1)) {
            String[] parts = section.split("\n", 2);
            String before = sections.put(parts[0], parts[1].split("\n## ", 2)[0].replaceAll("\\s+", " "));
            assertThat(before).as(parts[0]).isNull();
        }
        sections.remove("# Errors");
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
                .contains("*Retryable:* " + (kind.retryable() ? "yes" : "no") + ".")
                .contains("*Exit code:* " + (kind.needsOperator() ? 4 : 3) + ".");
    }

    /** The message is text, fields and hint, in this order, and no field is cut in the middle of a sentence unsaid. */
    @ParameterizedTest
    @EnumSource
    void message_ofEveryKind_isTextFieldsAndHint(Kind kind) {
        MigrationException exception = MigrationException.of(kind)
                .with("file", "a.sql")
                .with("sql", "x".repeat(1000))
                .build();

        assertThat(exception.getMessage())
                .startsWithIgnoringCase(kind.text() + " [file=a.sql, sql=xxx")
                .endsWith("…]. " + kind.hint());
        assertThat(exception.fields().keySet()).containsExactly("file", "sql");
        assertThat(exception.field("none")).isEmpty();
        assertThat(kind.text()).isEqualTo(kind.text().strip()).doesNotEndWith(".");
        assertThat(kind.hint()).endsWith(".");
    }
}
