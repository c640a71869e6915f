package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Params.Binder;
import dev.cairn.dal.spi.Scope.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inserts, updates and deletes of one table. Their texts are put together from the names of the touched columns, once
 * for each set of those. Thread-safe.
 */
public final class Writes<R> {
    private static final int[] CHUNKS = {100, 10, 1};
    private static final int MOST_VALUES = 30_000;
    private static final String LAST_ROWID = "select last_insert_rowid()";

    private final Scope scope;
    private final TableShape<R> shape;
    private final Operation insert;
    private final Operation update;
    private final Operation delete;
    private final Map<Object, String> texts = new ConcurrentHashMap<>();

    /** What one text is for. */
    private record Form(String verb, BitSet touched, int rows, List<Integer> key) {}

    Writes(Scope scope, TableShape<R> shape) {
        this.scope = scope;
        this.shape = shape;
        this.insert = shape.operation("insert");
        this.update = shape.operation("update");
        this.delete = shape.operation("delete");
    }

    /** Inserts a row; its key, if SQLite counts that up. */
    public long insert(Draft draft) {
        requireAll(draft);
        return scope.combining(insert, statements -> insert(statements, draft));
    }

    private long insert(Statements statements, Draft draft) throws SQLException {
        int rows = Calls.update(statements, insertText(draft.touched(), 1), p -> bind(p, draft, draft.touched()));
        if (rows == 0) {
            throw ignored();
        }
        return shape.identity() < 0 ? 0 : Calls.query(statements, LAST_ROWID, Binder.NONE);
    }

    /** By a trigger that raised IGNORE: there is no row, and what SQLite has for its key is another's. */
    private DalException ignored() {
        return DalException.of(Kind.RAISED, "table", shape.table());
    }

    /** Inserts a row and reads it back as it is then. */
    public R insertAndGet(Draft draft) {
        requireAll(draft);
        return scope.combining(shape.operation("insertAndGet"), statements -> {
            String tail = text(
                    "returning", draft.touched(), 1, List.of(), () -> insertText(draft.touched(), 1) + returning());
            return returned(statements, tail, p -> bind(p, draft, draft.touched()));
        });
    }

    private R returned(Statements statements, String sql, Binder binder) throws SQLException {
        List<R> rows = new ArrayList<>(1);
        Rows.returned(statements, shape, sql, binder, rows::add);
        if (rows.isEmpty()) {
            throw ignored();
        }
        return rows.get(0);
    }

    /** Inserts rows in one transaction, many with each statement where they touch the same columns. */
    public void insertAll(Iterable<? extends Draft> drafts) {
        scope.writing(shape.operation("insertAll"), statements -> {
            List<Draft> alike = new ArrayList<>();
            for (Draft draft : drafts) {
                requireAll(draft);
                boolean full = alike.size() == CHUNKS[0];
                if (!alike.isEmpty() && (full || !alike.get(0).touched().equals(draft.touched()))) {
                    flush(statements, alike);
                }
                alike.add(draft);
            }
            flush(statements, alike);
            return true;
        });
    }

    private void flush(Statements statements, List<Draft> alike) throws SQLException {
        int from = 0;
        while (from < alike.size()) {
            BitSet touched = alike.get(0).touched();
            int left = alike.size() - from;
            int rows = IntStream.of(CHUNKS)
                    .filter(n -> n <= left && n * touched.cardinality() <= MOST_VALUES)
                    .findFirst()
                    .orElse(1);
            List<Draft> chunk = alike.subList(from, from + rows);
            Calls.update(statements, insertText(touched, rows), p -> {
                for (Draft draft : chunk) {
                    bind(p, draft, touched);
                }
                return p;
            });
            from += rows;
        }
        alike.clear();
    }

    /** Inserts rows in one transaction; their keys, in the same order. */
    public List<Long> insertAllKeys(Iterable<? extends Draft> drafts) {
        return scope.writing(shape.operation("insertAllKeys"), statements -> {
            List<Long> keys = new ArrayList<>();
            for (Draft draft : drafts) {
                requireAll(draft);
                keys.add(insert(statements, draft));
            }
            return keys;
        });
    }

    /**
     * Inserts a row, or writes the touched columns of the one that has these columns already; the row as it is then.
     */
    public R upsert(Draft draft, int... key) {
        for (int column : key) {
            if (!draft.touched().get(column)) {
                throw missing(column);
            }
        }
        List<Integer> columns = IntStream.of(key).boxed().toList();
        requireAll(draft);
        return scope.combining(shape.operation("upsert"), statements -> {
            String sql = text("upsert", draft.touched(), 1, columns, () -> upsertText(draft.touched(), columns));
            return returned(statements, sql, p -> bind(p, draft, draft.touched()));
        });
    }

