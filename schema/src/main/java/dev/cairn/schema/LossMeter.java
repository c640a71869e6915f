package dev.cairn.schema;

import dev.cairn.schema.Header.Rename;
import dev.cairn.schema.Migration.Way;
import dev.cairn.schema.Schema.Item;
import dev.cairn.schema.Script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    /** A search table over the rows of another table can be made again from them. */
    private static final Pattern CONTENT_ELSEWHERE = Pattern.compile("\\bcontent\\s*=\\s*(?!''|\"\"|\\s)");

    private static final Pattern CONTENTLESS = Pattern.compile("\\bcontent\\s*=\\s*(''|\"\")");

    private final Sqlite before;
    private final Sqlite now;
    private final List<Followed> followed = new ArrayList<>();
    private Schema schema;
    private long schemaVersion;
    private long changes;

    /** A table from before the transaction, under the name it has now. */
    private static final class Followed {
        final String original;
        final boolean contentless;
        /** From the name now to the name before; generated columns hold nothing of their own. */
        final Map<String, String> columns = new LinkedHashMap<>();
        /** Its name when it was last measured, and where the renames since have led. */
        String name;

        String traced;
        long rootPage;
        String sql;
        long rows = UNKNOWN;

        static final long UNKNOWN = -1;

        Followed(Item table, List<String> columns) {
            this.original = table.name();
            this.name = table.name();
            this.traced = table.name();
            this.rootPage = table.rootPage();
            this.sql = table.sql();
            this.contentless =
                    table.isVirtual() && CONTENTLESS.matcher(lower(table.sql())).find();
            columns.forEach(c -> this.columns.put(lower(c), c));
        }

        /** Contentless search tables cannot be read, but know how many texts they hold. */
        String countSql(String name) {
            return "SELECT count(*) FROM " + Sqlite.quote(contentless ? name + "_docsize" : name);
        }
    }

    LossMeter(Sqlite before, Sqlite now) throws SQLException {
        this.before = before;
        this.now = now;
        this.schema = Schema.read(before);
        this.schemaVersion = now.schemaVersion();
        this.changes = now.totalChanges();
        for (Item table : schema.tables()) {
            boolean derived = table.isVirtual()
                    && CONTENT_ELSEWHERE.matcher(lower(table.sql())).find();
            if (!derived) {
                followed.add(new Followed(table, Schema.columns(before, table.name())));
            }
        }
    }

    /** Whether a database holds any row that could be lost. */
    static boolean anythingToLose(Sqlite db) throws SQLException {
        for (Item table : Schema.read(db).tables()) {
            boolean rows = !table.isVirtual()
                    && db.number("SELECT EXISTS (SELECT 1 FROM " + Sqlite.quote(table.name()) + ")") == 1;
            if (rows) {
                return true;
            }
        }
        return false;
    }

    /** Nothing before this call is counted against the next migration: the engine writes too. */
    void begin() throws SQLException {
        changes = now.totalChanges();
        schemaVersion = now.schemaVersion();
    }

    /** Whether rows, or the schema, have changed since {@link #begin()}. */
    boolean moved() throws SQLException {
        return now.totalChanges() != changes || now.schemaVersion() != schemaVersion;
    }

    /** What has gone since {@link #begin()}, as the work of this migration. */
    List<Loss> measure(Way way) throws SQLException {
        if (!moved()) {
            return List.of();
        }
        boolean rowsMoved = now.totalChanges() != changes;
        Schema after = Schema.read(now);
        way.renames().forEach(this::follow);
        way.statements().forEach(this::follow);
        List<Loss> losses = vanishedObjects(way, schema, after, item -> ownerLives(item, after));
        for (Followed table : List.copyOf(followed)) {
            losses.addAll(measure(table, after, rowsMoved));
        }
        schema = after;
        return losses;
    }

    private List<Loss> measure(Followed table, Schema after, boolean rowsMoved) throws SQLException {
        List<Loss> losses = new ArrayList<>();
        Item item = itemOf(table, after);
        if (item == null) {
            followed.remove(table);
            add(losses, Loss.Type.TABLE, table.original, rowsBefore(table));
            return losses;
        }
        boolean remade = item.rootPage() != table.rootPage;
        if (!item.sql().equals(table.sql)) {
            losses.addAll(vanishedColumns(table, item));
        }
        if (rowsMoved || remade) {
            long was = rowsBefore(table);
            table.rows = now.number(table.countSql(item.name()));
            add(losses, Loss.Type.ROWS, table.original, was - table.rows);
        }
        table.name = item.name();
        table.traced = item.name();
        table.rootPage = item.rootPage();
        table.sql = item.sql();
        return losses;
    }

    private static void add(List<Loss> losses, Loss.Type type, String what, long count) {
        if (count > 0) {
            losses.add(new Loss(type, what, count));
        }
    }

    /** By the name it was given; else by its own, as after a rebuild that moved the old table out of the way. */
    private static @Nullable Item itemOf(Followed table, Schema after) {
        Item item = after.table(table.traced);
        return item == null ? after.table(table.name) : item;
    }

    private long rowsBefore(Followed table) throws SQLException {
        return table.rows == Followed.UNKNOWN ? before.number(table.countSql(table.original)) : table.rows;
    }

    private List<Loss> vanishedColumns(Followed table, Item item) throws SQLException {
        Set<String> present = new HashSet<>();
        now.texts("SELECT name FROM pragma_table_xinfo(?)", item.name()).forEach(c -> present.add(lower(c)));
        List<Loss> losses = new ArrayList<>();
        for (String column : List.copyOf(table.columns.keySet())) {
            if (!present.contains(column)) {
                String original = String.valueOf(table.columns.remove(column));
                long values = before.number(
                        "SELECT count(" + Sqlite.quote(original) + ") FROM " + Sqlite.quote(table.original));
                add(losses, Loss.Type.COLUMN, table.original + "." + original, values);
            }
        }
        return losses;
    }

    /** Triggers and indexes that went with something made anew, where no statement says that they should. */
    static List<Loss> vanishedObjects(Way way, Schema before, Schema after, Predicate<Item> ownerLives) {
        Set<String> dropped = new HashSet<>();
        for (Statement s : way.statements()) {
            if (s.startsWith("DROP")) {
                dropped.add(lower(lastName(s)));
            }
        }
        List<Loss> losses = new ArrayList<>();
        for (Item item : before.items().values()) {
            boolean owned = item.type().equals("trigger") || item.type().equals("index");
            boolean gone = owned && !after.holds(item.type(), item.name()) && !dropped.contains(lower(item.name()));
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
        return followed.stream().anyMatch(t -> t.name.equalsIgnoreCase(item.table()) && itemOf(t, after) != null);
    }

    private void follow(Rename rename) {
        if (rename.column() == null || rename.newColumn() == null) {
            renameTable(rename.table(), rename.newTable());
        } else {
            renameColumn(rename.table(), rename.column(), rename.newColumn());
        }
    }

    private void follow(Statement s) {
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
        }
    }

    private void renameTable(String from, String to) {
        followed.stream().filter(t -> t.traced.equalsIgnoreCase(from)).forEach(t -> t.traced = to);
    }

    private void renameColumn(String table, String from, String to) {
        for (Followed t : followed) {
            String original = t.traced.equalsIgnoreCase(table) ? t.columns.remove(lower(from)) : null;
            if (original != null) {
                t.columns.put(lower(to), original);
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
        return name.toLowerCase(Locale.ROOT);
    }
}
