package dev.cairn.dal;

import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.insight.Insight;
import dev.cairn.dal.insight.Insight.Wishes;
import dev.cairn.dal.insight.Meters;
import dev.cairn.dal.session.OpenFiles;
import dev.cairn.dal.session.Session;
import dev.cairn.dal.session.Settings;
import dev.cairn.dal.session.View;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import dev.cairn.dal.statement.Lanes;
import dev.cairn.dal.statement.Lanes.OnConnect;
import dev.cairn.dal.statement.Lanes.Recipe;
import dev.cairn.schema.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
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
    private @Nullable Long cacheBytes;
    private @Nullable Long mmapBytes;
    private Duration writerHold = Duration.ofSeconds(30);
    private Duration slowerThan = Duration.ofMillis(100);
    private int recentQueries;
    private boolean timings = true;
    private @Nullable MeterRegistry registry;
    private String metersName = "";
    private final List<Supplier<List<String>>> health = new ArrayList<>();
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
     * Reads the settings among these properties: those whose names begin with {@code cairn.}, such as
     * {@code cairn.readers=4} or {@code cairn.acquire-timeout=500ms}; docs/runtime.md lists them. Others are left
     * alone. What is said afterwards, in code or by {@link #fromEnvironment}, comes before them.
     *
     * @throws DalException of kind MISUSE for a name {@code cairn.…} or a value that means nothing; the fields name it
     *     and say what is understood
     */
    public DatabaseBuilder from(Properties properties) {
        new SettingsReader(this).read(properties);
        return this;
    }

    /**
     * Reads the same settings from the variables of the process, such as {@code CAIRN_READERS} and
     * {@code CAIRN_ACQUIRE_TIMEOUT}.
     *
     * @throws DalException as {@link #from} does
     */
    public DatabaseBuilder fromEnvironment() {
        new SettingsReader(this).read(System.getenv());
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

    /**
     * SQLite's page cache of each connection. 8 MB unless said otherwise, four times SQLite's own; memory is taken page
     * by page as they are read.
     */
    public DatabaseBuilder cacheBytes(long bytes) {
        this.cacheBytes = Limits.require(bytes);
        return this;
    }

    /**
     * How much of the file is mapped into memory. Nothing unless said otherwise: a file that is truncated under a map
     * kills the process.
     */
    public DatabaseBuilder mmapBytes(long bytes) {
        this.mmapBytes = Limits.require(bytes);
        return this;
    }

    /** How long a call waits for a reader, its turn to write, or other processes. 30 seconds unless said otherwise. */
    public DatabaseBuilder acquireTimeout(Duration most) {
        this.acquireTimeout = Limits.require(most);
        return this;
    }

    /**
     * How long a connection of {@link Database#writer} is safe from those who wait. 30 seconds unless said otherwise.
     */
    public DatabaseBuilder writerHold(Duration most) {
        this.writerHold = Limits.require(most);
        return this;
    }

    /** From what time on a query is kept in the slow log. 100 ms unless said otherwise. */
    public DatabaseBuilder slowerThan(Duration threshold) {
        this.slowerThan = Limits.require(threshold);
        return this;
    }

    /**
     * How many of the last queries are kept, fast ones too. None unless said otherwise: it costs some memory a query,
     * and is for a closer look.
     */
    public DatabaseBuilder recentQueries(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("there cannot be fewer than no queries: give 0 for none");
        }
        this.recentQueries = most;
        return this;
    }

    /**
     * Whether calls are timed. On unless said otherwise: it costs a fraction of a microsecond each. Off, there is no
     * slow log either, and the meters of calls and errors stay at 0.
     */
    public DatabaseBuilder timings(boolean on) {
        this.timings = on;
        return this;
    }

    /**
     * Shows what is measured as meters, which docs/observability.md lists, until the database is closed. The registry
     * asks for the figures when it likes; no call waits for it, and what it throws changes nothing.
     */
    public DatabaseBuilder meters(MeterRegistry where) {
        return meters(where, "");
    }

    /** The same with a name for the tag {@code database}, for those whose files have the same name. */
    public DatabaseBuilder meters(MeterRegistry where, String database) {
        this.registry = where;
        this.metersName = database;
        return this;
    }

    /**
     * Asks for problems that the database itself knows nothing of, such as those of its backups: they are part of its
     * health. What is thrown is a problem too. Each of several is asked if called again.
     */
    public DatabaseBuilder health(Supplier<List<String>> problems) {
        health.add(problems);
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

    /** What was said, and the options for what was not. */
    Settings settings() {
        Duration patience = acquireTimeout == null ? options.acquireTimeout() : acquireTimeout;
        Recipe recipe = new Recipe(
                file,
                readOnly,
                cacheBytes == null ? options.cacheBytes() : cacheBytes,
                mmapBytes == null ? options.mmapBytes() : mmapBytes,
                full ? SynchronousMode.FULL : SynchronousMode.NORMAL,
                onConnect);
        return new Settings(name(), recipe, most(), pooled, patience, writerHold);
    }

    /** Opens it. */
    public Database open() {
        Settings settings = settings();
        Meters meters = registry == null ? null : new Meters(registry, metersName.isEmpty() ? name() : metersName);
        Insight insight = new Insight(name(), new Wishes(timings, slowerThan, recentQueries, clock, meters, health));
        if (file == null) {
            Session session = Session.inMemory(settings, insight.recorder(), requireMigrations());
            return opened(session, insight, () -> {});
        }
        return onFile(file, settings, insight);
    }

    private Database opened(Session session, Insight insight, Runnable onClose) {
        insight.opened(session.sight());
        return new Database(new View(session, call, true), insight, onClose);
    }

    private Database onFile(Path path, Settings settings, Insight insight) {
        SchemaCheck check = new SchemaCheck(path, migrations, readOnly, settings.acquireTimeout(), clock);
        if (readOnly || sharedFile) {
            Runnable look = () -> look(check, settings.recipe());
            look.run();
            return opened(Session.onFile(settings, insight.recorder(), look), insight, () -> {});
        }
        OpenFiles.Entry noted = OpenFiles.register(path);
        try {
            Runnable look = () -> {
                check.onOpen(onOpen);
                noted.renew();
            };
            look.run();
            return opened(Session.onFile(settings, insight.recorder(), look), insight, noted::forget);
        } catch (RuntimeException | Error e) {
            noted.forget();
            throw e;
        }
    }

    /**
     * Whoever looks at a file closes it again, and the last to do so moves the log into it; one that cannot, does not.
     */
    private void look(SchemaCheck check, Recipe recipe) {
        if (!readOnly || onOpen == OnOpen.TRUST || file == null || !Files.isRegularFile(file)) {
            // Nothing is opened, unless it may be written; what is not there is refused by its name.
            check.onOpen(onOpen);
            return;
        }
        try (Lane guard = new Lanes(recipe).reader()) {
            guard.pin();
            check.onOpen(onOpen);
        } catch (SQLException e) {
            throw Errors.translate(e, "");
        }
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
