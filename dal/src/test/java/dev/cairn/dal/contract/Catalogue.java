package dev.cairn.dal.contract;

import dev.cairn.dal.contract.Column.Reference;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a world: from PRAGMAs, and by reflection over the classes that were generated for them. */
final class Catalogue {
    private static final Pattern LIST = Pattern.compile("CHECK\\s*\\((\\w+) IN \\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("CHECK\\s*\\((\\w+) BETWEEN (\\d+) AND (\\d+)\\)");

    private final World world;

    Catalogue(World world) {
        this.world = world;
    }

    List<Table> tables() {
        Map<String, Table> placed = new LinkedHashMap<>();
        List<Table> left = new ArrayList<>(Arrays.stream(world.system().facade().getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.getSimpleName().endsWith("Repository"))
                .map(this::table)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList());
        while (!left.isEmpty()) {
            Table next = left.stream()
                    .filter(t -> parents(t).allMatch(p -> p.equals(t.name()) || placed.containsKey(p)))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            placed.put(next.name(), next);
        }
        return List.copyOf(placed.values());
    }

    private static Stream<String> parents(Table table) {
        return table.columns().stream().flatMap(c -> c.parent().stream()).map(Reference::table);
    }

    private Table table(Class<?> repository) {
        String type = repository.getName().replaceFirst("Repository$", "");
        String name = world.query("SELECT name FROM sqlite_schema WHERE type = 'table'").stream()
                .map(r -> text(r.get(0)))
                .filter(n -> plain(n).equals(plain(type.substring(type.lastIndexOf('.') + 1))))
                .findFirst()
                .orElseThrow();
        Class<?> draft = Reflection.type(type + "Draft");
        List<List<String>> uniques = uniques(name);
        List<Column> columns = columns(name, Reflection.type(type + "Row"), draft, uniques);
        List<List<Column>> uniqueColumns = uniques.stream()
                .map(u -> u.stream().map(n -> named(columns, n)).toList())
                .toList();
        List<Column> key = strings("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", name).stream()
                .map(n -> named(columns, n))
                .toList();
        return new Table(world, name, world.repository(repository, true), draft, columns, key, uniqueColumns);
    }

    private static Column named(List<Column> columns, String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable Object value) {
        return (String) Reflection.notNull(value);
    }

    private List<String> strings(String sql, Object... values) {
        return world.query(sql, values).stream().map(r -> text(r.get(0))).toList();
    }

    private List<List<String>> uniques(String table) {
        List<List<String>> uniques = new ArrayList<>();
        uniques.add(strings("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table));
        for (String index : strings(
                "SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND NOT partial AND origin <> 'pk' ORDER BY name",
                table)) {
            uniques.add(strings("SELECT name FROM pragma_index_info(?) ORDER BY seqno", index));
        }
        return uniques;
    }

    private List<Column> columns(String table, Class<?> row, Class<?> draft, List<List<String>> uniques) {
        Map<String, Reference> parents = new HashMap<>();
        for (List<@Nullable Object> key :
                world.query("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?)", table)) {
            parents.put(text(key.get(0)), new Reference(text(key.get(1)), text(key.get(2))));
        }
        Map<String, List<String>> allowed =
                allowed(text(world.value("SELECT sql FROM sqlite_schema WHERE name = ?", table)));
        List<List<@Nullable Object>> found = world.query(
                "SELECT name, \"notnull\", dflt_value, pk, hidden, upper(type) = 'INTEGER' FROM pragma_table_xinfo(?) ORDER BY cid",
                table);
        RecordComponent[] components = row.getRecordComponents();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            List<@Nullable Object> c = found.get(i);
            String name = text(c.get(0));
            boolean key = !is(c.get(3), 0);
            boolean alone = uniques.stream().anyMatch(u -> u.equals(List.of(name)));
            boolean identity = key && alone && is(c.get(5), 1);
            RecordComponent component = components[i];
            boolean notNull = key || is(c.get(1), 1);
            columns.add(new Column(
                    name,
                    notNull && c.get(2) == null && !identity,
                    !notNull,
                    Optional.ofNullable((String) c.get(2)),
                    Optional.ofNullable(parents.get(name)),
                    allowed.getOrDefault(name, ranged(name)),
                    alone,
                    uniques.stream().anyMatch(u -> u.size() > 1 && u.contains(name)),
                    identity,
                    component,
                    Arrays.stream(draft.getMethods())
                            .filter(m -> m.getName().equals(component.getName()) && m.getParameterCount() == 1)
                            .findFirst()));
        }
        if (components.length != found.size()) {
            throw new AssertionError(row + " does not have the columns of " + table);
        }
        return columns;
    }

    private static boolean is(@Nullable Object value, int number) {
        return value instanceof Integer n && n == number;
    }

    /** What the build says about a column, and its table does not. */
    private static List<String> ranged(String column) {
        return column.equals("section")
                ? IntStream.rangeClosed(100, 399).mapToObj(Integer::toString).toList()
                : List.of();
    }

    private static Map<String, List<String>> allowed(String sql) {
        Map<String, List<String>> allowed = new HashMap<>();
        Matcher list = LIST.matcher(sql);
        while (list.find()) {
            allowed.put(
                    list.group(1),
                    Arrays.stream(list.group(2).split(","))
                            .map(v -> v.strip().replace("'", ""))
                            .toList());
        }
        Matcher range = RANGE.matcher(sql);
        while (range.find()) {
            allowed.put(range.group(1), List.of(range.group(2), range.group(3), "7"));
        }
        return allowed;
    }
}
