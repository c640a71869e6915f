package dev.cairn.dal.spi;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/** The constants of a column in jOOQ's own queries. */
public abstract class ConstantConverter<E extends Enum<E> & Constant> extends AbstractConverter<String, E> {
    private static final long serialVersionUID = 1L;

    private final transient ValueSet<E> set;

    /** For the constants of an enum. */
    protected ConstantConverter(Class<E> type, ValueSet<E> set) {
        super(String.class, type);
        this.set = set;
    }

    @Override
    public @Nullable E from(@Nullable String text) {
        E constant = text == null ? null : set.find(text);
        if (text != null && constant == null) {
            throw DalException.of(Kind.UNREADABLE_VALUE, "expected", set.described());
        }
        return constant;
    }

    @Override
    public @Nullable String to(@Nullable E constant) {
        return constant == null ? null : constant.text();
    }
}
