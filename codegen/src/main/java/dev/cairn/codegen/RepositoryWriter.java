package dev.cairn.codegen;

import dev.cairn.codegen.Finder.Ordered;
import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.Search;
import dev.cairn.codegen.Model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the repository of a table or view. Texts of SQL are whole here, so that they can be read and explained. */
final class RepositoryWriter {
    private static final int LINE = 116;
    private static final String SPI = "dev.cairn.dal.spi.";
    /** What the methods below call things: a column of such a name gives way. */
    private static final Set<String> TAKEN = Set.of(
            "at", "calls", "changes", "columns", "draft", "drafts", "keys", "limit", "p", "query", "sink", "writes");

    private final Table table;
    private final Source source;
    private final String row;
    private final String draft;
    private final List<String> constants = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();

    RepositoryWriter(String packageName, Table table) {
        this.table = table;
        this.source = new Source(packageName);
        this.row = table.javaName() + "Row";
        this.draft = table.javaName() + "Draft";
        List.of(row, draft, name()).forEach(source::own);
        table.columns().stream()
                .map(Column::constants)
                .filter(c -> !c.isEmpty())
                .forEach(source::own);
    }

    private String name() {
        return table.javaName() + "Repository";
    }

    String write() {
        ShapeWriter shape = new ShapeWriter(source, table);
        constants.add(shape.shape());
        methods.addAll(shape.readers());
        List<Finder> finders = Finder.of(table);
        finders.stream().filter(Finder::unique).forEach(this::unique);
        finders.stream().filter(f -> !f.unique()).forEach(this::list);
        whole();
        if (shape.packsAll()) {
            field();
        }
        table.search().ifPresent(this::search);
        if (!table.view()) {
            inserts();
            finders.stream().filter(this::upserts).forEach(this::upsert);
            byKey();
        }
        return file();
    }

    private String file() {
        source.use("org.jspecify.annotations.NullMarked");
        String calls = source.use(SPI + "Calls");
        String database = source.use("dev.cairn.dal.Database");
        boolean writes = !table.view();
        source.add("/** Reads" + (writes ? " and writes" : "") + " {@code " + Names.doc(table.name())
                + "}. Thread-safe: it keeps nothing but the database. */\n");
        source.add("@NullMarked\n@SuppressWarnings(\"all\")\npublic final class " + name() + " {\n");
        constants.forEach(c -> source.add(c.indent(4)).add("\n"));
        source.add("    private final " + calls + " calls;\n");
        if (writes) {
            source.add("    private final " + source.use(SPI + "Writes") + "<" + row + "> writes;\n");
        }
        source.add("\n    /** Over a database that has this table. */\n    public " + name() + "(" + database
                + " database) {\n        this(database.calls());\n    }\n\n    " + name() + "(" + calls
                + " calls) {\n        this.calls = calls;\n");
        source.add(writes ? "        this.writes = calls.writes(TABLE);\n    }\n" : "    }\n");
        methods.forEach(m -> source.add("\n").add(m.indent(4)));
        return source.add("}\n").text();
    }

    // Finders

    private String where(Finder finder, boolean unique) {
        String comparisons = finder.columns().stream()
                .map(c -> c.sql() + (unique ? " = ?" : " = +?"))
                .collect(Collectors.joining(" and "));
        String hint = finder.index().map(i -> " indexed by " + Names.sql(i)).orElse("");
        String predicate = finder.predicate().map(p -> " and (" + p + ")").orElse("");
        return " from " + table.sql() + hint + " where " + comparisons + predicate;
    }

    private String parameters(List<Column> columns) {
        return columns.stream().map(c -> parameter(c)).collect(Collectors.joining(", "));
    }

    private String parameter(Column column) {
        String type = column.constants().isEmpty() ? source.use(column.kind().plain()) : column.constants();
        return type + " " + argument(column);
    }

    private static String argument(Column column) {
        return TAKEN.contains(column.javaName()) ? column.javaName() + "_" : column.javaName();
    }

    private static String arguments(List<Column> columns) {
        return columns.stream().map(RepositoryWriter::argument).collect(Collectors.joining(", "));
    }

    private static String binder(List<Column> columns, String more) {
        return "p -> p" + columns.stream().map(c -> ".add(" + argument(c) + ")").collect(Collectors.joining()) + more;
    }

    private String query(String constant, String method, String tail) {
        String query = source.use(SPI + "Query");
        constants.add("static final " + query + "<" + row + "> " + constant + " =\n        " + query + ".of(TABLE, "
                + Names.literal(method) + ", " + Names.literal(tail) + ");\n");
        return constant;
    }

