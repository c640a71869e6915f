package dev.cairn.schema;

import dev.cairn.schema.Header.Rename;
import dev.cairn.schema.Migration.Way;
import dev.cairn.schema.Schema.Item;
import dev.cairn.schema.Script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures what each migration of a transaction takes away from the tables that were committed before it.
 *
 * <p>What was there is read, only when it is needed, through a second connection that holds the snapshot from before
 * the transaction; so nothing is counted for a migration that touches no row and lets nothing vanish, and rows that the
 * migrations of this transaction make themselves are nobody's loss. A table is followed under the names that ALTER
 * TABLE and the header give it, else by its name. Counts are net: rows deleted and others inserted by one migration
 * cancel out, and changed values are not seen at all. Confined to one thread.
 */
final class LossMeter {
    private static final Pattern CONTENTLESS = Pattern.compile("\\bcontent\\s*=\\s*(''|\"\")");

    private final Sqlite before;
    private final Sqlite now;
    private final List<Followed> followed = new ArrayList<>();
    /** Those that live on under these names, lest they stand in for another that had the name before. */
    private final Map<String, Followed> owners = new HashMap<>();

    private Schema schema;
    /** Whether migrations that only create have been passed over since the schema was read. */
    private boolean stale;

    private long schemaVersion;
    private long changes;

    /** A table from before the transaction, under the name it has now. */
    private static final class Followed {
        final Item origin;
        /** From the name now to the name before; generated columns hold nothing of their own. */
        final Map<String, String> columns = new LinkedHashMap<>();
        /** What it was when it was last measured, and where the renames since have led. */
        Item last;

        String traced;
        /** Whether a statement dropped it since: a table of its name is then another, perhaps on its very page. */
        boolean dropped;
        /** Columns that a statement dropped, even if others have their names now. */
        final List<String> droppedColumns = new ArrayList<>();
        /** How many rows it had then; until it is first counted, as many as before the transaction. */
        OptionalLong rows = OptionalLong.empty();

        Followed(Item table, List<String> columns) {
            this.origin = table;
            this.last = table;
            this.traced = table.name();
            columns.forEach(c -> this.columns.put(lower(c), c));
        }

        String original() {
            return origin.name();
        }
    }

    LossMeter(Sqlite before, Sqlite now) throws SQLException {
        this.before = before;
        this.now = now;
        this.schema = Schema.read(before);
        this.schemaVersion = now.schemaVersion();
        this.changes = now.totalChanges();
        for (Item table : schema.tables()) {
            if (hasRowsOfItsOwn(before, table)) {
                followed.add(new Followed(table, Schema.columns(before, table.name())));
            }
        }
    }

