package dev.cairn.dal;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.insight.Recorder;
import dev.cairn.dal.insight.SlowLog;
import dev.cairn.dal.session.OpenFiles;
import dev.cairn.dal.session.Session;
import dev.cairn.dal.session.Settings;
import dev.cairn.dal.session.View;
import dev.cairn.dal.statement.Lanes.OnConnect;
import dev.cairn.dal.statement.Lanes.Recipe;
import dev.cairn.schema.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** How a database is opened. What means nothing is refused when it is said. Not thread-safe. */
public final class DatabaseBuilder {
    private static final int MOST_READERS = 9;
    private static final int LEAST_READERS = 4;

    private final @Nullable Path file;
    private @Nullable Migrations migrations;
    private OnOpen onOpen = OnOpen.MIGRATE;
    private Options options = Options.DEFAULT;
    private boolean readOnly;
    private boolean pooled = true;
    private boolean sharedFile;
    private int readers;
    private boolean full;
    private @Nullable Duration acquireTimeout;
    private Duration writerHold = Duration.ofSeconds(30);
    private Duration slowerThan = Duration.ofMillis(100);
    private boolean timings = true;
    private Call call = Call.DEFAULT;
    private OnConnect onConnect = c -> {};
    private Clock clock = Clock.systemUTC();

    DatabaseBuilder(@Nullable Path file) {
        this.file = file;
    }

    /** The schema: usually the constant of the generated classes, {@code Pqs.MIGRATIONS}. */
    public DatabaseBuilder migrations(Migrations those) {
        this.migrations = those;
        return this;
    }

    /** What is done about the schema. MIGRATE unless said otherwise: a service that starts wants its own schema. */
    public DatabaseBuilder onOpen(OnOpen what) {
        this.onOpen = what;
        return this;
    }

    /** The figures of a system, such as {@code Pqs.OPTIONS}; what is said one by one comes before them. */
    public DatabaseBuilder options(Options figures) {
        this.options = figures;
        return this;
    }

    /**
     * Whether nothing is ever written: no file is created, none is changed, and the schema is only validated. A file in
     * WAL mode whose log was left behind by a killed process is read with its log.
     */
    public DatabaseBuilder readOnly(boolean on) {
        this.readOnly = on;
        return this;
    }

    /**
     * How many readers there are at the most. As many as processors, but at least 4 and at most 9, unless said
     * otherwise: more only take turns on the same processors.
     */
    public DatabaseBuilder readers(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a database needs at least one reader");
        }
        this.readers = most;
        return this;
    }

    /**
     * Whether connections are kept for the next call. On unless said otherwise: opening one costs some hundred
     * microseconds. Off for programs that run for a moment.
     */
    public DatabaseBuilder pooled(boolean on) {
        this.pooled = on;
        return this;
    }

    /**
     * Whether each commit waits until the disk has it. Off unless said otherwise: then a crash of the process loses
     * nothing, but a power loss may take back the last commits, never half of one.
     */
    public DatabaseBuilder synchronousFull(boolean on) {
        this.full = on;
        return this;
    }

    /** How long a call waits for a reader, its turn to write, or other processes. 30 seconds unless said otherwise. */
    public DatabaseBuilder acquireTimeout(Duration most) {
        this.acquireTimeout = requireNotNegative(most);
        return this;
    }

    /**
     * How long a connection of {@link Database#writer} is safe from those who wait. 30 seconds unless said otherwise.
     */
    public DatabaseBuilder writerHold(Duration most) {
        this.writerHold = requireNotNegative(most);
        return this;
    }

    /** From what time on a query is kept in the slow log. 100 ms unless said otherwise. */
    public DatabaseBuilder slowerThan(Duration threshold) {
        this.slowerThan = requireNotNegative(threshold);
        return this;
    }

    /** Whether calls are timed. On unless said otherwise: it costs a fraction of a microsecond each. */
    public DatabaseBuilder timings(boolean on) {
        this.timings = on;
        return this;
    }

    /** How calls are made that no {@link Database#with} says otherwise of. */
    public DatabaseBuilder call(Call how) {
        this.call = how;
        return this;
    }

    /** Something to do to each connection when it is opened, such as to define functions. */
    public DatabaseBuilder onConnect(OnConnect action) {
        this.onConnect = action;
        return this;
    }

    /**
     * Whether other databases of this process may write the same file. Off unless said otherwise: the second is
     * refused, since two do not know of each other's writers.
     */
    public DatabaseBuilder sharedFile(boolean on) {
        this.sharedFile = on;
        return this;
    }

    /** What tells the time of slow queries and migrations. The system's unless said otherwise. */
    public DatabaseBuilder clock(Clock that) {
        this.clock = that;
        return this;
    }

    private static Duration requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a duration cannot be negative: give Duration.ZERO for none");
        }
        return duration;
    }

    /** Opens it. */
    public Database open() {
        Duration patience = acquireTimeout == null ? options.acquireTimeout() : acquireTimeout;
        Recipe recipe = new Recipe(
                file,
                readOnly,
                options.cacheBytes(),
                options.mmapBytes(),
                full ? SynchronousMode.FULL : SynchronousMode.NORMAL,
                onConnect);
        Recorder recorder = new Recorder(timings, new SlowLog(slowerThan, clock));
        Settings settings = new Settings(name(), recipe, most(), pooled, patience, writerHold);
        if (file == null) {
            return new Database(view(Session.inMemory(settings, recorder, requireMigrations())), () -> {});
        }
        return onFile(file, settings, recorder);
    }

    private Database onFile(Path path, Settings settings, Recorder recorder) {
        SchemaCheck check = new SchemaCheck(path, migrations, readOnly, settings.acquireTimeout(), clock);
        Runnable forget = readOnly || sharedFile || !Files.exists(path) ? () -> {} : OpenFiles.register(path);
        try {
            check.onOpen(onOpen);
            if (!readOnly && !sharedFile) {
                // Again for a file that was not there before.
                forget.run();
                forget = OpenFiles.register(path);
            }
            Session session = new Session(settings, recorder, () -> check.onOpen(onOpen));
            session.start();
            return new Database(view(session), forget);
        } catch (RuntimeException | Error e) {
            forget.run();
            throw e;
        }
    }

    private View view(Session session) {
        return new View(session, call, true);
    }

    private Migrations requireMigrations() {
        if (migrations == null) {
            throw DalException.of(
                    Kind.MISUSE, "instead", "say which migrations make the schema: migrations(Pqs.MIGRATIONS)");
        }
        return migrations;
    }

    private String name() {
        return file == null ? "memory" : String.valueOf(file.getFileName());
    }

    private int most() {
        if (readers > 0) {
            return readers;
        }
        if (options.connections() > 0) {
            return Math.max(1, options.connections() - 1);
        }
        return Math.min(
                MOST_READERS, Math.max(LEAST_READERS, Runtime.getRuntime().availableProcessors()));
    }
}
