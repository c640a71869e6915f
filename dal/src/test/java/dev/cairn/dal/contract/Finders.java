package dev.cairn.dal.contract;

import dev.cairn.dal.spi.Params;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The finder methods of a table that share a name, and what they have to find: their name says which columns are
 * compared, their index which rows it leaves out, and the statement in which order they come.
 *
 * @param suffix what follows the verb: {@code ByRole}
 */
record Finders(
        Table table,
        String suffix,
        List<Column> columns,
        @Nullable String predicate) {
    private static final String ORDER_BY = " order by ";

    /** All finders with this verb. */
    static List<Finders> of(Table table, String verb) {
        return Stream.of(table.repository().getClass().getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith(verb) && name.contains("By") && !name.startsWith("findAll"))
                .distinct()
                .sorted()
                .map(name -> named(table, name.substring(verb.length())))
                .toList();
    }

    private static Finders named(Table table, String suffix) {
        int by = suffix.indexOf("By");
        String compared = suffix.substring(by).replaceFirst("OrderBy.*", "");
        return new Finders(
                table, suffix, compared(table.columns(), compared), predicate(table, suffix.substring(0, by)));
    }

    /** The columns, in the order of the name, whose names put together are this. */
    private static List<Column> compared(List<Column> columns, String by) {
        List<Column> found = new ArrayList<>();
        String rest = by.substring(2);
        while (!rest.isEmpty()) {
            String left = rest;
            Column next = columns.stream()
                    .filter(c ->
                            left.equals(Table.cap(c.javaName())) || left.startsWith(Table.cap(c.javaName()) + "And"))
                    .max(Comparator.comparing(c -> c.javaName().length()))
                    .orElseThrow(() -> new AssertionError("no column is at the head of " + left));
            found.add(next);
            rest = rest.substring(next.javaName().length()).replaceFirst("^And", "");
        }
        return found;
    }

    private static @Nullable String predicate(Table table, String word) {
        if (word.isEmpty()) {
            return null;
        }
        return table
                .world()
                .query(
                        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql LIKE 'CREATE%INDEX% WHERE %'",
                        table.name())
                .stream()
                .map(r -> String.valueOf(r.get(0)))
                .filter(sql -> sql.split("\\s+ON\\s+", 2)[0]
                        .replace("_", "")
                        .toLowerCase(Locale.ROOT)
                        .contains(word.toLowerCase(Locale.ROOT)))
                .map(sql -> sql.substring(sql.indexOf("WHERE") + 6))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no partial index is called " + word));
    }

    /**
     * The rows it may find, by the values it may be asked for, the most frequent first; keys are compared by content.
     */
    List<Group> groups(List<Object> rows) {
        List<Object> keys = new ArrayList<>();
        if (predicate != null) {
            String key = table.key().get(0).name();
            table.world()
                    .query("SELECT " + key + " FROM " + table.name() + " NOT INDEXED WHERE " + predicate)
                    .forEach(r -> keys.add(Reflection.notNull(r.get(0))));
        }
        Map<List<Object>, Group> groups = new HashMap<>();
        for (Object row : rows) {
            List<Object> values = columns.stream()
                    .map(c -> c.of(row))
                    .flatMap(Stream::ofNullable)
                    .toList();
            boolean indexed = predicate == null || keys.contains(Params.stored(table.keyOf(row)[0]));
            // A finder takes no NULL.
            if (indexed && values.size() == columns.size()) {
                groups.computeIfAbsent(values, v -> new Group(v, new ArrayList<>()))
                        .rows()
                        .add(row);
            }
        }
        return groups.values().stream()
                .sorted(Comparator.<Group>comparingInt(g -> -g.rows().size())
                        .thenComparing(g -> g.values().toString()))
                .toList();
    }

    /** Rows that are alike in the columns compared. */
    record Group(List<Object> values, List<Object> rows) {

        /** The values, and something after them. */
        Object[] and(Object... more) {
            return Stream.concat(values.stream(), Arrays.stream(more)).toArray();
        }
    }

    /** The order that a statement of the repository asks for; without a key beside its index it asks for none. */
    Optional<Comparator<Object>> order(String constant) {
        String wanted = plain(constant + suffix);
        String sql = Arrays.stream(table.repository().getClass().getDeclaredFields())
                .filter(f -> plain(f.getName()).equals(wanted))
                .map(Field::getName)
                .map(name -> String.valueOf(Reflection.field(table.repository().getClass(), null, name)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no constant " + wanted));
        return order(table, sql);
    }

    static Optional<Comparator<Object>> order(Table table, String sql) {
        int by = sql.lastIndexOf(ORDER_BY);
        if (by < 0) {
            return Optional.empty();
        }
        String[] terms = sql.substring(by + ORDER_BY.length()).split(", ", -1);
        return Arrays.stream(terms).map(t -> term(table, t)).reduce(Comparator::thenComparing);
    }

    private static Comparator<Object> term(Table table, String term) {
        Column column = table.column(term.replace(" desc", "").replace("\"", ""));
        Comparator<Object> up = (a, b) -> compare(Params.stored(column.of(a)), Params.stored(column.of(b)));
        return term.endsWith(" desc") ? up.reversed() : up;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** As SQLite does: NULL before numbers before text before bytes; see https://www.sqlite.org/datatype3.html. */
    private static int compare(@Nullable Object a, @Nullable Object b) {
        int kinds = Integer.compare(kind(a), kind(b));
        if (kinds != 0 || a == null || b == null) {
            return kinds;
        }
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        return Arrays.compareUnsigned(bytes(a), bytes(b));
    }

    private static int kind(@Nullable Object value) {
        return value == null ? 0 : value instanceof Number ? 1 : value instanceof String ? 2 : 3;
    }

    private static byte[] bytes(Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
    }
}
