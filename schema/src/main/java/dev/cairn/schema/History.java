package dev.cairn.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code migration_history}: what was applied, in the order of its ids. Its first seven columns and three
 * indexes are those that other programs already read; the rest is ours. A row without a checksum was written by
 * somebody else and counts for nothing.
 */
record History(boolean exists, List<Entry> entries) {
    static final String TABLE = "migration_history";

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private static final List<String> DDL = List.of(
            """
            CREATE TABLE IF NOT EXISTS migration_history (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                migration_name TEXT NOT NULL UNIQUE,
                migration_version TEXT NOT NULL,
                applied_at DATETIME DEFAULT CURRENT_TIMESTAMP,
                applied_by TEXT NOT NULL,
                rollback_sql TEXT,
                status TEXT NOT NULL,
                checksum TEXT,
                description TEXT,
                duration_ms INTEGER,
                effect TEXT,
                consent TEXT
            )""",
            "CREATE INDEX IF NOT EXISTS idx_migration_name ON migration_history(migration_name)",
            "CREATE INDEX IF NOT EXISTS idx_migration_version ON migration_history(migration_version)",
            "CREATE INDEX IF NOT EXISTS idx_migration_applied_at ON migration_history(applied_at)");

    private static final Map<String, String> OUR_COLUMNS = Map.of(
            "checksum", "TEXT",
            "description", "TEXT",
            "duration_ms", "INTEGER",
            "effect", "TEXT",
            "consent", "TEXT");

    /** How an attempt ended. */
    enum State {
        SUCCESS,
        FAILED,
        ROLLED_BACK;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a migration does to programs that were made before it. */
    enum Effect {
        ADDITIVE,
        CHANGING
    }

    /** One row. */
    record Entry(
            long id,
            String name,
            String version,
            Instant at,
            String by,
            @Nullable String rollbackSql,
            String status,
            @Nullable String checksum,
            String description,
            long durationMillis,
            @Nullable String effect,
            @Nullable String consent) {

        boolean is(State state) {
            return status.equals(state.text()) && checksum != null && Migration.isName(name);
        }

        long number() {
            return Migration.numberOf(TABLE, name);
        }

        boolean additive() {
            return Effect.ADDITIVE.name().equalsIgnoreCase(effect);
        }
    }

    /** Reads it as it is; where there is none, nothing was ever applied. */
    static History read(Sqlite db) throws SQLException {
        Set<String> columns = Set.copyOf(db.texts("SELECT name FROM pragma_table_info(?)", TABLE));
        if (!columns.contains("checksum")) {
            return new History(false, List.of());
        }
        return new History(true, db.rows("SELECT * FROM migration_history ORDER BY id", History::entry));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getString("migration_name"),
                row.getString("migration_version"),
                parse(row.getString("applied_at")),
                row.getString("applied_by"),
                row.getString("rollback_sql"),
                row.getString("status"),
                row.getString("checksum"),
                Optional.ofNullable(row.getString("description")).orElse(""),
                row.getLong("duration_ms"),
                row.getString("effect"),
                row.getString("consent"));
    }

    /** Makes the table, or gives one made by another program the columns it lacks. */
    static void create(Sqlite db) throws SQLException {
        for (String statement : DDL) {
            db.execute(statement);
        }
        Set<String> columns = Set.copyOf(db.texts("SELECT name FROM pragma_table_info(?)", TABLE));
        for (Map.Entry<String, String> column : OUR_COLUMNS.entrySet()) {
            if (!columns.contains(column.getKey())) {
                db.execute("ALTER TABLE migration_history ADD COLUMN " + column.getKey() + " " + column.getValue());
            }
        }
    }

    /** Writes how an attempt at a migration ended; an earlier row of the same name goes. */
    static void record(
            Sqlite db,
            Migration migration,
            State state,
            Instant at,
            String by,
            long durationMillis,
            @Nullable String consent)
            throws SQLException {
        Migration.Way down = migration.down();
        db.update("DELETE FROM migration_history WHERE migration_name = ?", migration.name());
        try (var insert = db.connection().prepareStatement("""
                        INSERT INTO migration_history (migration_name, migration_version, applied_at, applied_by,
                            rollback_sql, status, checksum, description, duration_ms, effect, consent)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, migration.name());
            insert.setString(2, migration.version());
            insert.setString(3, format(at));
            insert.setString(4, by);
            insert.setString(5, down == null ? null : down.text());
            insert.setString(6, state.text());
            insert.setString(7, migration.checksum());
            insert.setString(8, migration.description());
            insert.setLong(9, durationMillis);
            insert.setString(
                    10,
                    (migration.isAdditive() ? Effect.ADDITIVE : Effect.CHANGING)
                            .name()
                            .toLowerCase(Locale.ROOT));
            insert.setString(11, consent);
            insert.executeUpdate();
        }
    }

    /** Marks an applied migration as undone. */
    static void recordRollback(Sqlite db, String name, Instant at, String by, long durationMillis) throws SQLException {
        db.update("""
                UPDATE migration_history SET status = ?, applied_at = ?, applied_by = ?, duration_ms = ?
                WHERE migration_name = ?""", State.ROLLED_BACK.text(), format(at), by, durationMillis, name);
    }

    /** What has been applied and not undone, in the order in which that happened. */
    List<Entry> applied() {
        return in(State.SUCCESS);
    }

    List<Entry> in(State state) {
        return entries.stream().filter(e -> e.is(state)).toList();
    }

    Map<Long, Entry> appliedByNumber() {
        Map<Long, Entry> applied = new HashMap<>();
        applied().forEach(e -> applied.put(e.number(), e));
        return applied;
    }

    Optional<Entry> current() {
        return applied().stream().max(Comparator.comparingLong(Entry::number));
    }

    private static String format(Instant at) {
        return TIME.format(LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC));
    }

    private static Instant parse(@Nullable String text) {
        try {
            return text == null
                    ? Instant.EPOCH
                    : LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            // A row of another program: it counts for nothing, and must not stop anything.
            return Instant.EPOCH;
        }
    }
}
