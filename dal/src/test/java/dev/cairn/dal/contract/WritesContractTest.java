package dev.cairn.dal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Params;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WritesContractTest extends EachTable {
    private static final int FREE = 5_000;
    private static final List<Integer> SIZES = List.of(1, 9, 10, 11, 100, 101, 1_234);

    @Test
    void tables_ofAllSystems_areFiftyFour() {
        assertThat(tables()).hasSize(54);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void insert_requiredColumnsOnly_defaultsHold(Table table) {
        table.world().trial(() -> {
            Object row = table.get("insertAndGet", Population.least(table, FREE));
            for (Column column : table.columns()) {
                Object stored = Params.stored(column.of(row));
                if (column.required()) {
                    assertStored(stored, Params.stored(Population.value(column, FREE)), column);
                } else if (column.defaultValue().isPresent()) {
                    assertDefault(table, column, stored);
                } else if (!column.identity()) {
                    assertThat(stored).as(column.name()).isNull();
                }
            }
        });
    }

    private static void assertDefault(Table table, Column column, @Nullable Object stored) {
        String value = column.defaultValue().orElseThrow();
        Object expected = table.world().value("SELECT " + value);
        if (value.equals("CURRENT_TIMESTAMP")) {
            Instant given = Instant.parse(String.valueOf(expected).replace(' ', 'T') + "Z");
            Instant found = Instant.parse(String.valueOf(stored).replace(' ', 'T') + "Z");
            assertThat(found).isBetween(given.minusSeconds(60), given);
        } else if (value.contains("unixepoch()")) {
            assertThat((Long) stored).isCloseTo(((Number) Reflection.notNull(expected)).longValue(), within(60_000L));
        } else if (expected instanceof Number number && stored instanceof Number found) {
            assertThat(found.doubleValue()).as(column.name()).isEqualTo(number.doubleValue());
        } else {
            assertThat(stored).as(column.name()).isEqualTo(expected);
        }
    }

    private static void assertStored(@Nullable Object found, @Nullable Object expected, Column column) {
        assertThat(found).as(column.name()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void insert_oneRequiredMissing_isRefusedAndNamed(Table table) {
        for (Column missing : table.columns().stream().filter(Column::required).toList()) {
            Object draft = table.newDraft();
            table.writable().stream()
                    .filter(c -> !c.equals(missing))
                    .forEach(c -> c.set(draft, Population.value(c, FREE)));
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> table.call("insert", draft))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_NULL))
                    .satisfies(e -> assertThat(e.field("table")).contains(table.name()))
                    .satisfies(e -> assertThat(e.field("column")).contains(missing.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void insert_everyColumn_isWhatIsReadBack(Table table) {
        table.world().trial(() -> {
            long before = (long) table.get("count");
            Object row = table.get("insertAndGet", Population.full(table, FREE));
            for (Column column : table.columns()) {
                assertStored(Params.stored(column.of(row)), Params.stored(Population.value(column, FREE)), column);
            }
            assertThat(find(table, row)).isEqualTo(row);
            Consumer<Object> columns =
                    draft -> table.writable().forEach(c -> c.set(draft, Population.value(c, FREE + 1)));
            Object key = table.call("insert", columns);
            if (table.key().size() == 1) {
                assertThat(table.key().get(0).of(table.get("get", key))).isEqualTo(key);
            }
            Object second = table.call("insert", Population.full(table, FREE + 2));
            assertThat(second == null).isEqualTo(table.key().size() != 1);
            assertThat(table.get("count")).isEqualTo(before + 3);
            assertThat(raw(table, row)).isEqualTo(stored(table, row));
        });
    }

    private static List<@Nullable Object> stored(Table table, Object row) {
        return table.columns().stream()
                .map(c -> (@Nullable Object) plain(Params.stored(c.of(row))))
                .toList();
    }

    /** The same row past the repository. */
    private static List<@Nullable Object> raw(Table table, Object row) {
        String where = String.join(
                " AND ", table.key().stream().map(c -> c.name() + " = ?").toList());
        Object[] key = Arrays.stream(table.keyOf(row)).map(Params::stored).toArray();
        return table.world().query("SELECT * FROM " + table.name() + " WHERE " + where, key).get(0).stream()
                .map(v -> (@Nullable Object) plain(v))
                .toList();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? Arrays.toString(bytes)
                : value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static Object find(Table table, Object row) {
        return ((Optional<?>) table.get("find" + Table.by(table.key()), table.keyOf(row))).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void update_eachColumnAlone_changesThatOnly(Table table) {
        table.world().trial(() -> {
            Object row = table.get("insertAndGet", Population.full(table, FREE));
            table.call("insert", Population.full(table, FREE + 1));
            List<Object> others = without(table.rows(), row);
            for (Column column : table.writable()) {
                if (table.key().contains(column)) {
                    continue;
                }
                Object value = Population.value(column, FREE + 2);
                Consumer<Object> change = draft -> column.set(draft, value);
                assertThat(update(table, row, change)).isTrue();
                Object now = find(table, row);
                assertStored(Params.stored(column.of(now)), Params.stored(value), column);
                for (Column other : table.columns()) {
                    if (!other.equals(column)) {
                        assertThat(Params.stored(other.of(now)))
                                .as(other.name())
                                .isEqualTo(Params.stored(other.of(row)));
                    }
                }
                row = now;
            }
            assertThat(without(table.rows(), row)).isEqualTo(others);
            Consumer<Object> nothing = draft -> {};
            assertThat(update(table, row, nothing)).isTrue();
            assertThat(find(table, row)).isEqualTo(row);
        });
    }

    private static boolean update(Table table, Object row, Consumer<Object> change) {
        Object[] arguments = Stream.concat(Arrays.stream(table.keyOf(row)), Stream.of(change))
                .toArray();
        return (boolean) table.get("update", arguments);
    }

    private static List<Object> without(List<Object> rows, Object row) {
        List<Object> others = new ArrayList<>(rows);
        assertThat(others.remove(row)).isTrue();
        return others;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void upsert_byEachUniqueKey_insertsThenChangesTheTouched(Table table) {
        table.world().trial(() -> {
            int number = FREE;
            for (List<Column> unique : table.uniques()) {
                String method = "upsert" + Table.by(unique);
                number += 10;
                long before = (long) table.get("count");
                Object row = table.get(method, touching(Population.full(table, number), unique, number));
                assertThat(table.get("count")).isEqualTo(before + 1);

                Object least = touching(Population.least(table, number + 1), unique, number);
                Object changed = table.get(method, least);
                assertThat(table.get("count")).isEqualTo(before + 1);
                for (Column column : table.columns()) {
                    boolean touched = column.required() && !unique.contains(column);
                    Object expected = touched ? Population.value(column, number + 1) : column.of(row);
                    assertStored(Params.stored(column.of(changed)), Params.stored(expected), column);
                }
                assertThat(find(table, changed)).isEqualTo(changed);
            }
        });
    }

    private static Object touching(Object draft, List<Column> unique, int number) {
        unique.forEach(c -> c.set(draft, Population.value(c, number)));
        return draft;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void upsert_keyUntouched_isRefused(Table table) {
        for (List<Column> unique : table.uniques()) {
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> table.call("upsert" + Table.by(unique), table.newDraft()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_NULL));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void delete_oneAndAll_leaveTheOthers(Table table) {
        table.world().trial(() -> {
            List<Object> before = table.rows();
            List<Object> added = IntStream.range(FREE, FREE + 5)
                    .mapToObj(n -> table.get("insertAndGet", Population.full(table, n)))
                    .toList();
            Object first = added.get(0);
            assertThat(table.get("exists", table.keyOf(first))).isEqualTo(true);
            assertThat(table.get("delete", table.keyOf(first))).isEqualTo(true);
            assertThat(table.get("delete", table.keyOf(first))).isEqualTo(false);
            assertThat(table.get("exists", table.keyOf(first))).isEqualTo(false);
            assertThatExceptionOfType(DalException.class)
                    .isThrownBy(() -> table.call("get", table.keyOf(first)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
            Consumer<Object> nothing = draft -> {};
            assertThat(update(table, first, nothing)).isFalse();
            if (table.key().size() == 1) {
                String deleteAll = "deleteAll" + Table.by(table.key());
                List<Object> keys = added.stream().map(r -> keyOf(table, r)).toList();
                assertThat(table.get(deleteAll, List.of())).isEqualTo(0);
                assertThat(table.get(deleteAll, keys)).isEqualTo(4);
                assertThat(table.rows()).isEqualTo(before);
            }
        });
    }

    private static Object keyOf(Table table, Object row) {
        return Reflection.notNull(table.keyOf(row)[0]);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findAll_manyKeys_givesTheirRowsInTheOrderOfTheKeys(Table table) {
        if (table.key().size() != 1) {
            return;
        }
        String findAll = "findAll" + Table.by(table.key());
        assertThat(table.list(findAll, List.of())).isEmpty();
        List<Object> rows = table.rows();
        assertThat(table.list(findAll, List.of(keyOf(table, rows.get(1))))).containsExactly(rows.get(1));
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 10_000 - 2 * rows.size(); i++) {
            keys.add(Population.value(table.key().get(0), 100_000 + i));
        }
        for (int i = 0; i < rows.size(); i++) {
            keys.add((i * 7_919) % keys.size(), keyOf(table, rows.get(i)));
        }
        rows.forEach(r -> keys.add(keyOf(table, r)));
        Map<Object, Object> byKey = rows.stream().collect(Collectors.toMap(r -> keyOf(table, r), r -> r));
        List<Object> expected = keys.stream()
                .distinct()
                .map(byKey::get)
                .filter(Objects::nonNull)
                .toList();
        assertThat(keys).hasSize(10_000);
        assertThat(table.list(findAll, keys)).isEqualTo(expected).hasSameSizeAs(rows);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void insertAll_mixedColumnsAnySize_insertsEachInItsOrder(Table table) {
        table.world().trial(() -> {
            long before = (long) table.get("count");
            int number = FREE;
            for (int size : SIZES) {
                table.call("insertAll", drafts(table, number, size));
                number += size;
                assertThat(table.get("count")).isEqualTo(before + number - FREE);
            }
            table.call("insertAll", List.of());
            List<List<@Nullable Object>> expected = expected(table, FREE, number - FREE);
            List<Object> rows = table.rows();
            if (table.columns().get(0).identity()) {
                assertThat(required(table, rows.stream().skip(before))).isEqualTo(expected);
            } else {
                assertThat(new HashSet<>(required(table, rows.stream()))).containsAll(expected);
            }
        });
    }

    /** Some full, some with what is needed only, in runs that are longer than one chunk and shorter. */
    private static List<Object> drafts(Table table, int number, int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    boolean full = size > 200 ? i / 113 % 2 == 0 : i % 5 != 0;
                    return full ? Population.keyless(table, number + i) : Population.least(table, number + i);
                })
                .toList();
    }

    private static List<List<@Nullable Object>> required(Table table, Stream<Object> rows) {
        List<Column> required =
                table.columns().stream().filter(Column::required).toList();
        return rows.map(r -> required.stream()
                        .map(c -> (@Nullable Object) plain(Params.stored(c.of(r))))
                        .toList())
                .toList();
    }

    private static List<List<@Nullable Object>> expected(Table table, int number, int size) {
        List<Column> required =
                table.columns().stream().filter(Column::required).toList();
        return IntStream.range(number, number + size)
                .mapToObj(n -> required.stream()
                        .map(c -> (@Nullable Object) plain(Params.stored(Population.value(c, n))))
                        .toList())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void insertAllKeys_anySize_givesTheKeysInOrder(Table table) {
        if (!table.columns().get(0).identity()) {
            return;
        }
        table.world().trial(() -> {
            int number = FREE;
            for (int size : SIZES) {
                List<Object> keys = table.list("insertAllKeys", drafts(table, number, size));
                List<Object> rows = table.list("findAll" + Table.by(table.key()), keys);
                assertThat(keys).hasSize(size).doesNotHaveDuplicates();
                assertThat(required(table, rows.stream())).isEqualTo(expected(table, number, size));
                number += size;
            }
        });
    }

    @Test
    void update_expectedVersion_isComparedAndCountedUp() {
        Table documents = table(Bundled.PQS, "documents");
        documents.world().trial(() -> {
            Object row = documents.get("insertAndGet", Population.least(documents, FREE));
            Object key = keyOf(documents, row);
            Column title = documents.column("title");
            Consumer<Object> change = draft -> title.set(draft, "changed");
            Consumer<Object> nothing = draft -> {};
            documents.call("update", key, 1L, change);
            documents.call("update", key, 2L, nothing);
            Object now = documents.get("get", key);
            assertThat(documents.column("version").of(now)).isEqualTo(3L);
            assertThat(title.of(now)).isEqualTo("changed");
            assertKind(Kind.STALE, () -> documents.call("update", key, 2L, change));
            assertKind(Kind.NOT_FOUND, () -> documents.call("update", -5L, 2L, change));
            Consumer<Object> version = draft -> documents.column("version").set(draft, 9L);
            assertKind(Kind.MISUSE, () -> documents.call("update", key, 3L, version));
        });
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(DalException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
