package dev.cairn.dal.contract;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column: what SQLite says of it, beside the component of the row and the setter of the draft.
 *
 * @param allowed what a CHECK leaves possible, if that is a list
 * @param parent the table and column that a foreign key names
 * @param unique whether no two rows may have the same value
 * @param partOfUnique whether it is so together with others
 */
record Column(
        String name,
        boolean required,
        boolean nullable,
        Optional<String> defaultValue,
        Optional<Reference> parent,
        List<String> allowed,
        boolean unique,
        boolean partOfUnique,
        boolean identity,
        RecordComponent component,
        Optional<Method> setter) {

    /** What a foreign key points at. */
    record Reference(String table, String column) {}

    String javaName() {
        return component.getName();
    }

    Class<?> type() {
        return Reflection.boxed(component.getType());
    }

    @Nullable
    Object of(Object row) {
        return Reflection.call(component.getAccessor(), row);
    }

    void set(Object draft, @Nullable Object value) {
        Reflection.call(setter.orElseThrow(), draft, value);
    }

    @Override
    public String toString() {
        return name;
    }
}
