package dev.cairn.codegen;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what a repository knows of its table, and how it reads a row. */
final class ShapeWriter {
    private static final int MOST_PACKED = 100;
    private static final String SPI = "dev.cairn.dal.spi.";

    private final Source source;
    private final Table table;
    private final String row;
    private final String repository;

    ShapeWriter(Source source, Table table) {
        this.source = source;
        this.table = table;
        this.row = table.javaName() + "Row";
        this.repository = table.javaName() + "Repository";
    }

    /** The constant that says what the table is. */
    String shape() {
        String shape = source.use(SPI + "TableShape");
        String list = source.use("java.util.List");
        StringBuilder text = new StringBuilder("static final " + shape + "<" + row + "> TABLE = " + shape + ".of(\n");
        text.append("        ").append(repository).append("::read,\n");
        text.append("        ").append(list).append(".of(").append(names(false)).append("),\n");
        text.append("        ").append(list).append(".of(").append(names(true)).append("))");
        if (!table.key().isEmpty()) {
            text.append("\n    .key(").append(positions(table.key())).append(")");
        }
        List<Column> required =
                table.columns().stream().filter(Column::required).toList();
        if (!required.isEmpty() && !table.view()) {
            text.append("\n    .required(").append(positions(required)).append(")");
        }
        table.identity()
                .ifPresent(c ->
                        text.append("\n    .identity(").append(c.position()).append(")"));
        table.version()
                .ifPresent(
                        c -> text.append("\n    .version(").append(c.position()).append(")"));
        if (packs()) {
            text.append("\n    .packed(\n        ")
                    .append(Names.literal(packedSelect()))
                    .append(",\n        ");
            text.append(repository).append("::unpack)");
        }
        return text + ";\n";
    }

    /** The methods that read a row: column by column, and packed where that can be. */
    List<String> readers() {
        String plain = reader("read", "Cells", "cells", false);
        return packs() ? List.of(plain, reader("unpack", "Packed", "packed", true)) : List.of(plain);
    }

    private String names(boolean sql) {
        List<String> names = new ArrayList<>();
        names.add(sql ? table.sql() : table.name());
        table.columns().forEach(c -> names.add(sql ? c.sql() : c.name()));
        return names.stream().map(Names::literal).collect(Collectors.joining(", "));
    }

    static String positions(List<Column> columns) {
        return columns.stream().map(c -> Integer.toString(c.position())).collect(Collectors.joining(", "));
    }

    private List<Column> packedColumns() {
        return table.columns().stream().filter(Column::packed).toList();
    }

    private boolean packs() {
        return !table.view()
                && packedColumns().size() > 1
                && packedColumns().size() <= MOST_PACKED
                && table.columns().stream().noneMatch(c -> c.generated() && c.kind() == ValueKind.JSON);
    }

    /** Whether all of a row is in the one cell. */
    boolean packsAll() {
        return packs() && table.columns().stream().allMatch(Column::packed);
    }

    private String packedSelect() {
        String array = packedColumns().stream()
                .map(c -> c.sql() + (isText(c) ? "||''" : ""))
                // The driver reads the names of all columns with each query, so this one has a short name.
                .collect(Collectors.joining(", ", "json_array(", ") r"));
        return table.columns().stream()
                .filter(c -> !c.packed())
                .map(c -> ", " + c.sql())
                .collect(Collectors.joining("", array, ""));
    }

    private static boolean isText(Column column) {
        return column.kind() == ValueKind.TEXT || column.kind() == ValueKind.CONSTANT;
    }

    private String reader(String method, String type, String from, boolean packed) {
        String signature = "private static " + row + " " + method + "(" + source.use(SPI + type) + " " + from
                + ") throws " + source.use("java.sql.SQLException");
        List<String> values = new ArrayList<>();
        int beside = 1;
        for (Column c : table.columns()) {
            boolean nullable = !c.notNull() || table.view();
            String call = c.kind().reader() + (nullable ? "OrNull" : "");
            String set = c.kind() == ValueKind.CONSTANT ? c.constants() + ".VALUES" : "";
            if (packed && c.packed()) {
                values.add("        " + from + "." + call + "(" + set + ")");
            } else {
                String position = Integer.toString(packed ? ++beside : c.position() + 1);
                String cells = packed ? from + ".cells()" : from;
                values.add("        " + cells + "." + call + "(" + position + (set.isEmpty() ? "" : ", " + set) + ")");
            }
        }
        return signature + " {\n    return new " + row + "(\n" + String.join(",\n", values) + ");\n}\n";
    }
}
