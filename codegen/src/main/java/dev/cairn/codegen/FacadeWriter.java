package dev.cairn.codegen;

import dev.cairn.codegen.Model.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the one class with all repositories of a schema, and the enums of its columns. */
final class FacadeWriter {
    private static final int SPI_VERSION = 2;

    private final String packageName;
    private final Config config;

    FacadeWriter(String packageName, Config config) {
        this.packageName = packageName;
        this.config = config;
    }

    String facade(Model model) {
        Source source = new Source(packageName);
        String name = config.facade();
        source.own(name);
        source.use("org.jspecify.annotations.NullMarked");
        String migrations = source.use("dev.cairn.schema.Migrations");
        String options = source.use("dev.cairn.dal.Options");
        String database = source.use("dev.cairn.dal.Database");
        source.add("/** The repositories of {@code " + Names.doc(config.classpathFolder()) + "}. Thread-safe. */\n");
        source.add("@NullMarked\n@SuppressWarnings(\"all\")\npublic final class " + name + " {\n");
        source.add("    static {\n        " + source.use("dev.cairn.dal.spi.Spi") + ".require(" + SPI_VERSION + ", "
                + Names.literal(packageName) + ");\n    }\n\n");
        source.add("    /** The migrations that these classes were generated from. */\n    public static final "
                + migrations
                + " MIGRATIONS =\n            " + migrations + ".classpath(" + Names.literal(config.classpathFolder())
                + ", " + name
                + ".class.getClassLoader());\n\n");
        source.add("    /** What a database of this schema is best opened with. */\n    public static final " + options
                + " OPTIONS = " + options + ".DEFAULT" + config.options() + ";\n\n");
        Map<String, String> accessors = Names.unique(
                model.tables().stream().map(Table::javaName).toList(),
                n -> Names.member(n).replaceFirst("_$", ""));
        // A repository brings its statements along, so a start pays for those alone that it uses. That two threads may
        // make one each does no harm.
        source.add("    private final " + database + " database;\n");
        String nullable = source.use("org.jspecify.annotations.Nullable");
        for (Table table : model.tables()) {
            source.add("    private @" + nullable + " " + repository(table) + " " + field(table) + ";\n");
        }
        source.add("\n    /** Over a database that has these tables. */\n    public " + name + "(" + database
                + " database) {\n        this.database = database;\n    }\n");
        for (Table table : model.tables()) {
            String accessor = Names.member(String.valueOf(accessors.get(table.javaName())));
            source.add("\n    /** {@code " + Names.doc(table.name()) + "}. */\n    public " + repository(table) + " "
                    + accessor + "() {\n" + whenAskedFirst(repository(table), field(table)) + "    }\n");
        }
        return source.add("}\n").text();
    }

    private static String whenAskedFirst(String type, String field) {
        return """
                        %1$s present = %2$s;
                        if (present == null) {
                            present = new %1$s(database);
                            %2$s = present;
                        }
                        return present;
                """.formatted(type, field);
    }

    private static String repository(Table table) {
        return table.javaName() + "Repository";
    }

    private static String field(Table table) {
        return Names.member(repository(table));
    }

    String constants(String name, List<String> texts) {
        Source source = new Source(packageName);
        source.own(name);
        source.use("org.jspecify.annotations.NullMarked");
        String set = source.use("dev.cairn.dal.spi.ValueSet");
        Map<String, String> names =
                Names.unique(texts, t -> Names.constant(t).equals("VALUES") ? "VALUES_" : Names.constant(t));
        source.add("/** The values that a column takes. */\n@NullMarked\n@SuppressWarnings(\"all\")\npublic enum "
                + name + " implements " + source.use("dev.cairn.dal.spi.Constant") + " {\n");
        source.add(texts.stream()
                .map(t ->
                        "    /** {@code " + Names.doc(t) + "}. */\n    " + names.get(t) + "(" + Names.literal(t) + ")")
                .collect(Collectors.joining(",\n", "", ";\n\n")));
        source.add(
                "    /** All of them, by their text. */\n    public static final " + set + "<" + name + "> VALUES = "
                        + set
                        + ".of(values());\n\n    private final String text;\n\n    " + name
                        + "(String text) {\n        this.text = text;\n    }\n\n    @Override\n    public String text() {\n        return text;\n    }\n");
        source.add("\n    /** In jOOQ's own queries. */\n    public static final class Converter extends "
                + source.use("dev.cairn.dal.spi.ConstantConverter") + "<" + name
                + "> {\n        private static final long serialVersionUID = 1L;\n\n        /** The one there is. */\n        public Converter() {\n            super("
                + name + ".class, VALUES);\n        }\n    }\n");
        return source.add("}\n").text();
    }
}
