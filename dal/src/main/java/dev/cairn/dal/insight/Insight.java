package dev.cairn.dal.insight;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a database knows of itself: its recorder, its slow and recent queries, its meters, and the thread that looks
 * after them. Thread-safe.
 */
public final class Insight implements AutoCloseable {
    private final Recorder recorder;
    private final SlowLog slow;
    private final RecentQueries recent;
    private final Daily optimizing;
    private final Clerk clerk;
    private final @Nullable Meters meters;
    private final List<Supplier<List<String>>> health;
    private volatile @Nullable Inspected database;
    private volatile boolean optimizeDue;

    /**
     * What is wanted of it. Immutable.
     *
     * @param timings whether anything is taken down
     * @param slowerThan from what time on a query is slow
     * @param recentQueries how many of all queries are kept
     * @param meters where figures are shown; nothing for nowhere
     * @param health whoever else knows of problems
     */
    public record Wishes(
            boolean timings,
            Duration slowerThan,
            int recentQueries,
            Clock clock,
            @Nullable Meters meters,
            List<Supplier<List<String>>> health) {}

    /** Of a database that is not open yet. */
    public Insight(String name, Wishes wishes) {
        this.clerk = new Clerk(name, this::round);
        this.meters = wishes.meters();
        this.health = List.copyOf(wishes.health());
        this.slow = new SlowLog(wishes.slowerThan(), wishes.clock(), clerk::ask);
        this.recent = new RecentQueries(wishes.recentQueries(), wishes.clock());
        this.optimizing = new Daily(wishes.clock());
        Runnable onName = meters == null ? () -> {} : clerk::ask;
        this.recorder = new Recorder(wishes.timings(), slow, recent, onName, this::afterCommit);
    }

    /** What calls are taken down by. */
    public Recorder recorder() {
        return recorder;
    }

    /** The database is open. */
    public void opened(Inspected opened) {
        database = opened;
        if (meters != null) {
            clerk.ask();
        }
    }

    private void afterCommit() {
        if (optimizing.isDue()) {
            optimizeDue = true;
            clerk.ask();
        }
    }

    private void round() {
        Inspected open = database;
        if (open != null) {
            if (meters != null) {
                meters.show(open, recorder, slow);
            }
            slow.work(new Plans(open));
            if (optimizeDue) {
                optimizeDue = false;
                new Maintenance(open).optimize();
            }
        }
    }

    /** To look at the database. */
    public Inspection inspection() {
        return new Inspection(requireOpened(), recorder, slow, recent, health);
    }

    /** To look after it. */
    public Maintenance maintenance() {
        return new Maintenance(requireOpened());
    }

    private Inspected requireOpened() {
        Inspected open = database;
        if (open == null) {
            throw new IllegalStateException("the database was not opened yet");
        }
        return open;
    }

    /** Takes the meters away and ends the thread. */
    @Override
    public void close() {
        clerk.end(() -> {
            if (meters != null) {
                meters.remove();
            }
        });
    }
}
