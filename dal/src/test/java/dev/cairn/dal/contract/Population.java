package dev.cairn.dal.contract;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/** Rows by chance: few different values, some of them very common, and NULLs. The same seed makes the same rows. */
final class Population {
    private static final int COMMON = 6;
    private static final int ATTEMPTS = 20;
    private static final List<String> TEXTS = List.of("", "a", "B", "b'\"\\", "ä€😀", "z\u0000z");
    private static final List<Long> NUMBERS = List.of(0L, 1L, -3L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Double> REALS =
            List.of(0.0, 1.5, -Double.MAX_VALUE, 0.1, Double.MIN_VALUE, Double.POSITIVE_INFINITY);

    private final Random random;
    private final Map<String, List<Object>> rows = new HashMap<>();

    Population(long seed) {
        this.random = new Random(seed);
    }

    /** Puts so many rows into each table, or as many as its keys and parents allow. */
    void fill(World world, int count) {
        for (Table table : world.tables()) {
            List<Object> there = rows.computeIfAbsent(table.name(), t -> new ArrayList<>());
            for (int i = 0; i < count; i++) {
                insert(table, i, there);
            }
        }
    }

    private void insert(Table table, int number, List<Object> there) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                there.add(table.get("insertAndGet", draft(table, number)));
                return;
            } catch (DalException e) {
                if (e.kind() != Kind.UNIQUE) {
                    throw e;
                }
            }
        }
    }

    private Object draft(Table table, int number) {
        Object draft = table.newDraft();
        for (Column column : table.writable()) {
            if (!column.identity()) {
                column.set(draft, chosen(column, number));
            }
        }
        return draft;
    }

    private @Nullable Object chosen(Column column, int number) {
        if (column.nullable() && random.nextInt(4) == 0) {
            return null;
        }
        if (column.parent().isPresent()) {
            return parent(column);
        }
        return column.unique() ? value(column, number) : value(column, skewed(column.partOfUnique() ? 40 : COMMON));
    }

    private @Nullable Object parent(Column column) {
        Column.Reference reference = column.parent().orElseThrow();
        List<Object> parents = rows.getOrDefault(reference.table(), List.of());
        if (parents.isEmpty()) {
            return null;
        }
        Object parent = parents.get(skewed(parents.size()));
        for (var component : parent.getClass().getRecordComponents()) {
            if (component.getName().equalsIgnoreCase(reference.column().replace("_", ""))) {
                return Reflection.call(component.getAccessor(), parent);
            }
        }
        throw new AssertionError("no " + reference);
    }

    private int skewed(int count) {
        return (int) (count * Math.pow(random.nextDouble(), 3));
    }

    /** A draft with all columns, each with the value of this number. */
    static Object full(Table table, int number) {
        Object draft = table.newDraft();
        for (Column column : table.writable()) {
            column.set(draft, value(column, number));
        }
        return draft;
    }

    /** The same, but for a key that SQLite counts up. */
    static Object keyless(Table table, int number) {
        Object draft = table.newDraft();
        for (Column column : table.writable()) {
            if (!column.identity()) {
                column.set(draft, value(column, number));
            }
        }
        return draft;
    }

    /** A draft with no more than what an insert needs. */
    static Object least(Table table, int number) {
        Object draft = table.newDraft();
        for (Column column : table.writable()) {
            if (column.required()) {
                column.set(draft, value(column, number));
            }
        }
        return draft;
    }

    /** One of a column's possible values; the first few are odd, and all are different where they can be. */
    static Object value(Column column, int number) {
        if (!column.allowed().isEmpty() && !column.type().isEnum()) {
            String allowed = column.allowed().get(number % column.allowed().size());
            return switch (column.type().getSimpleName()) {
                case "Long" -> Long.valueOf(allowed);
                case "Double" -> Double.valueOf(allowed);
                default -> allowed;
            };
        }
        if (column.identity()) {
            return 1_000_000L + number;
        }
        return value(column.type(), number);
    }

    static Object value(Class<?> type, int number) {
        boolean odd = number < COMMON;
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[number % constants.length];
        }
        return switch (type.getSimpleName()) {
            case "Long" -> odd ? NUMBERS.get(number) : (Object) (long) number;
            case "Double" -> odd ? REALS.get(number) : (Object) (number / 8.0);
            case "Boolean" -> number % 2 == 1;
            case "String" -> odd ? TEXTS.get(number) : "v" + number;
            case "Instant" -> Instant.ofEpochSecond(1_700_000_000L + number, number % 3 * 1_000L);
            case "JSON" -> JSON.valueOf("[" + number + "]");
            case "UUID" -> new UUID(number * 0x9E3779B97F4A7C15L, number);
            case "byte[]" -> new byte[] {(byte) number, 0, (byte) (number >> 8)};
            default -> throw new AssertionError("no values of " + type);
        };
    }
}
