package dev.cairn.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a database is made of; SQLite's own tables, shadow tables and {@code migration_history} are left out. */
record Schema(Map<String, Item> items) {

    /** A table, index, view or trigger. */
    record Item(String type, String name, String table, long rootPage, String sql) {

        boolean isTable() {
            return type.equals("table");
        }

        boolean isVirtual() {
            return isTable() && rootPage == 0;
        }

        /** Where the texts of a search table stand, if it holds none of its own. */
        Optional<String> contentTable() {
            Matcher option = CONTENT_OPTION.matcher(isVirtual() ? sql : "");
            return option.find()
                    ? Optional.of(option.group(1) == null ? option.group(2) : option.group(1))
                    : Optional.empty();
        }

        String label() {
            return type + " " + name;
        }

        private String key() {
            return Schema.key(type, name);
        }
    }

    private static final Pattern CONTENT_OPTION = Pattern.compile(
            "\\bcontent\\s*=\\s*(?:['\"`\\[]([^'\"`\\]]+)['\"`\\]]|([^\\s,)'\"`\\[]+))", Pattern.CASE_INSENSITIVE);

    private static final String ITEMS = """
            SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema
            WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name <> 'migration_history' COLLATE NOCASE
            """;

    static Schema read(Sqlite db) throws SQLException {
        Set<String> shadows =
                new HashSet<>(db.texts("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"));
        Map<String, Item> items = new TreeMap<>();
        List<Item> found = db.rows(
                ITEMS,
                row -> new Item(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getString(5)));
        // SQLite takes a table for a shadow by its name alone: this one is somebody's own.
        found.stream().flatMap(i -> i.contentTable().stream()).forEach(own -> shadows.removeIf(own::equalsIgnoreCase));
        found.stream().filter(i -> !shadows.contains(i.table())).forEach(i -> items.put(i.key(), i));
        return new Schema(items);
    }

    /** Whether there is nothing that somebody made. */
    boolean isEmpty() {
        return items.isEmpty();
    }

    List<Item> tables() {
        return items.values().stream().filter(Item::isTable).toList();
    }

    @Nullable
    Item table(String name) {
        return items.get(key("table", name));
    }

    boolean holds(String type, String name) {
        return items.containsKey(key(type, name));
    }

    private static String key(String type, String name) {
        return type + " " + Sqlite.fold(name);
    }

    /** The columns that a statement may write, in their order. */
    static List<String> columns(Sqlite db, String table) throws SQLException {
        return db.texts("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", table);
    }

    /** How another schema differs from this one, taken as what should be. */
    List<Drift.Difference> differences(Schema actual) {
        List<Drift.Difference> differences = new ArrayList<>();
        for (Item wanted : items.values()) {
            Item found = actual.items.get(wanted.key());
            if (found == null) {
                differences.add(new Drift.Difference(Drift.Type.MISSING, wanted.label(), ""));
            } else {
                Shape.of(wanted)
                        .differences(Shape.of(found))
                        .forEach(d -> differences.add(new Drift.Difference(Drift.Type.DIFFERENT, wanted.label(), d)));
            }
        }
        actual.items.values().stream()
                .filter(found -> !items.containsKey(found.key()))
                .forEach(found -> differences.add(new Drift.Difference(Drift.Type.EXTRA, found.label(), "")));
        return differences;
    }

    /** The text of an item without what does not matter; of a table its definitions apart, since ALTER appends. */
    private record Shape(List<String> definitions, String frame) {

        static Shape of(Item item) {
            List<Token> tokens = Lexer.tokens(item.sql());
            int open = 0;
            while (open < tokens.size() && !tokens.get(open).is("(")) {
                open++;
            }
            if (!item.isTable() || item.isVirtual() || open == tokens.size()) {
                return new Shape(List.of(), Token.normalize(tokens));
            }
            return split(tokens, open);
        }

        private static Shape split(List<Token> tokens, int open) {
            List<String> definitions = new ArrayList<>();
            int depth = 0;
            int from = open + 1;
            int at = open;
            for (; at < tokens.size(); at++) {
                Token token = tokens.get(at);
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                if (depth == 0 || (depth == 1 && token.is(","))) {
                    definitions.add(Token.normalize(tokens.subList(from, at)));
                    from = at + 1;
                }
                if (depth == 0) {
                    break;
                }
            }
            return new Shape(definitions, Token.normalize(tokens.subList(at, tokens.size())));
        }

        List<String> differences(Shape found) {
            List<String> differences = new ArrayList<>();
            without(definitions, found.definitions).forEach(d -> differences.add("lacks " + d));
            without(found.definitions, definitions).forEach(d -> differences.add("has instead, or besides, " + d));
            if (!frame.equals(found.frame)) {
                differences.add("is " + found.frame + ", should be " + frame);
            }
            if (differences.isEmpty() && !definitions.equals(found.definitions)) {
                differences.add("has its columns in another order");
            }
            return differences;
        }

        private static List<String> without(Collection<String> some, Collection<String> others) {
            List<String> rest = new ArrayList<>(some);
            others.forEach(rest::remove);
            rest.sort(Comparator.naturalOrder());
            return rest;
        }
    }
}
