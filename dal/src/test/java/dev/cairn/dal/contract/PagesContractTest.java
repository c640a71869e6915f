package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.Slice;
import dev.cairn.dal.contract.Finders.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages, of every size from 1 to 7 and both ways, against the same rows read at once. */
class PagesContractTest extends EachTable {

    @ParameterizedTest
    @MethodSource("tables")
    void page_wholeTable_visitsEachRowOnceInOrder(Table table) {
        assertPages(table.rows(), at -> slice(table, "page", at));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void page_eachIndexAndPrefix_visitsEachRowOnceInOrder(Table table) {
        List<Object> rows = table.rows();
        for (Finders finder : Finders.of(table, "page")) {
            List<Group> groups = finder.groups(rows);
            // The largest, and the least.
            for (Group group : List.of(groups.get(0), groups.get(groups.size() - 1))) {
                List<Object> expected = new ArrayList<>();
                Consumer<Object> sink = expected::add;
                table.call("forEach" + finder.suffix(), group.and(sink));
                assertPages(expected, at -> slice(table, "page" + finder.suffix(), group.and(at)));
            }
        }
    }

    private static Slice<?> slice(Table table, String method, Object... arguments) {
        return (Slice<?>) table.get(method, arguments);
    }

    private static void assertPages(List<Object> expected, Function<Cursor, Slice<?>> pager) {
        for (int size = 1; size <= 7; size++) {
            List<Slice<?>> forth = walk(Cursor.first(size), pager, Slice::next);
            assertThat(rows(forth)).isEqualTo(expected);
            List<Slice<?>> back = walk(Cursor.last(size), pager, Slice::previous);
            Collections.reverse(back);
            assertThat(rows(back)).isEqualTo(expected);
            assertTurns(forth, pager);
            assertTurns(back, pager);
        }
    }

    /** The cursors go through their text, as they do on their way to a client and back. */
    private static List<Slice<?>> walk(
            Cursor first, Function<Cursor, Slice<?>> pager, Function<Slice<?>, Optional<Cursor>> step) {
        List<Slice<?>> slices = new ArrayList<>();
        Optional<Cursor> at = Optional.of(first);
        while (at.isPresent()) {
            Slice<?> slice = pager.apply(Cursor.parse(at.get().toString()));
            assertThat(slice.rows()).hasSizeLessThanOrEqualTo(first.size());
            slices.add(slice);
            at = step.apply(slice);
        }
        return slices;
    }

    private static List<Object> rows(List<Slice<?>> slices) {
        List<Object> rows = new ArrayList<>();
        slices.forEach(s -> rows.addAll(s.rows()));
        return rows;
    }

    /** From each page the one after it, and back again. */
    private static void assertTurns(List<Slice<?>> slices, Function<Cursor, Slice<?>> pager) {
        for (int i = 1; i < slices.size(); i++) {
            Slice<?> before = slices.get(i - 1);
            Slice<?> after = slices.get(i);
            // A page that was reached from the other end may be shorter than one reached from here.
            int both = Math.min(before.rows().size(), after.rows().size());
            Slice<?> forth = pager.apply(before.next().orElseThrow());
            assertThat(forth.rows().subList(0, both)).isEqualTo(after.rows().subList(0, both));
            Slice<?> back = pager.apply(after.previous().orElseThrow());
            List<?> tail =
                    back.rows().subList(back.rows().size() - both, back.rows().size());
            assertThat(tail)
                    .isEqualTo(before.rows()
                            .subList(before.rows().size() - both, before.rows().size()));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void page_cursorOfAnotherOrder_isRefused(Table table) {
        Cursor whole = slice(table, "page", Cursor.first(2)).next().orElseThrow();
        Cursor foreign = Cursor.at(2, true, whole.order() + 1, Reflection.notNull(whole.position()));
        assertBadCursor(() -> table.call("page", foreign));
        for (Finders finder : Finders.of(table, "page")) {
            Group group = finder.groups(table.rows()).get(0);
            assertBadCursor(() -> table.call("page" + finder.suffix(), group.and(whole)));
        }
    }

    private static void assertBadCursor(ThrowingCallable call) {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_CURSOR));
    }
}