    private String upsertText(BitSet touched, List<Integer> key) {
        List<String> set = touched.stream()
                .filter(c -> !key.contains(c))
                .mapToObj(c -> shape.sqlColumn(c) + " = excluded." + shape.sqlColumn(c))
                .toList();
        // Something has to be set, or nothing would be returned for the row that is there.
        String changes = set.isEmpty()
                ? shape.sqlColumn(key.get(0)) + " = " + shape.sqlColumn(key.get(0))
                : String.join(", ", set);
        String conflict = key.stream().map(shape::sqlColumn).collect(Collectors.joining(", "));
        return insertText(touched, 1) + " on conflict (" + conflict + ") do update set " + changes + returning();
    }

    /** Writes the touched columns of the row with this key; whether there was one. */
    public boolean update(Draft changes, Object... key) {
        BitSet touched = changes.touched();
        if (touched.isEmpty()) {
            return scope.reading(update, statements -> exists(statements, key));
        }
        String sql = text("update", touched, 1, List.of(), () -> updateText(touched, "") + whereKey());
        return scope.combining(
                update, statements -> Calls.update(statements, sql, p -> keyed(bind(p, changes, touched), key)) > 0);
    }

    private boolean exists(Statements statements, Object... key) throws SQLException {
        String sql = "select exists (select 1 from " + shape.sqlName() + whereKey() + ")";
        return Calls.query(statements, sql, p -> keyed(p, key)) == 1;
    }

    /** The same for the row that still has this version, which is counted up. */
    public void updateVersion(Draft changes, long version, Object... key) {
        BitSet touched = changes.touched();
        if (touched.get(shape.version())) {
            throw DalException.of(Kind.MISUSE, "instead", "leave the version to the update, which counts it up");
        }
        String column = shape.sqlColumn(shape.version());
        String sql = text(
                "compare",
                touched,
                1,
                List.of(),
                () -> updateText(touched, column + " = " + column + " + 1") + whereKey() + " and " + column + " = ?");
        scope.combining(update, statements -> {
            int count = Calls.update(
                    statements, sql, p -> keyed(bind(p, changes, touched), key).add(version));
            if (count == 0) {
                throw DalException.of(exists(statements, key) ? Kind.STALE : Kind.NOT_FOUND, "table", shape.table());
            }
            return true;
        });
    }

    private String updateText(BitSet touched, String besides) {
        List<String> set = touched.stream()
                .mapToObj(c -> shape.sqlColumn(c) + " = ?")
                .collect(Collectors.toCollection(ArrayList::new));
        if (!besides.isEmpty()) {
            set.add(besides);
        }
        return "update " + shape.sqlName() + " set " + String.join(", ", set);
    }

    /** Deletes the row with this key; whether there was one. */
    public boolean delete(Object... key) {
        String sql = "delete from " + shape.sqlName() + whereKey();
        return scope.combining(delete, statements -> Calls.update(statements, sql, p -> keyed(p, key)) > 0);
    }

    private String whereKey() {
        return IntStream.of(shape.key())
                .mapToObj(c -> shape.sqlColumn(c) + " = ?")
                .collect(Collectors.joining(" and ", " where ", ""));
    }

    private static Params keyed(Params params, Object... key) throws SQLException {
        for (Object value : key) {
            params.add(value);
        }
        return params;
    }

    private static Params bind(Params params, Draft draft, BitSet touched) throws SQLException {
        for (int c = touched.nextSetBit(0); c >= 0; c = touched.nextSetBit(c + 1)) {
            params.add(draft.value(c));
        }
        return params;
    }

    private void requireAll(Draft draft) {
        for (int column : shape.required()) {
            if (draft.value(column) == null) {
                throw missing(column);
            }
        }
    }

    private DalException missing(int column) {
        return DalException.of(Kind.NOT_NULL, "table", shape.table(), "column", shape.column(column));
    }

    private String insertText(BitSet touched, int rows) {
        return text("insert", touched, rows, List.of(), () -> {
            if (touched.isEmpty()) {
                return "insert into " + shape.sqlName() + " default values";
            }
            String columns = touched.stream().mapToObj(shape::sqlColumn).collect(Collectors.joining(", "));
            String row = "(?" + ", ?".repeat(touched.cardinality() - 1) + ")";
            return "insert into " + shape.sqlName() + " (" + columns + ") values " + row
                    + (", " + row).repeat(rows - 1);
        });
    }

    private String returning() {
        return " returning " + shape.selectColumns();
    }

    private String text(
            String verb, BitSet touched, int rows, List<Integer> key, java.util.function.Supplier<String> compose) {
        Form form = new Form(verb, touched, rows, key);
        @Nullable String known = texts.get(form);
        if (known == null) {
            known = compose.get();
            texts.put(new Form(verb, (BitSet) touched.clone(), rows, key), known);
        }
        return known;
    }
}
