package dev.cairn.dal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values that break a rule of the schema: worth catching where a caller gave them. Immutable but for what
 * {@link Throwable} itself allows.
 */
public final class ConstraintException extends DalException {
    private static final long serialVersionUID = 1L;

    ConstraintException(Kind kind, Map<String, String> fields, @Nullable Throwable cause) {
        super(kind, fields, cause);
    }

    /** The table, where it is known. */
    public Optional<String> table() {
        return field("table");
    }

    /** The columns of the rule, where SQLite names them. */
    public List<String> columns() {
        return field("columns")
                .or(() -> field("column"))
                .map(c -> List.of(c.split(", ")))
                .orElse(List.of());
    }

    /** The name of a CHECK, or its expression if it has none. */
    public Optional<String> constraint() {
        return field("constraint");
    }
}
