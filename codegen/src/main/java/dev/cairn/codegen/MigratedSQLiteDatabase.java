package dev.cairn.codegen;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.ForeignKey;
import dev.cairn.codegen.Model.Index;
import dev.cairn.codegen.Model.Table;
import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.SQLDialect;
import org.jooq.SortOrder;
import org.jooq.TableOptions.TableType;
import org.jooq.impl.DSL;
import org.jooq.meta.AbstractIndexDefinition;
import org.jooq.meta.AbstractTableDefinition;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.DefaultColumnDefinition;
import org.jooq.meta.DefaultDataTypeDefinition;
import org.jooq.meta.DefaultIndexColumnDefinition;
import org.jooq.meta.DefaultRelations;
import org.jooq.meta.IndexColumnDefinition;
import org.jooq.meta.IndexDefinition;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.UniqueKeyDefinition;
import org.jooq.meta.sqlite.SQLiteDatabase;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * For jOOQ's code generator: the schema that migrations make of an empty SQLite in memory.
 *
 * <p>jOOQ's own reader of SQLite parses the text of statements, and so merges foreign keys to one table, loses UNIQUE
 * keys and takes partial indexes for whole ones; this one asks SQLite. Not thread-safe; closed by the generator.
 */
public class MigratedSQLiteDatabase extends SQLiteDatabase {
    private @Nullable Connection connection;
    private @Nullable Model model;
    private @Nullable Config config;
    private String targetPackage = "";

    /** Made by jOOQ from its name. */
    public MigratedSQLiteDatabase() {}

    @Override
    protected DSLContext create0() {
        return DSL.using(connection(), SQLDialect.SQLITE);
    }

    private Connection connection() {
        Connection open = connection;
        if (open == null) {
            try {
                open = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
                migrations().applyTo(open);
                connection = open;
            } catch (SQLException e) {
                throw new IllegalStateException("SQLite cannot be opened in memory", e);
            }
        }
        return open;
    }

    private Migrations migrations() {
        String place = config().migrations();
        if (place.startsWith("filesystem:")) {
            String base = getBasedir();
            return Migrations.directory(
                    Path.of(base == null ? "." : base).resolve(place.substring("filesystem:".length())));
        }
        return Migrations.classpath(place.replaceFirst("^classpath:", ""));
    }

    Config config() {
        Config known = config;
        if (known == null) {
            known = new Config(getProperties());
            config = known;
        }
        return known;
    }

    Model model() {
        Model known = model;
        if (known == null) {
            try {
                known = new ModelReader(connection(), config()).read();
            } catch (SQLException e) {
                throw new IllegalStateException("the migrated schema cannot be read", e);
            }
            model = known;
        }
        return known;
    }

