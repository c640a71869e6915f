package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class CursorProperties {

    @Provide
    Arbitrary<Cursor> cursors() {
        Arbitrary<@Nullable Object> values = Arbitraries.oneOf(
                Arbitraries.longs().map(v -> v),
                Arbitraries.longs()
                        .map(Double::longBitsToDouble)
                        .filter(d -> !Double.isNaN(d))
                        .map(v -> (@Nullable Object) v),
                Arbitraries.strings()
                        .withCharRange('\u0000', '\ud7ff')
                        .ofMaxLength(12)
                        .map(v -> v),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(v -> v),
                Arbitraries.integers().map(v -> (@Nullable Object) null));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 10_000),
                        Arbitraries.of(true, false),
                        Arbitraries.integers(),
                        values.list().ofMinSize(1).ofMaxSize(5))
                .as(Cursor::at);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void parse_textOfACursor_givesItBack(@ForAll("cursors") Cursor cursor) {
        Cursor parsed = Cursor.parse(cursor.toString());
        assertThat(parsed.size()).isEqualTo(cursor.size());
        assertThat(parsed.forward()).isEqualTo(cursor.forward());
        assertThat(parsed.order()).isEqualTo(cursor.order());
        assertThat(parsed.position()).usingRecursiveComparison().isEqualTo(cursor.position());
        assertThat(parsed).hasToString(cursor.toString());
    }

    @Property
    void parse_textOfAnEnd_givesItBack(@ForAll @IntRange(min = 1, max = 10_000) int size, @ForAll boolean first) {
        Cursor end = first ? Cursor.first(size) : Cursor.last(size);
        Cursor parsed = Cursor.parse(end.toString());
        assertThat(parsed.size()).isEqualTo(size);
        assertThat(parsed.forward()).isEqualTo(first);
        assertThat(parsed.position()).isNull();
    }

    @Property
    void parse_anyText_isRefusedOrIsACursor(@ForAll String text) {
        assertRefusedOrCursor(text);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertRefusedOrCursor(encoded);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void parse_oneCharacterChanged_isRefused(
            @ForAll("cursors") Cursor cursor, @ForAll @IntRange(max = 1_000) int at, @ForAll("letters") char letter) {
        String text = cursor.toString();
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(at % text.length(), letter);
        if (!changed.toString().equals(text)) {
            assertBadCursor(changed.toString());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void parse_cutOrLengthened_isRefused(@ForAll("cursors") Cursor cursor, @ForAll @IntRange(max = 1_000) int at) {
        String text = cursor.toString();
        assertBadCursor(text.substring(0, at % text.length()));
        assertBadCursor(text + "A");
        assertBadCursor(text + "=");
        assertBadCursor(text + text);
    }

    @Property
    void first_sizeOutOfRange_isRefused(@ForAll int size) {
        List<Cursor> made = new ArrayList<>();
        if (size >= 1 && size <= 10_000) {
            made.add(Cursor.first(size));
            made.add(Cursor.last(size));
            assertThat(made).extracting(Cursor::size).containsOnly(size);
        } else {
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> made.add(Cursor.last(size)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_CURSOR));
        }
    }

    @Provide
    Arbitrary<Character> letters() {
        return Arbitraries.chars().alpha().numeric().with('-', '_', '=', ' ', '\u0000', 'ä');
    }

    private static void assertRefusedOrCursor(String text) {
        try {
            assertThat(Cursor.parse(text)).hasToString(text);
        } catch (DalException e) {
            assertThat(e.kind()).isEqualTo(Kind.BAD_CURSOR);
            assertThat(e).hasNoCause();
        }
    }

    private static void assertBadCursor(String text) {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(() -> Cursor.parse(text))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_CURSOR));
    }
}
