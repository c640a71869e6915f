package dev.cairn.dal.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The texts a column takes, each with its constant. Immutable. */
public final class ValueSet<E extends Enum<E> & Constant> {
    private final Map<String, E> byText = new HashMap<>();

    private ValueSet(E[] values) {
        for (E value : values) {
            byText.put(value.text(), value);
        }
    }

    /** All constants of an enum. */
    public static <E extends Enum<E> & Constant> ValueSet<E> of(E[] values) {
        return new ValueSet<>(values);
    }

    /** In words, what is one of them. */
    String described() {
        return "one of " + String.join(", ", new TreeSet<>(byText.keySet()));
    }

    @Nullable
    E find(String text) {
        return byText.get(text);
    }
}
