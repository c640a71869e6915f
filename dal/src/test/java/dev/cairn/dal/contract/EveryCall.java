package dev.cairn.dal.contract;

import dev.cairn.dal.Cursor;
import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Pager;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calls every method of a repository, for the sake of the statements it then runs. */
final class EveryCall {
    private final Table table;
    private final Object repository;

    EveryCall(Table table, boolean packs, Set<String> seen) {
        this.table = table;
        this.repository = table.world().repository(table.repository().getClass(), packs, seen);
    }

    void make() {
        table.world().trial(() -> {
            for (Method method : repository.getClass().getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    for (int number : List.of(1, 12, 120)) {
                        call(method, number);
                    }
                }
            }
        });
    }

    private void call(Method method, int number) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, Reflection.boxed(type), number))
                .toArray();
        try {
            Object result = Reflection.call(method, repository, arguments);
            if (result instanceof Stream<?> stream) {
                stream.close();
            }
        } catch (DalException e) {
            // Refused or not: the statement was there, and its plan is what is asked for.
        }
    }

    private Object argument(Method method, Class<?> type, int number) {
        if (type == Cursor.class) {
            return Cursor.first(number);
        }
        if (type == Integer.class) {
            return number;
        }
        if (type == table.draftType()) {
            return Population.full(table, number);
        }
        if (type == Consumer.class) {
            Consumer<Object> given = this::fill;
            return given;
        }
        if (type == Collection.class) {
            return values(number, n -> Population.value(table.key().get(0), n));
        }
        if (type == Iterable.class) {
            return values(number, n -> Population.full(table, n));
        }
        return method.getName().equals("search") ? "abc" : Population.value(type, number);
    }

    private static List<Object> values(int count, IntFunction<Object> value) {
        return IntStream.range(0, count)
                .mapToObj(n -> value.apply(1_000 * count + n))
                .toList();
    }

    private void fill(Object given) {
        if (table.draftType().isInstance(given)) {
            table.writable().stream()
                    .filter(c -> !c.name().equals("version"))
                    .forEach(c -> c.set(given, Population.value(c, 77)));
        }
    }

    /** The statements of the pagers, whatever position they may begin at. */
    static Stream<String> paging(Table table) {
        return Arrays.stream(table.repository().getClass().getDeclaredFields())
                .filter(f -> f.getType() == Pager.class)
                .map(Field::getName)
                .map(name -> (Pager<?>)
                        Reflection.notNull(Reflection.field(table.repository().getClass(), null, name)))
                .flatMap(p -> p.statements().stream());
    }
}
