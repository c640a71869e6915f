package dev.cairn.dal.session;

import dev.cairn.dal.Call;
import dev.cairn.dal.statement.Holder;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.write.Gate.Ticket;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Connections that others take and give back when they like: jOOQ outside a scope, and users of a DataSource.
 * Thread-safe.
 */
final class Lending {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Parts parts;
    private final Map<Connection, Held> lent = new ConcurrentHashMap<>();

    Lending(Parts parts) {
        this.parts = parts;
    }

    /** A reader, until {@link #takeBack}. */
    Connection lend(Call call, String label) {
        long asked = System.nanoTime();
        long deadline = parts.deadline(call, asked);
        parts.turnstile().enter(deadline);
        try {
            Held held = parts.holdForReading(label, asked, deadline);
            held.lane().lend(label, Parts.limit(call, asked), System.nanoTime());
            lent.put(held.handle(), held);
            return held.handle();
        } catch (RuntimeException | Error e) {
            parts.turnstile().leave();
            throw e;
        }
    }

    void takeBack(Connection handle) {
        Held held = lent.remove(handle);
        if (held != null) {
            try {
                held.giveBack();
            } finally {
                parts.turnstile().leave();
            }
        }
    }

    /** The writer's turn, until it is ended, or somebody has waited for too long. */
    Turn turn(Call call) {
        String label = call.tag().isEmpty() ? "writer()" : call.tag();
        long deadline = parts.deadline(call);
        parts.turnstile().enter(deadline);
        try {
            parts.requireWritable();
            Ticket ticket = parts.gate().enter(label, deadline);
            Turn turn = new Turn(parts, ticket);
            turn.start(
                    label, parts.readers() == null ? FOR_EVER : parts.settings().writerHold());
            return turn;
        } catch (RuntimeException | Error e) {
            parts.turnstile().leave();
            throw e;
        }
    }

    /** Whoever has a connection or a statement at this moment, each as the fields of an error would name it. */
    List<String> holders() {
        Readers readers = parts.readers();
        Stream<Lane> reading = readers == null ? Stream.empty() : readers.lanes().stream();
        return Stream.concat(reading, Stream.ofNullable(parts.writer().present()))
                .filter(lane -> !lane.label().isEmpty() || lane.statementsLent() > 0)
                .map(Lending::describe)
                .toList();
    }

    private static String describe(Lane lane) {
        List<String> fields = Holder.describe(lane.label(), lane.thread(), lane.since());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.size(); i += 2) {
            text.append(fields.get(i)).append('=').append(fields.get(i + 1)).append(", ");
        }
        return text.append("statements=").append(lane.statementsLent()).toString();
    }
}
