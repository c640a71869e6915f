package dev.cairn.dal.insight;

import dev.cairn.dal.DalException;
import dev.cairn.dal.spi.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes down how long calls and scopes waited and ran, and what failed: in counters that are read from outside.
 * Thread-safe.
 */
public final class Recorder {
    private static final int MOST_TAGS = 100;
    private static final String OTHER_TAGS = "other";

    private final boolean on;
    private final SlowLog slow;
    private final Map<String, Timing> tags = new ConcurrentHashMap<>();
    private final Map<DalException.Kind, LongAdder> errors = new ConcurrentHashMap<>();
    private volatile @Nullable Timing[] calls = new Timing[0];

    /** Off, it takes nothing down. */
    public Recorder(boolean on, SlowLog slow) {
        this.on = on;
        this.slow = slow;
    }

    /** Whether anything is taken down, so that nobody need look at the clock otherwise. */
    public boolean isOn() {
        return on;
    }

    /** A repository call has ended. */
    public void called(Operation operation, String tag, long waited, long ran, long rows, String sql) {
        timing(operation).add(waited, ran, rows);
        slow.offer(operation.name(), tag, sql, ran, rows);
    }

    private Timing timing(Operation operation) {
        @Nullable Timing[] known = calls;
        int number = operation.number();
        Timing timing = number < known.length ? known[number] : null;
        return timing == null ? added(operation) : timing;
    }

    private synchronized Timing added(Operation operation) {
        int number = operation.number();
        @Nullable Timing[] more = Arrays.copyOf(calls, Math.max(calls.length, number + 1));
        Timing timing = more[number];
        if (timing == null) {
            timing = new Timing(operation.name());
            more[number] = timing;
            calls = more;
        }
        return timing;
    }

    /** A scope has ended. */
    public void scope(boolean writing, String tag, long waited, long ran) {
        String name = tag.isEmpty() ? (writing ? "write" : "read") : tag;
        Timing timing = tags.get(name);
        if (timing == null) {
            timing = tags.computeIfAbsent(tags.size() < MOST_TAGS ? name : OTHER_TAGS, Timing::new);
        }
        timing.add(waited, ran, 0);
    }

    /** A call or scope has failed. */
    public void failed(DalException e) {
        errors.computeIfAbsent(e.kind(), k -> new LongAdder()).increment();
    }

    /** The methods called so far. */
    public List<Timing> calls() {
        List<Timing> found = new ArrayList<>();
        for (Timing timing : calls) {
            if (timing != null) {
                found.add(timing);
            }
        }
        return found;
    }

    /** The scopes so far, by their tags. */
    public List<Timing> scopes() {
        return List.copyOf(tags.values());
    }

    /** How many errors there were of a kind. */
    public long errors(DalException.Kind kind) {
        LongAdder count = errors.get(kind);
        return count == null ? 0 : count.sum();
    }
}
