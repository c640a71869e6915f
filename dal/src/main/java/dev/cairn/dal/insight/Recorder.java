package dev.cairn.dal.insight;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Operation;
import dev.cairn.dal.statement.Sql;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down how long calls and scopes waited and ran, and what failed: in counters that are read from outside.
 * Thread-safe.
 *
 * <p>This stands in the way of every call, so a call costs one look at the clock and a few additions: a method has its
 * counters at its own number, nothing is made and no name is looked up but a tag. What takes longer is left to the
 * clerk.
 */
public final class Recorder {
    static final int MOST_TAGS = 100;
    static final String OTHER_TAGS = "other";
    private static final String NO_TAG = "all";
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class.getPackageName());

    private final boolean on;
    private final SlowLog slow;
    private final RecentQueries recent;
    private final Runnable onName;
    private final Runnable onCommit;
    private final Tally reads = new Tally(NO_TAG, "read");
    private final Tally writes = new Tally(NO_TAG, "write");
    private final Map<String, Tally> tags = new ConcurrentHashMap<>();
    private final Map<String, Tally> taggedReads = new ConcurrentHashMap<>();
    private final Map<String, Tally> taggedWrites = new ConcurrentHashMap<>();
    private final Map<Kind, LongAdder> errors = new EnumMap<>(Kind.class);

    // of this database alone: an error passes the scopes of a thread on its way, and counts once
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable WeakReference<DalException>> lastError = new ThreadLocal<>();

    private volatile @Nullable Tally[] methods = new Tally[0];

    /**
     * Off, it takes nothing down.
     *
     * @param onName run when something has its first call
     * @param onCommit run after each commit, whether this is on or not
     */
    Recorder(boolean on, SlowLog slow, RecentQueries recent, Runnable onName, Runnable onCommit) {
        this.on = on;
        this.slow = slow;
        this.recent = recent;
        this.onName = onName;
        this.onCommit = onCommit;
        for (Kind kind : Kind.values()) {
            errors.put(kind, new LongAdder());
        }
    }

    /** Whether anything is taken down. */
    public boolean isOn() {
        return on;
    }

    /**
     * A call has ended, well or not.
     *
     * @param waited nanoseconds before it began
     * @param began by {@link System#nanoTime}
     * @param sql the statement it ran last
     */
    public void called(Operation operation, String tag, long waited, long began, long rows, String sql) {
        if (!on) {
            return;
        }
        long ran = System.nanoTime() - began;
        Tally tally = tag.isEmpty() ? method(operation) : tagged(tags, tag, "tag");
        tally.add(waited, ran, rows);
        recent.offer(operation.name(), tag, sql, ran, rows);
        if (slow.isSlow(ran)) {
            slow.add(operation.name(), tag, sql, ran, rows);
        }
        if (LOG.isDebugEnabled()) {
            debug(operation.name(), tag, waited, ran, rows, sql);
        }
    }

    private static void debug(String method, String tag, long waited, long ran, long rows, String sql) {
        LOG.debug(
                "{} {} waited {} us, ran {} us, {} rows: {}",
                method,
                tag,
                TimeUnit.NANOSECONDS.toMicros(waited),
                TimeUnit.NANOSECONDS.toMicros(ran),
                rows,
                Sql.shape(sql));
    }

    private Tally method(Operation operation) {
        @Nullable Tally[] known = methods;
        int number = operation.number();
        Tally tally = number < known.length ? known[number] : null;
        return tally == null ? added(operation) : tally;
    }

    private synchronized Tally added(Operation operation) {
        int number = operation.number();
        @Nullable Tally[] more = methods;
        if (number >= more.length) {
            more = Arrays.copyOf(more, Math.max(number + 1, more.length * 3 / 2));
        } else {
            more = more.clone();
        }
        Tally tally = more[number];
        if (tally == null) {
            tally = new Tally(operation.name(), "method");
            more[number] = tally;
            methods = more;
            onName.run();
        }
        return tally;
    }

    /** Beyond a number of tags, further ones are counted together: somebody has put a value into them. */
    private Tally tagged(Map<String, Tally> tallies, String tag, String kind) {
        Tally tally = tallies.get(tag);
        if (tally == null) {
            String name = tallies.size() < MOST_TAGS ? tag : OTHER_TAGS;
            tally = tallies.computeIfAbsent(name, n -> new Tally(n, kind));
            onName.run();
        }
        return tally;
    }

    /**
     * A scope has ended, well or not.
     *
     * @param waited nanoseconds before it began
     * @param began by {@link System#nanoTime}
     */
    public void scope(boolean writing, String tag, long waited, long began, long rows) {
        if (!on) {
            return;
        }
        long ran = System.nanoTime() - began;
        if (tag.isEmpty()) {
            (writing ? writes : reads).add(waited, ran, rows);
        } else {
            tagged(writing ? taggedWrites : taggedReads, tag, writing ? "write" : "read")
                    .add(waited, ran, rows);
        }
    }

    /** Something was committed. */
    public void committed() {
        onCommit.run();
    }

    /** A call or scope has failed; once for each error, however many scopes it ends. */
    public void failed(DalException e) {
        WeakReference<DalException> last = lastError.get();
        if (on && (last == null || last.get() != e)) {
            lastError.set(new WeakReference<>(e));
            count(e.kind()).increment();
        }
    }

    /** The methods and tags called so far. */
    List<Tally> calls() {
        List<Tally> found = new ArrayList<>(tags.values());
        for (Tally tally : methods) {
            if (tally != null) {
                found.add(tally);
            }
        }
        return found;
    }

    /** The scopes: those without a tag, and each tag so far. */
    List<Tally> scopes() {
        List<Tally> found = new ArrayList<>(List.of(reads, writes));
        found.addAll(taggedReads.values());
        found.addAll(taggedWrites.values());
        return found;
    }

    private LongAdder count(Kind kind) {
        return Objects.requireNonNull(errors.get(kind));
    }

    /** How many errors there were of a kind. */
    long errors(Kind kind) {
        return count(kind).sum();
    }
}
