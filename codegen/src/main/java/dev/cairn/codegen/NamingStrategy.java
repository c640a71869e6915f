package dev.cairn.codegen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.ConstraintDefinition;
import org.jooq.meta.Definition;
import org.jooq.meta.IndexDefinition;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;

/**
 * For jOOQ's code generator: names that never collide with each other, with {@code java.lang} or with keywords. jOOQ's
 * own classes go to the package {@code tables}, everything else is beside each other. Not thread-safe.
 */
public class NamingStrategy extends DefaultGeneratorStrategy {
    private final Map<String, Map<String, String>> columns = new HashMap<>();

    /** Made by jOOQ from its name. */
    public NamingStrategy() {}

    private static Model.Table table(Definition definition) {
        return ((MigratedSQLiteDatabase) definition.getDatabase()).table(definition.getName());
    }

    private String column(ColumnDefinition column) {
        Model.Table table = table(column.getContainer());
        return columns.computeIfAbsent(table.name(), name -> {
                    List<String> names =
                            table.columns().stream().map(Model.Column::name).toList();
                    return Names.unique(names, Names::constant);
                })
                .getOrDefault(column.getName(), column.getName());
    }

    private static String member(ColumnDefinition column) {
        return table(column.getContainer()).columns().stream()
                .filter(c -> c.name().equals(column.getName()))
                .map(Model.Column::javaName)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        if (definition instanceof TableDefinition) {
            return table(definition).javaName()
                    + (mode == Mode.RECORD ? "Record" : mode == Mode.POJO ? "Row" : "Table");
        }
        return super.getJavaClassName(definition, mode);
    }

    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        boolean beside = definition instanceof TableDefinition && mode == Mode.POJO;
        return beside ? getTargetPackage() : getTargetPackage() + ".tables";
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        if (definition instanceof TableDefinition) {
            return Names.constant(table(definition).javaName());
        }
        if (definition instanceof ColumnDefinition column) {
            return column(column);
        }
        if (definition instanceof SchemaDefinition) {
            return "DEFAULT_SCHEMA";
        }
        // jOOQ would upper-case these in the locale of the build.
        if (definition instanceof IndexDefinition) {
            return Names.constant(definition.getName());
        }
        if (definition instanceof ConstraintDefinition key) {
            return Names.constant(table(key.getTable()).javaName()) + "__" + Names.constant(key.getName());
        }
        return super.getJavaIdentifier(definition);
    }

    @Override
    public String getJavaMemberName(Definition definition, Mode mode) {
        return definition instanceof ColumnDefinition column
                ? member(column)
                : super.getJavaMemberName(definition, mode);
    }

    @Override
    public String getJavaGetterName(Definition definition, Mode mode) {
        return definition instanceof ColumnDefinition column
                ? "get" + Finder.cap(member(column))
                : super.getJavaGetterName(definition, mode);
    }

    @Override
    public String getJavaSetterName(Definition definition, Mode mode) {
        return definition instanceof ColumnDefinition column
                ? "set" + Finder.cap(member(column))
                : super.getJavaSetterName(definition, mode);
    }
}
