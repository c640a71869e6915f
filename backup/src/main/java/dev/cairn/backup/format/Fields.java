package dev.cairn.backup.format;

import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The members of an object read from JSON, each asked for once by name and type; whatever is left is refused. */
public final class Fields {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final String where;
    private final Map<String, Object> members;

    /** Those members of the file {@code where}. */
    public Fields(String where, Map<String, Object> members) {
        this.where = where;
        this.members = new TreeMap<>(members);
    }

    BackupException bad(String problem) {
        return BackupException.of(Kind.BAD_MANIFEST)
                .with("file", where)
                .with("problem", problem)
                .build();
    }

    private <T> T take(String name, Class<T> type) {
        Object value = members.remove(name);
        if (!type.isInstance(value)) {
            throw bad(name + " is missing or of another type");
        }
        return type.cast(value);
    }

    /** Whether it is there and was not asked for yet. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** A text. */
    public String text(String name) {
        return take(name, String.class);
    }

    /** A text that must look so. */
    public String text(String name, Pattern pattern) {
        String text = text(name);
        if (!pattern.matcher(text).matches()) {
            throw bad(name + " is not as it must be");
        }
        return text;
    }

    Optional<String> optional(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** A SHA-256 in small hexadecimal digits. */
    public String digest(String name) {
        return text(name, HEX);
    }

    /** A whole number. */
    public long number(String name) {
        return take(name, Long.class);
    }

    /** A whole number in this range, both ends included. */
    public long number(String name, long least, long most) {
        long number = number(name);
        if (number < least || number > most) {
            throw bad(name + " is out of range");
        }
        return number;
    }

    /** A truth value. */
    public boolean flag(String name) {
        return take(name, Boolean.class);
    }

    /** An instant as ISO 8601 writes it in UTC. */
    public Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw bad(name + " is not an instant");
        }
    }

    /** A constant, by its name as {@link Names} gives it. */
    public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (Names.of(constant).equals(text)) {
                return constant;
            }
        }
        throw bad(name + " is none of those there are");
    }

    Fields object(String name) {
        return new Fields(where, asObject(take(name, Map.class)));
    }

    private Map<String, Object> asObject(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw bad("an object was expected");
        }
        Map<String, Object> object = new TreeMap<>();
        map.forEach((k, v) -> object.put(k.toString(), v));
        return object;
    }

    List<Fields> objects(String name) {
        List<Fields> found = new ArrayList<>();
        for (Object item : take(name, List.class)) {
            found.add(new Fields(where, asObject(item)));
        }
        return found;
    }

    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        for (Object item : take(name, List.class)) {
            if (!(item instanceof String text)) {
                throw bad(name + " holds something that is not text");
            }
            found.add(text);
        }
        return found;
    }

    /** The members of an object that are all whole numbers, none negative. */
    SortedMap<String, Long> numbers(String name) {
        SortedMap<String, Long> found = new TreeMap<>();
        asObject(take(name, Map.class)).forEach((key, value) -> {
            if (!(value instanceof Long number) || number < 0) {
                throw bad(name + " holds something that is not a number");
            }
            found.put(key, number);
        });
        return found;
    }

    /** Nothing else may be there. */
    public void end() {
        if (!members.isEmpty()) {
            throw bad("unknown member " + members.keySet().iterator().next());
        }
    }
}