    /** Not so: a search table over the rows of another table, and one whose module this SQLite does not have. */
    private static boolean hasRowsOfItsOwn(Sqlite db, Item table) {
        if (!table.isVirtual()) {
            return true;
        }
        try {
            db.execute("SELECT 1 FROM " + source(table, table.name()) + " LIMIT 1");
            return table.contentTable().isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether a database holds any row that could be lost. */
    static boolean anythingToLose(Sqlite db) throws SQLException {
        for (Item table : Schema.read(db).tables()) {
            boolean rows = hasRowsOfItsOwn(db, table)
                    && db.number("SELECT EXISTS (SELECT 1 FROM " + source(table, table.name()) + ")") == 1;
            if (rows) {
                return true;
            }
        }
        return false;
    }

    /** How many rows of its own a table holds. */
    static long rows(Sqlite db, Item table) throws SQLException {
        return hasRowsOfItsOwn(db, table) ? db.number("SELECT count(*) FROM " + source(table, table.name())) : 0;
    }

    /** Contentless search tables cannot be read, but know how many texts they hold. */
    private static String source(Item table, String name) {
        boolean contentless =
                table.isVirtual() && CONTENTLESS.matcher(lower(table.sql())).find();
        return Sqlite.quote(contentless ? name + "_docsize" : name);
    }

    /** Nothing before this call is counted against the next migration: the engine writes too. */
    void begin(Way way) throws SQLException {
        if (stale && !onlyCreates(way)) {
            schema = Schema.read(now);
            stale = false;
        }
        changes = now.totalChanges();
        schemaVersion = now.schemaVersion();
    }

    /** Whether rows, or the schema, have changed since {@link #begin}. */
    boolean moved() throws SQLException {
        return now.totalChanges() != changes || now.schemaVersion() != schemaVersion;
    }

    /** What has gone since {@link #begin}, as the work of this migration. */
    List<Loss> measure(Way way) throws SQLException {
        if (!moved()) {
            return List.of();
        }
        boolean rowsMoved = now.totalChanges() != changes;
        if (!rowsMoved && onlyCreates(way)) {
            stale = true;
            return List.of();
        }
        Schema after = Schema.read(now);
        way.renames().forEach(this::follow);
        way.statements().forEach(this::follow);
        findOwners(after);
        List<Loss> losses = vanishedObjects(way, schema, after, item -> ownerLives(item, after));
        for (Followed table : List.copyOf(followed)) {
            losses.addAll(measure(table, after, rowsMoved));
        }
        schema = after;
        stale = false;
        return losses;
    }

    /** Such a migration takes nothing away; to read the schema for each would cost as many times as there are. */
    private static boolean onlyCreates(Way way) {
        return way.renames().isEmpty()
                && !way.statements().isEmpty()
                && way.statements().stream().allMatch(s -> s.startsWith("CREATE"));
    }

    private List<Loss> measure(Followed table, Schema after, boolean rowsMoved) throws SQLException {
        List<Loss> losses = new ArrayList<>();
        Item item = itemOf(table, after);
        if (item == null) {
            followed.remove(table);
            add(losses, Loss.Type.TABLE, table.original(), rowsBefore(table));
            return losses;
        }
        losses.addAll(vanishedColumns(table, item));
        if (rowsMoved || table.dropped || item.rootPage() != table.last.rootPage()) {
            long was = rowsBefore(table);
            long is = count(now, table, item.name());
            add(losses, Loss.Type.ROWS, table.original(), was - is);
            table.rows = OptionalLong.of(is);
        }
        table.last = item;
        table.traced = item.name();
        table.dropped = false;
        return losses;
    }

    private static void add(List<Loss> losses, Loss.Type type, String what, long count) {
        if (count > 0) {
            losses.add(new Loss(type, what, count));
        }
    }

    private void findOwners(Schema after) throws SQLException {
        owners.clear();
        for (Followed table : List.copyOf(followed)) {
            Item item = table.dropped ? null : after.table(table.traced);
            Followed other = item == null ? null : owners.putIfAbsent(lower(item.name()), table);
            if (other != null) {
                // A header says that the two go on as one: together they must keep their rows.
                other.rows = OptionalLong.of(rowsBefore(other) + rowsBefore(table));
                other.dropped = true;
                followed.remove(table);
            }
        }
    }

    /** By the name it was given; else by the one it had, as after a rebuild that moved the old table out of the way. */
    private @Nullable Item itemOf(Followed table, Schema after) {
        for (String name : List.of(table.traced, table.last.name())) {
            Item item = after.table(name);
            if (item != null && owners.getOrDefault(lower(name), table) == table) {
                return item;
            }
        }
        return null;
    }

    private long rowsBefore(Followed table) throws SQLException {
        return table.rows.isPresent() ? table.rows.getAsLong() : count(before, table, table.original());
    }

    private static long count(Sqlite db, Followed table, String name) throws SQLException {
        return db.number("SELECT count(*) FROM " + source(table.origin, name));
    }

    private List<Loss> vanishedColumns(Followed table, Item item) throws SQLException {
        if (!item.sql().equals(table.last.sql())) {
            Set<String> present = new HashSet<>();
            Schema.columns(now, item.name()).forEach(c -> present.add(lower(c)));
            Set<String> absent = new TreeSet<>(table.columns.keySet());
            absent.removeAll(present);
            absent.forEach(c -> table.droppedColumns.add(table.columns.remove(c)));
        }
        List<Loss> losses = new ArrayList<>();
        for (String column : table.droppedColumns) {
            long values =
                    before.number("SELECT count(" + Sqlite.quote(column) + ") FROM " + Sqlite.quote(table.original()));
            add(losses, Loss.Type.COLUMN, table.original() + "." + column, values);
        }
        table.droppedColumns.clear();
        return losses;
    }

    /** Triggers and indexes that went with something made anew, where no statement says that they should. */
    static List<Loss> vanishedObjects(Way way, Schema before, Schema after, Predicate<Item> ownerLives) {
        Set<String> dropped = new HashSet<>();
        for (Statement s : way.statements()) {
            if (s.startsWith("DROP")) {
                dropped.add(lower(nameAt(s, 1) + " " + lastName(s)));
            }
        }
        List<Loss> losses = new ArrayList<>();
        for (Item item : before.items().values()) {
            boolean owned = item.type().equals("trigger") || item.type().equals("index");
            boolean gone = owned && !after.holds(item.type(), item.name()) && !dropped.contains(lower(item.label()));
            if (gone && ownerLives.test(item)) {
                Loss.Type type = item.type().equals("index") ? Loss.Type.INDEX : Loss.Type.TRIGGER;
                losses.add(new Loss(type, item.name(), 1));
            }
        }
        return losses;
    }

    private boolean ownerLives(Item item, Schema after) {
        if (after.holds("view", item.table()) || after.holds("table", item.table())) {
            return true;
        }
        return followed.stream().anyMatch(t -> same(t.last.name(), item.table()) && itemOf(t, after) != null);
    }

    private void follow(Rename rename) {
        if (rename.column() == null || rename.newColumn() == null) {
            renameTable(rename.table(), rename.newTable());
        } else {
            renameColumn(rename.table(), rename.column(), rename.newColumn());
            // The table may have got its new name from another line of the header.
            renameColumn(rename.newTable(), rename.column(), rename.newColumn());
        }
    }

    private void follow(Statement s) {
        if (s.startsWith("DROP", "TABLE")) {
            String name = lastName(s);
            followed.stream().filter(t -> same(t.traced, name)).forEach(t -> t.dropped = true);
        }
        if (!s.startsWith("ALTER", "TABLE")) {
            return;
        }
        int name = s.has(3, ".") ? 4 : 2;
        int verb = name + 1;
        if (s.has(verb, "RENAME", "TO")) {
            renameTable(nameAt(s, name), nameAt(s, verb + 2));
        } else if (s.has(verb, "RENAME")) {
            int column = s.has(verb + 1, "COLUMN") && !s.has(verb + 2, "TO") ? verb + 2 : verb + 1;
            renameColumn(nameAt(s, name), nameAt(s, column), nameAt(s, column + 2));
        } else if (s.has(verb, "DROP") && !s.has(verb + 1, "CONSTRAINT")) {
            dropColumn(nameAt(s, name), lastName(s));
        }
    }

    private void renameTable(String from, String to) {
        followed.stream().filter(t -> same(t.traced, from)).forEach(t -> t.traced = to);
    }

    private void renameColumn(String table, String from, String to) {
        for (Followed t : followed) {
            String original = same(t.traced, table) ? t.columns.remove(lower(from)) : null;
            if (original != null) {
                t.columns.put(lower(to), original);
            }
        }
    }

    private void dropColumn(String table, String name) {
        for (Followed t : followed) {
            String original = same(t.traced, table) ? t.columns.remove(lower(name)) : null;
            if (original != null) {
                t.droppedColumns.add(original);
            }
        }
    }

    private static String nameAt(Statement s, int position) {
        return s.tokens().get(position).name();
    }

    private static String lastName(Statement s) {
        return nameAt(s, s.tokens().size() - 1);
    }

    private static String lower(String name) {
        return Sqlite.fold(name);
    }

    private static boolean same(String name, String other) {
        return Sqlite.fold(name).equals(Sqlite.fold(other));
    }
}
