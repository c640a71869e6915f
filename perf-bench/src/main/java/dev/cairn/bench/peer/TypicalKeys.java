package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.DocumentStatus;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/** What the typical queries ask for as typed calls take it, made beforehand, as a program has it. */
final class TypicalKeys {
    private TypicalKeys() {}

    /** One query, for one key after the other. */
    @FunctionalInterface
    interface Call {
        List<?> run(int turn);
    }

    record SectionAndStatus(long section, DocumentStatus status) {
        static SectionAndStatus of(List<Object> key) {
            String status = key.get(1).toString().toUpperCase(Locale.ROOT);
            return new SectionAndStatus(number(key), DocumentStatus.valueOf(status));
        }
    }

    record ClientAndVerified(UUID client, boolean verified) {
        static ClientAndVerified of(List<Object> key) {
            return new ClientAndVerified(uuid((byte[]) key.get(0)), ((Number) key.get(1)).intValue() != 0);
        }
    }

    static <K> Call each(List<List<Object>> keys, Function<List<Object>, K> typed, Function<K, List<?>> query) {
        List<K> ready = keys.stream().map(typed).toList();
        return turn -> query.apply(ready.get(Math.floorMod(turn, ready.size())));
    }

    static long number(List<Object> key) {
        return ((Number) key.get(0)).longValue();
    }

    static String text(List<Object> key) {
        return (String) key.get(0);
    }

    static UUID uuid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