    private String scalar(String method, String sql) {
        String scalar = source.use(SPI + "Scalar");
        String constant = Names.constant(method);
        constants.add("static final " + scalar + " " + constant + " =\n        " + scalar + ".of(TABLE, "
                + Names.literal(method) + ", " + Names.literal(sql) + ");\n");
        return constant;
    }

    private void unique(Finder finder) {
        String optional = source.use("java.util.Optional");
        String constant =
                query("FIND_" + Names.constant(finder.suffix()), "find" + finder.suffix(), where(finder, true));
        String parameters = parameters(finder.columns());
        method(
                "The row with " + these(finder) + ".",
                "public " + optional + "<" + row + "> find" + finder.suffix() + "(" + parameters + ")",
                "return calls.one(" + constant + ", " + binder(finder.columns(), "") + ");");
        if (finder.columns().equals(table.key())) {
            method(
                    "The row with this key, or an error that says there is none.",
                    "public " + row + " get(" + parameters + ")",
                    "return calls.require(find" + finder.suffix() + "(" + arguments(finder.columns()) + "), TABLE);");
            method(
                    "Whether there is a row with this key.",
                    "public boolean exists(" + parameters + ")",
                    "return "
                            + number("exists", "select exists (select 1" + where(finder, true) + ")", finder)
                            + " == 1;");
        }
    }

    private String number(String method, String sql, Finder finder) {
        return "calls.number(" + scalar(method, sql) + ", " + binder(finder.columns(), "") + ")";
    }

    private static String these(Finder finder) {
        String columns = finder.columns().stream()
                .map(c -> "{@code " + Names.doc(c.name()) + "}")
                .collect(Collectors.joining(" and "));
        return "this " + columns
                + finder.predicate()
                        .map(p -> ", where {@code " + Names.doc(p) + "}")
                        .orElse("");
    }

    private void list(Finder finder) {
        String suffix = finder.suffix();
        String parameters = parameters(finder.columns());
        String tail = where(finder, false);
        String ordered = tail + order(finder.order());
        String constant = Names.constant(suffix);
        String limited = query("LIST_" + constant, "list" + suffix, ordered + " limit ?");
        String all = query("ALL_" + constant, "forEach" + suffix, ordered);
        String doc = these(finder) + inOrder(finder.order());
        method(
                "At most so many rows with " + doc + ".",
                "public " + source.use("java.util.List") + "<" + row + "> list" + suffix + "(" + parameters
                        + ", int limit)",
                "return calls.list(" + limited + ", " + binder(finder.columns(), ".limit(limit)") + ");");
        method(
                "Passes on every row with " + doc + ".",
                "public void forEach" + suffix + "(" + parameters + ", " + source.use("java.util.function.Consumer")
                        + "<? super " + row + "> sink)",
                "calls.each(" + all + ", " + binder(finder.columns(), "") + ", sink);");
        method(
                "Every row with " + doc + "; inside read or write only, whose end closes the stream.",
                "public " + source.use("java.util.stream.Stream") + "<" + row + "> stream" + suffix + "(" + parameters
                        + ")",
                "return calls.stream(" + all + ", " + binder(finder.columns(), "") + ");");
        boolean plain = !suffix.contains("OrderBy");
        if (plain) {
            method(
                    "How many rows have " + these(finder) + ".",
                    "public long count" + suffix + "(" + parameters + ")",
                    "return " + number("count" + suffix, "select count(*)" + tail, finder) + ";");
        }
        if (finder.total()) {
            page(finder, tail, parameters, doc);
        }
    }

    private void page(Finder finder, String tail, String parameters, String doc) {
        String pager = pager("page" + finder.suffix(), tail, finder.order());
        method(
                "A page of the rows with " + doc + ".",
                "public " + source.use("dev.cairn.dal.Slice") + "<" + row + "> page" + finder.suffix() + "("
                        + parameters + ", " + source.use("dev.cairn.dal.Cursor") + " at)",
                "return calls.page(" + pager + ", " + binder(finder.columns(), "") + ", at);");
    }

    private String pager(String method, String tail, List<Ordered> order) {
        String constant = Names.constant(method);
        String pager = source.use(SPI + "Pager");
        String list = source.use("java.util.List");
        String columns = order.stream()
                .map(o -> "new " + pager + ".Order(" + Names.literal(o.column().sql()) + ", " + o.descending() + ", "
                        + !o.column().notNull() + ")")
                .collect(Collectors.joining(", "));
        String values =
                order.stream().map(o -> "row." + o.column().javaName() + "()").collect(Collectors.joining(", "));
        String arrays = source.use("java.util.Arrays");
        constants.add(
                "static final " + pager + "<" + row + "> " + constant + " = " + pager + ".of(\n        TABLE,\n        "
                        + Names.literal(method) + ",\n        " + Names.literal(tail) + ",\n        " + list + ".of("
                        + columns + "),\n        row -> " + arrays
                        + ".asList(" + values
                        + "));\n");
        return constant;
    }

