package dev.cairn.dal.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table with its generated classes, in one open world.
 *
 * @param repository over the world's database
 * @param uniques the columns of each key that no two rows may share, the primary key first; partial ones left out
 */
record Table(
        World world,
        String name,
        Object repository,
        Class<?> draftType,
        List<Column> columns,
        List<Column> key,
        List<List<Column>> uniques) {

    /** With the names of columns, as methods are called after them. */
    static String by(Collection<Column> columns) {
        return columns.stream().map(c -> cap(c.javaName())).collect(Collectors.joining("And", "By", ""));
    }

    static String cap(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    Column column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    List<Column> writable() {
        return columns.stream().filter(c -> c.setter().isPresent()).toList();
    }

    @Nullable
    Object call(String method, @Nullable Object... arguments) {
        return Reflection.call(repository, method, arguments);
    }

    /** The same of a method that never returns null. */
    Object get(String method, @Nullable Object... arguments) {
        return Reflection.notNull(call(method, arguments));
    }

    List<Object> list(String method, @Nullable Object... arguments) {
        return List.copyOf((Collection<?>) get(method, arguments));
    }

    List<Object> rows() {
        List<Object> rows = new ArrayList<>();
        Consumer<Object> sink = rows::add;
        call("forEach", sink);
        return rows;
    }

    Object newDraft() {
        return Reflection.create(draftType);
    }

    @Nullable
    Object[] keyOf(Object row) {
        return key.stream().map(c -> c.of(row)).toArray();
    }

    /** The test's display name. */
    @Override
    public String toString() {
        return world.system() + "." + name;
    }
}
