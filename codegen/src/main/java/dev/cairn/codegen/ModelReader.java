package dev.cairn.codegen;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.ForeignKey;
import dev.cairn.codegen.Model.Index;
import dev.cairn.codegen.Model.IndexColumn;
import dev.cairn.codegen.Model.Search;
import dev.cairn.codegen.Model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a migrated database: PRAGMAs for everything, the text of a statement only for a predicate or FTS5 option. */
final class ModelReader {
    private static final String TABLES = """
            SELECT l.name, l.type, l.wr FROM pragma_table_list l
            WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite!_%' ESCAPE '!'
            ORDER BY l.name""";
    private static final String SEARCHES =
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%using%fts5%' AND rootpage = 0 ORDER BY name";
    private static final String OPTION = "(?i)[(,] ?%s ?= ?(?:'([^']*)'|\"([^\"]*)\"|([^,) ]+))";
    private static final Pattern CONTENT = Pattern.compile(OPTION.formatted("content"));
    private static final Pattern CONTENT_ROWID = Pattern.compile(OPTION.formatted("content_rowid"));

    private final Connection connection;
    private final Config config;

    ModelReader(Connection connection, Config config) {
        this.connection = connection;
        this.config = config;
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, Row<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
        }
        return found;
    }

    Model read() throws SQLException {
        record Listed(String name, String type, boolean withoutRowid) {
            boolean view() {
                return type.equals("view");
            }
        }
        List<Listed> listed = rows(TABLES, r -> new Listed(r.getString(1), r.getString(2), r.getInt(3) == 1));
        Map<String, Search> searches = searches();
        List<Listed> wanted = listed.stream()
                .filter(t -> config.history() || !t.name().equals("migration_history"))
                .filter(t -> !t.type().equals("virtual") || searches.containsKey(lower(t.name())))
                .toList();
        Map<String, String> javaNames =
                Names.unique(wanted.stream().map(Listed::name).toList(), Names::className);
        List<Table> tables = new ArrayList<>();
        for (Listed t : wanted) {
            boolean virtual = t.type().equals("virtual");
            List<Column> columns = virtual ? fullTextColumns(t.name()) : columns(t.name(), t.view(), t.withoutRowid());
            tables.add(new Table(
                    t.name(),
                    javaNames.getOrDefault(t.name(), t.name()),
                    t.view(),
                    t.withoutRowid(),
                    columns,
                    virtual ? columns.subList(0, 1) : key(t.name(), columns),
                    indexes(t.name(), columns),
                    foreignKeys(t.name()),
                    Optional.ofNullable(searches.get(lower(t.name()))),
                    version(t.name(), columns)));
        }
        config.requireKnown(
                tables.stream().map(Table::name).toList(),
                tables.stream()
                        .flatMap(t -> t.columns().stream().map(c -> t.name() + "." + c.name()))
                        .toList());
        return new Model(tables);
    }

    private Optional<Column> version(String table, List<Column> columns) {
        Optional<String> name = config.version(table);
        Optional<Column> column = columns.stream()
                .filter(c -> name.isPresent() && c.name().equals(name.get()))
                .findFirst();
        if (name.isPresent() && column.isEmpty()) {
            throw new IllegalArgumentException(
                    "version." + table + " names " + name.get() + ", which is no column of it");
        }
        return column;
    }

    private List<Column> columns(String table, boolean view, boolean withoutRowid) throws SQLException {
        record Raw(
                String name,
                String type,
                boolean notNull,
                @Nullable String value,
                int pk,
                int hidden) {}
        List<Raw> raw = rows(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid",
                r -> new Raw(
                        r.getString(1),
                        Optional.ofNullable(r.getString(2)).orElse(""),
                        r.getInt(3) == 1,
                        r.getString(4),
                        r.getInt(5),
                        r.getInt(6)),
                table);
        long keyColumns = raw.stream().filter(r -> r.pk() > 0).count();
        // A key that has an index is no rowid: INTEGER PRIMARY KEY DESC has one.
        boolean rowid = rows("SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk'", r -> 1, table)
                .isEmpty();
        Map<String, String> members = Names.unique(raw.stream().map(Raw::name).toList(), Names::member);
        List<Column> columns = new ArrayList<>();
        for (Raw r : raw) {
            boolean identity = r.pk() > 0
                    && keyColumns == 1
                    && !withoutRowid
                    && rowid
                    && r.type().equalsIgnoreCase("INTEGER");
            Optional<String> constants = config.constants(table, r.name());
            if (constants.isPresent()) {
                requireFit(table, r.name(), constants.get(), Optional.ofNullable(r.value()));
            }
            // A view has no declared types where its columns are expressions: a text shows any of them.
            ValueKind byType = view && r.type().isEmpty() ? ValueKind.TEXT : ValueKind.of(r.type());
            ValueKind kind =
                    constants.isPresent() ? ValueKind.CONSTANT : config.isUuid(r.type()) ? ValueKind.UUID : byType;
            columns.add(new Column(
                    r.name(),
                    members.getOrDefault(r.name(), r.name()),
                    columns.size(),
                    r.type(),
                    kind,
                    constants.orElse(""),
                    r.notNull() || r.pk() > 0,
                    Optional.ofNullable(r.value()),
                    r.hidden() != 0,
                    identity,
                    kind.packs() && !config.isLong(table, r.name())));
        }
        return columns;
    }

    private void requireFit(String table, String column, String name, Optional<String> value) throws SQLException {
        List<String> sql = rows("SELECT sql FROM sqlite_schema WHERE name = ?", r -> r.getString(1), table);
        List<String> texts = config.enums().getOrDefault(name, List.of());
        new EnumFit(table + "." + column, name, texts).require(value, String.join(" ", sql));
    }

    /** Those of a full-text table are texts; its rowid, which tells its rows apart, is one of them here. */
    private List<Column> fullTextColumns(String table) throws SQLException {
        List<String> names = new ArrayList<>(List.of("rowid"));
        names.addAll(rows(
                "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", r -> r.getString(1), table));
        Map<String, String> members = Names.unique(names, Names::member);
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            boolean rowid = columns.isEmpty();
            columns.add(new Column(
                    name,
                    members.getOrDefault(name, name),
                    columns.size(),
                    rowid ? "INTEGER" : "TEXT",
                    rowid ? ValueKind.NUMBER : ValueKind.TEXT,
                    "",
                    rowid,
                    Optional.empty(),
                    false,
                    rowid,
                    !config.isLong(table, name)));
        }
        return columns;
    }

    private List<Column> key(String table, List<Column> columns) throws SQLException {
        return rows(
                "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk",
                r -> named(columns, r.getString(1)).orElseThrow(),
                table);
    }

    private static Optional<Column> named(List<Column> columns, @Nullable String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    private List<Index> indexes(String table, List<Column> columns) throws SQLException {
        record Raw(String name, boolean unique, String origin) {}
        List<Raw> raw = rows(
                "SELECT name, \"unique\", origin FROM pragma_index_list(?) WHERE origin <> 'pk' ORDER BY origin DESC, seq DESC",
                r -> new Raw(r.getString(1), r.getInt(2) == 1, r.getString(3)),
                table);
        List<Index> indexes = new ArrayList<>();
        for (Raw index : raw) {
            List<IndexColumn> of = rows(
                    "SELECT name, desc, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno",
                    r -> new IndexColumn(named(columns, r.getString(1)), r.getInt(2) == 1, r.getString(3)),
                    index.name());
            indexes.add(
                    new Index(index.name(), index.origin().equals("u"), index.unique(), predicate(index.name()), of));
        }
        indexes.sort((a, b) -> a.constraint() == b.constraint()
                ? a.constraint() ? 0 : a.name().compareTo(b.name())
                : a.constraint() ? -1 : 1);
        return indexes;
    }

    private Optional<String> predicate(String index) throws SQLException {
        String sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ? AND sql IS NOT NULL";
        return rows(sql, r -> r.getString(1), index).stream().findFirst().flatMap(s -> new SqlText(s).predicate());
    }

    private List<ForeignKey> foreignKeys(String table) throws SQLException {
        record Part(
                long id,
                String parent,
                String column,
                @Nullable String reference) {}
        Map<Long, List<Part>> byId = new TreeMap<>((a, b) -> Long.compare(b, a));
        for (Part part : rows(
                "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq",
                r -> new Part(r.getLong(1), r.getString(2), r.getString(3), r.getString(4)),
                table)) {
            byId.computeIfAbsent(part.id(), id -> new ArrayList<>()).add(part);
        }
        List<ForeignKey> keys = new ArrayList<>();
        for (List<Part> parts : byId.values()) {
            String parent = parts.get(0).parent();
            List<String> primary = rows(
                    "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk", r -> r.getString(1), parent);
            List<String> references = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                String reference = parts.get(i).reference();
                references.add(reference == null ? primary.get(i) : reference);
            }
            keys.add(new ForeignKey(parts.stream().map(Part::column).toList(), parent, references));
        }
        return keys;
    }

    /** The full-text tables by the table whose rows they index, which may be themselves. */
    private Map<String, Search> searches() throws SQLException {
        record Raw(String name, String sql) {}
        Map<String, Search> searches = new LinkedHashMap<>();
        for (Raw raw : rows(SEARCHES, r -> new Raw(r.getString(1), r.getString(2)))) {
            String sql = new SqlText(raw.sql()).plain();
            String content = option(CONTENT, sql).orElse(raw.name());
            // Without any content there is nothing to read: content = ''.
            if (!content.isEmpty()) {
                String rowid = option(CONTENT_ROWID, sql).orElse("rowid");
                searches.putIfAbsent(lower(content), new Search(raw.name(), rowid));
            }
        }
        return searches;
    }

    private static Optional<String> option(Pattern pattern, String sql) {
        Matcher option = pattern.matcher(sql);
        return option.find()
                ? Stream.of(option.group(1), option.group(2), option.group(3))
                        .filter(Objects::nonNull)
                        .findFirst()
                : Optional.empty();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