    private static String order(List<Ordered> order) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(o -> o.column().sql() + (o.descending() ? " desc" : ""))
                        .collect(Collectors.joining(", ", " order by ", ""));
    }

    private static String inOrder(List<Ordered> order) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(o ->
                                "{@code " + Names.doc(o.column().name()) + "}" + (o.descending() ? " descending" : ""))
                        .collect(Collectors.joining(", ", ", by ", ""));
    }

    // The whole table

    private void whole() {
        String from = " from " + table.sql();
        List<Ordered> byKey =
                table.key().stream().map(c -> new Ordered(c, false)).toList();
        String all = query("ALL", "forEach", from + order(byKey));
        String consumer = source.use("java.util.function.Consumer");
        String inKeyOrder = byKey.isEmpty() ? "" : ", in the order of its key";
        method(
                "Passes on every row" + inKeyOrder + ".",
                "public void forEach(" + consumer + "<? super " + row + "> sink)",
                "calls.each(" + all + ", " + source.use(SPI + "Params") + ".Binder.NONE, sink);");
        method(
                "Every row" + inKeyOrder + "; inside read or write only, whose end closes the stream.",
                "public " + source.use("java.util.stream.Stream") + "<" + row + "> stream()",
                "return calls.stream(" + all + ", Params.Binder.NONE);");
        method(
                "How many rows there are.",
                "public long count()",
                "return calls.number(" + scalar("count", "select count(*)" + from) + ", Params.Binder.NONE);");
        if (!byKey.isEmpty()) {
            String pager = pager("page", from, byKey);
            method(
                    "A page of all rows" + inKeyOrder + ".",
                    "public " + source.use("dev.cairn.dal.Slice") + "<" + row + "> page("
                            + source.use("dev.cairn.dal.Cursor") + " at)",
                    "return calls.page(" + pager + ", Params.Binder.NONE, at);");
        }
        if (table.key().size() == 1) {
            Column key = table.key().get(0);
            String type = key.constants().isEmpty() ? source.use(key.kind().boxed()) : key.constants();
            method(
                    "The rows with these keys, in the order of the keys; keys without a row are left out.",
                    "public " + source.use("java.util.List") + "<" + row + "> findAll" + Finder.by(table.key()) + "("
                            + source.use("java.util.Collection") + "<" + type + "> keys)",
                    "return calls.allByKey(TABLE, keys, " + row + "::" + key.javaName() + ");");
        }
    }

    private void field() {
        String field = source.use("org.jooq.Field") + "<" + row + ">";
        methods.add("/** Apart, so that jOOQ is not loaded before it is asked for. */\n"
                + "private static final class InJooq {\n    static final " + field + " ROW = "
                + source.use(SPI + "RowField") + ".of(TABLE, " + row + ".class);\n}\n");
        method(
                "The whole row as one field, for queries of jOOQ's from this table alone: read at once, rather than"
                        + " column by column.",
                "public static " + field + " row()",
                "return InJooq.ROW;");
    }

    private void search(Search search) {
        String found = source.use("dev.cairn.dal.Found");
        String fts = Names.sql(search.name());
        String rows = table.fullText() ? "s" : "t";
        String select = "select s.rank, snippet(" + fts + ", -1, '[', ']', '…', 12), "
                + table.columns().stream().map(c -> rows + "." + c.sql()).collect(Collectors.joining(", ")) + " from "
                + fts
                + " s "
                + (table.fullText()
                        ? ""
                        : "join " + table.sql() + " t on t." + Names.sql(search.rowid()) + " = s.rowid ")
                + "where " + fts + " match ? order by s.rank limit ?";
        constants.add("static final String SEARCH =\n        " + Names.literal(select) + ";\n");
        method(
                "The rows that a full-text query finds, the best first, each with a snippet that marks what was found. The"
                        + " query has the syntax of FTS5.",
                "public " + source.use("java.util.List") + "<" + found + "<" + row
                        + ">> search(String query, int limit)",
                "return calls.search(TABLE, SEARCH, query, limit);");
    }

    // Writes

    private void inserts() {
        String consumer = source.use("java.util.function.Consumer");
        Optional<Column> identity = table.identity();
        Optional<Column> single =
                table.key().size() == 1 ? Optional.of(table.key().get(0)) : Optional.empty();
        String type = single.map(
                        c -> c.constants().isEmpty() ? source.use(c.kind().plain()) : c.constants())
                .orElse("void");
        String insert = identity.isPresent()
                ? "return writes.insert(draft);"
                : single.isPresent()
                        ? "return writes.insertAndGet(draft)." + single.get().javaName() + "();"
                        : "writes.insert(draft);";
        String doc = "Inserts a row" + (single.isPresent() ? "; returns its key." : ".");
        method(doc, "public " + type + " insert(" + draft + " draft)", insert);
        String fill = draft + " draft = new " + draft + "();\ncolumns.accept(draft);\n";
        String give = type.equals("void") ? "insert(draft);" : "return insert(draft);";
        method(doc, "public " + type + " insert(" + consumer + "<" + draft + "> columns)", fill + give);
        // What a full-text table returns has no rowid yet.
        if (!table.fullText()) {
            String then = "Inserts a row; returns it as it is then.";
            method(then, "public " + row + " insertAndGet(" + draft + " draft)", "return writes.insertAndGet(draft);");
            method(
                    then,
                    "public " + row + " insertAndGet(" + consumer + "<" + draft + "> columns)",
                    fill + "return insertAndGet(draft);");
        }
        String iterable = "Iterable<" + draft + "> drafts";
        method("Inserts rows, all or none.", "public void insertAll(" + iterable + ")", "writes.insertAll(drafts);");
        if (identity.isPresent()) {
            method(
                    "Inserts rows, all or none; returns their keys in the same order.",
                    "public " + source.use("java.util.List") + "<Long> insertAllKeys(" + iterable + ")",
                    "return writes.insertAllKeys(drafts);");
        }
    }

    /** A conflict has to be one of columns that can be written, and full-text tables know none. */
    private boolean upserts(Finder finder) {
        return finder.unique()
                && finder.predicate().isEmpty()
                && finder.columns().stream().noneMatch(Column::generated)
                && !table.fullText();
    }

    private void upsert(Finder finder) {
        method(
                "Inserts a row, or writes the touched columns of the one with its "
                        + these(finder).substring(5) + "; returns it as it is then.",
                "public " + row + " upsert" + finder.suffix() + "(" + draft + " draft)",
                "return writes.upsert(draft, " + ShapeWriter.positions(finder.columns()) + ");");
    }

    private void byKey() {
        if (table.key().isEmpty()) {
            return;
        }
        String consumer = source.use("java.util.function.Consumer") + "<" + draft + "> columns";
        String parameters = parameters(table.key());
        String arguments = arguments(table.key());
        String fill = draft + " changes = new " + draft + "();\ncolumns.accept(changes);\n";
        method(
                "Writes the touched columns of the row with this key; says whether there was one.",
                "public boolean update(" + parameters + ", " + consumer + ")",
                fill + "return writes.update(changes, " + arguments + ");");
        table.version()
                .ifPresent(version -> method(
                        "Writes the touched columns of the row with this key if it still has this version, which is counted up; else an"
                                + " error that says it is stale.",
                        "public void update(" + parameters + ", "
                                + version.kind().plain() + " " + expected(version) + ", " + consumer + ")",
                        fill + "writes.updateVersion(changes, " + expected(version) + ", " + arguments + ");"));
        method(
                "Deletes the row with this key; says whether there was one.",
                "public boolean delete(" + parameters + ")",
                "return writes.delete(" + arguments + ");");
        if (table.key().size() == 1) {
            Column key = table.key().get(0);
            String type = key.constants().isEmpty() ? source.use(key.kind().boxed()) : key.constants();
            method(
                    "Deletes the rows with these keys; says how many there were.",
                    "public int deleteAll" + Finder.by(table.key()) + "(" + source.use("java.util.Collection") + "<"
                            + type + "> keys)",
                    "return calls.deleteAllByKey(TABLE, keys);");
        }
    }

    private static String expected(Column version) {
        return "expected" + Finder.cap(version.javaName());
    }

    private void method(String doc, String signature, String body) {
        methods.add(doc(doc) + signature + " {\n" + body.stripTrailing().indent(4) + "}\n");
    }

    /** On one line if it fits, else on lines of the same width. */
    private static String doc(String text) {
        if (text.length() + 7 <= LINE) {
            return "/** " + text + " */\n";
        }
        StringBuilder doc = new StringBuilder("/**\n *");
        int length = 2;
        for (String word : text.split(" ", -1)) {
            boolean full = length + 1 + word.length() > LINE;
            length = (full ? 2 : length) + 1 + word.length();
            doc.append(full ? "\n * " : " ").append(word);
        }
        return doc.append("\n */\n").toString();
    }
}
