package dev.cairn.codegen;

import dev.cairn.codegen.Model.Column;
import dev.cairn.codegen.Model.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the immutable row of a table, and its draft. */
final class RowWriter {
    private static final int MOST_SLOTS = 254;

    private final String packageName;
    private final Config config;

    RowWriter(String packageName, Config config) {
        this.packageName = packageName;
        this.config = config;
    }

    /** What a column is in Java; NULL is possible only where the table says so. */
    static String type(Source source, Table table, Column column) {
        String constants = column.constants();
        boolean plain = column.notNull() && !table.view() && fits(table);
        String type = !constants.isEmpty()
                ? constants
                : source.use(plain ? column.kind().plain() : column.kind().boxed());
        if (column.notNull() && !table.view()) {
            return type;
        }
        String nullable = "@" + source.use("org.jspecify.annotations.Nullable");
        return type.endsWith("[]") ? type.replace("[]", " " + nullable + " []") : nullable + " " + type;
    }

    /** Whether a constructor can take its plain types: longs and doubles take two of the slots that there are. */
    private static boolean fits(Table table) {
        return table.columns().stream().mapToInt(c -> c.kind().slots()).sum() <= MOST_SLOTS;
    }

    String row(Table table) {
        if (table.columns().size() > MOST_SLOTS) {
            throw new IllegalArgumentException("table " + table.name() + " has "
                    + table.columns().size() + " columns, and a row can have " + MOST_SLOTS + ": split it");
        }
        Source source = new Source(packageName);
        String name = table.javaName() + "Row";
        source.own(name);
        source.add("/**\n * One row of {@code " + Names.doc(table.name()) + "}. Immutable.\n *\n");
        for (Column c : table.columns()) {
            source.add(" * @param " + c.javaName() + " column {@code " + Names.doc(c.name()) + "}\n");
        }
        source.add(" */\n@NullMarked\n@SuppressWarnings(\"all\")\npublic record " + name + "(\n");
        source.use("org.jspecify.annotations.NullMarked");
        source.add(table.columns().stream()
                .map(c -> "        " + type(source, table, c) + " " + c.javaName())
                .collect(Collectors.joining(",\n")));
        List<Column> arrays = table.columns().stream()
                .filter(c -> c.kind() == ValueKind.BYTES)
                .toList();
        if (arrays.isEmpty()) {
            return source.add(") {}\n").text();
        }
        source.add(") {\n");
        content(source, table, name);
        return source.add("}\n").text();
    }

    /** Arrays are compared by what is in them, and are not printed. */
    private static void content(Source source, Table table, String name) {
        String objects = source.use("java.util.Objects");
        String arrays = source.use("java.util.Arrays");
        source.add("\n    @Override\n    public boolean equals(@" + source.use("org.jspecify.annotations.Nullable")
                + " Object other) {\n");
        source.add("        return other instanceof " + name + " that");
        for (Column c : table.columns()) {
            String by = c.kind() == ValueKind.BYTES ? arrays : objects;
            source.add("\n                && " + by + ".equals(" + c.javaName() + ", that." + c.javaName() + ")");
        }
        source.add(";\n    }\n\n    @Override\n    public int hashCode() {\n        int hash = 0;\n");
        for (Column c : table.columns()) {
            String by = c.kind() == ValueKind.BYTES ? arrays : objects;
            source.add("        hash = 31 * hash + " + by + ".hashCode(" + c.javaName() + ");\n");
        }
        source.add("        return hash;\n    }\n\n    @Override\n    public String toString() {\n");
        source.add("        return \"" + name + "[");
        boolean first = true;
        for (Column c : table.columns()) {
            String value = c.kind() == ValueKind.BYTES
                    ? "(" + c.javaName() + " == null ? \"null\" : " + c.javaName() + ".length + \" bytes\")"
                    : c.javaName();
            source.add((first ? "" : "\n                + \", ") + c.javaName() + "=\" + " + value);
            first = false;
        }
        source.add("\n                + \"]\";\n    }\n");
    }

    String draft(Table table) {
        Source source = new Source(packageName);
        String name = table.javaName() + "Draft";
        source.own(name);
        source.use("org.jspecify.annotations.NullMarked");
        source.add("/**\n * What to write into a row of {@code " + Names.doc(table.name())
                + "}. Columns never touched keep their default, or their value. Not\n * thread-safe.\n */\n");
        source.add("@NullMarked\n@SuppressWarnings(\"all\")\npublic final class " + name + " extends "
                + source.use("dev.cairn.dal.spi.Draft") + " {\n");
        source.add("    /** With no column touched. */\n    public " + name + "() {\n        super("
                + table.columns().size() + ");\n    }\n");
        for (Column c : table.columns()) {
            if (!c.generated()) {
                source.add("\n    /** Sets {@code " + Names.doc(c.name()) + "}. */\n    public " + name + " "
                        + c.javaName()
                        + "(" + type(source, table, c) + " value) {\n        set(" + c.position()
                        + ", " + checked(source, table, c) + ");\n        return this;\n    }\n");
            }
        }
        return source.add("}\n").text();
    }

    private String checked(Source source, Table table, Column column) {
        return config.range(table.name(), column.name())
                .map(r -> source.use("dev.cairn.dal.spi.Ranges") + ".check(value, " + r.least() + ", " + r.most() + ", "
                        + Names.literal(table.name()) + ", " + Names.literal(column.name()) + ")")
                .orElse("value");
    }
}