    Table table(String name) {
        return model().tables().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database in memory cannot be closed", e);
        } finally {
            connection = null;
            super.close();
        }
    }

    @Override
    protected List<TableDefinition> getTables0() {
        SchemaDefinition schema = getSchemata().get(0);
        return model().tables().stream()
                .<TableDefinition>map(t -> new MigratedTable(schema, t))
                .toList();
    }

    @Override
    protected List<IndexDefinition> getIndexes0() {
        List<IndexDefinition> indexes = new ArrayList<>();
        for (TableDefinition definition : getTables(getSchemata().get(0))) {
            for (Index index : table(definition.getName()).indexes()) {
                boolean expressible = !index.constraint()
                        && index.predicate().isEmpty()
                        && index.columns().stream().allMatch(c -> c.column().isPresent());
                if (expressible) {
                    indexes.add(new MigratedIndex(definition, index));
                }
            }
        }
        return indexes;
    }

    @Override
    protected void loadPrimaryKeys(DefaultRelations relations) {
        for (TableDefinition table : getTables(getSchemata().get(0))) {
            for (Column column : table(table.getName()).key()) {
                relations.addPrimaryKey("pk_" + table.getName(), table, table.getColumn(column.name()));
            }
        }
    }

    @Override
    protected void loadUniqueKeys(DefaultRelations relations) {
        for (TableDefinition table : getTables(getSchemata().get(0))) {
            for (Index index : table(table.getName()).indexes()) {
                if (index.constraint() && index.plain()) {
                    List<String> columns =
                            index.plainColumns().stream().map(Column::name).toList();
                    String name = "uk_" + table.getName() + "_" + String.join("_", columns);
                    columns.forEach(c -> relations.addUniqueKey(name, table, table.getColumn(c)));
                }
            }
        }
    }

    @Override
    protected void loadForeignKeys(DefaultRelations relations) {
        SchemaDefinition schema = getSchemata().get(0);
        for (TableDefinition table : getTables(schema)) {
            for (ForeignKey key : table(table.getName()).foreignKeys()) {
                TableDefinition parent = getTable(schema, key.parent(), true);
                if (parent != null) {
                    load(relations, table, parent, key);
                }
            }
        }
    }

    /** SQLite has no names for foreign keys, so each is named by its columns. */
    private static void load(
            DefaultRelations relations, TableDefinition table, TableDefinition parent, ForeignKey key) {
        List<ColumnDefinition> references =
                key.references().stream().map(r -> parent.getColumn(r, true)).toList();
        for (UniqueKeyDefinition unique : parent.getKeys()) {
            if (new HashSet<>(unique.getKeyColumns()).equals(new HashSet<>(references))) {
                String name = "fk_" + table.getName() + "_" + String.join("_", key.columns());
                for (int i = 0; i < references.size(); i++) {
                    ColumnDefinition column = table.getColumn(key.columns().get(i), true);
                    relations.addForeignKey(name, table, column, unique.getName(), parent, references.get(i), true);
                }
                return;
            }
        }
    }

    @Override
    protected void loadCheckConstraints(DefaultRelations relations) {
        // jOOQ would parse them; SQLite checks them.
    }

    private static final class MigratedIndex extends AbstractIndexDefinition {
        private final List<IndexColumnDefinition> columns = new ArrayList<>();

        MigratedIndex(TableDefinition table, Index index) {
            super(table.getSchema(), index.name(), table, index.unique());
            for (Model.IndexColumn column : index.columns()) {
                columns.add(new DefaultIndexColumnDefinition(
                        this,
                        table.getColumn(column.column().orElseThrow().name()),
                        column.descending() ? SortOrder.DESC : SortOrder.ASC,
                        columns.size() + 1));
            }
        }

        @Override
        protected List<IndexColumnDefinition> getIndexColumns0() {
            return columns;
        }
    }

    private static final class MigratedTable extends AbstractTableDefinition {
        private final Table table;

        MigratedTable(SchemaDefinition schema, Table table) {
            super(schema, table.name(), "", table.view() ? TableType.VIEW : TableType.TABLE, null);
            this.table = table;
        }

        @Override
        public List<ColumnDefinition> getElements0() {
            List<ColumnDefinition> columns = new ArrayList<>();
            for (Column column : table.columns()) {
                columns.add(new DefaultColumnDefinition(
                        getDatabase().getTable(getSchema(), getName()),
                        column.name(),
                        column.position() + 1,
                        type(column),
                        column.identity(),
                        column.generated(),
                        null));
            }
            return columns;
        }

        private DefaultDataTypeDefinition type(Column column) {
            String spi = "dev.cairn.dal.spi.";
            String packageName = ((MigratedSQLiteDatabase) getDatabase()).targetPackage;
            boolean nullable = !column.notNull() || table.view();
            String userType = switch (column.kind()) {
                case INSTANT -> "java.time.Instant";
                case UUID -> "java.util.UUID";
                case CONSTANT -> packageName + "." + column.constants();
                default -> null;
            };
            String converter = switch (column.kind()) {
                case UUID -> spi + "UuidConverter";
                case CONSTANT -> packageName + "." + column.constants() + ".Converter";
                default -> null;
            };
            String binding = column.kind() == ValueKind.INSTANT ? spi + "InstantBinding" : null;
            // The expression of a default is SQLite's; that there is one is what jOOQ needs to know.
            String value = column.defaultValue().isPresent() ? "NULL" : null;
            return new DefaultDataTypeDefinition(
                    getDatabase(),
                    getSchema(),
                    column.kind().jooqType(),
                    null,
                    null,
                    null,
                    nullable,
                    value,
                    (Name) null,
                    converter,
                    binding,
                    userType);
        }
    }

    /** Where the enums of columns will be. */
    void targetPackage(String name) {
        this.targetPackage = name;
    }
}
