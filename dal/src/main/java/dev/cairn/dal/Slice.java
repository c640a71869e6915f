package dev.cairn.dal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of rows, in the order of the pager, and the cursors to its neighbours. Immutable.
 *
 * @param rows of this page
 * @param next where the next page begins, if there is one
 * @param previous where the page before begins, if there is one
 */
public record Slice<R>(List<R> rows, Optional<Cursor> next, Optional<Cursor> previous) {

    /** Copies the list. */
    public Slice {
        rows = List.copyOf(rows);
    }

    /** The same page of something else. */
    public <T> Slice<T> map(Function<? super R, ? extends T> mapper) {
        return new Slice<>(rows.stream().<T>map(mapper).toList(), next, previous);
    }
}
