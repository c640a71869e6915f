package dev.cairn.codegen;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a build says beyond its migrations, as properties of jOOQ's {@code <database>}.
 *
 * <table>
 *   <caption>Properties</caption>
 *   <tr><td>{@code migrations}</td><td>{@code classpath:db/shop} or {@code filesystem:src/main/resources/db/shop}</td></tr>
 *   <tr><td>{@code facade}</td><td>the class with all repositories, {@code Shop}; the last folder unless given</td></tr>
 *   <tr><td>{@code enum.TABLE.COLUMN}</td><td>{@code DocumentStatus: draft, review}: the texts the column takes</td></tr>
 *   <tr><td>{@code range.TABLE.COLUMN}</td><td>{@code 100..399}: the least and the most it takes</td></tr>
 *   <tr><td>{@code version.TABLE}</td><td>the column that counts the changes of a row</td></tr>
 *   <tr><td>{@code uuid}</td><td>a pattern of declared types that hold UUIDs, {@code BLOB\(16\)}</td></tr>
 *   <tr><td>{@code long}</td><td>a pattern of {@code table.column} whose texts are long</td></tr>
 *   <tr><td>{@code history}</td><td>whether {@code migration_history} gets a repository too</td></tr>
 *   <tr><td>{@code options}</td><td>calls on {@code Options.DEFAULT}, {@code .connections(5)}</td></tr>
 * </table>
 */
final class Config {
    private static final Set<String> NAMES =
            Set.of("migrations", "facade", "uuid", "long", "history", "options", "dialect");

    private static final Pattern CLASS_NAME = Pattern.compile("[A-Z_][A-Za-z0-9_]*");

    private static final Set<String> FAMILIES = Set.of("enum.", "range.", "version.");

    private final Map<String, String> values = new TreeMap<>();

    Config(Properties properties) {
        for (String name : properties.stringPropertyNames()) {
            boolean known = NAMES.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
            if (!known) {
                throw new IllegalArgumentException("there is no property " + name + "; there are "
                        + new TreeSet<>(NAMES) + ", enum.TABLE.COLUMN, range.TABLE.COLUMN and version.TABLE");
            }
            values.put(name, properties.getProperty(name).strip());
        }
    }

    /** Refuses what is said about a table or column that there is not: a misspelt name would have no effect. */
    void requireKnown(Collection<String> tables, Collection<String> columns) {
        for (String name : values.keySet()) {
            String subject = name.substring(name.indexOf('.') + 1);
            boolean ofColumn = name.startsWith("enum.") || name.startsWith("range.");
            boolean known =
                    ofColumn ? columns.contains(subject) : !name.startsWith("version.") || tables.contains(subject);
            if (!known) {
                throw new IllegalArgumentException(
                        "the property " + name + " names no " + (ofColumn ? "column" : "table") + " of this schema");
            }
        }
    }

    String migrations() {
        String migrations = values.get("migrations");
        if (migrations == null) {
            throw new IllegalArgumentException("the property migrations is missing: where are the migrations?");
        }
        return migrations;
    }

    /** Where a program finds the same migrations on its class path. */
    String classpathFolder() {
        String plain = migrations().replaceFirst("^(classpath|filesystem):", "").replace('\\', '/');
        String folder = plain.replaceFirst("^.*/resources/", "");
        return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }

    String facade() {
        String folder = classpathFolder();
        String name = values.getOrDefault("facade", Names.className(folder.substring(folder.lastIndexOf('/') + 1)));
        return className(name);
    }

    boolean history() {
        return Boolean.parseBoolean(values.getOrDefault("history", "false"));
    }

    String options() {
        return values.getOrDefault("options", "");
    }

    boolean isUuid(String declared) {
        return values.containsKey("uuid") && Pattern.matches(values.get("uuid"), declared);
    }

    boolean isLong(String table, String column) {
        return values.containsKey("long") && Pattern.matches(values.get("long"), table + "." + column);
    }

    Optional<String> version(String table) {
        return Optional.ofNullable(values.get("version." + table));
    }

    /** The least and the most that a column takes. */
    Optional<Range> range(String table, String column) {
        return Optional.ofNullable(values.get("range." + table + "." + column)).map(Config::range);
    }

    /** Numbers from one to another, both included. */
    record Range(long least, long most) {}

    private static Range range(String value) {
        String[] ends = value.split("\\.\\.", -1);
        try {
            return new Range(Long.parseLong(ends[0].strip()), Long.parseLong(ends[1].strip()));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a range is written as 1..100; not as " + value, e);
        }
    }

    /** The enum of a column. */
    Optional<String> constants(String table, String column) {
        return Optional.ofNullable(values.get("enum." + table + "." + column)).map(v -> parts(v)[0]);
    }

    /** Each enum with its texts. */
    Map<String, List<String>> enums() {
        Map<String, List<String>> enums = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("enum.")) {
                String[] parts = parts(value);
                List<String> texts = List.copyOf(new LinkedHashSet<>(List.of(parts[1].split("\\s*,\\s*"))));
                List<String> other = enums.putIfAbsent(parts[0], texts);
                if (other != null && !other.equals(texts)) {
                    throw new IllegalArgumentException(
                            parts[0] + " has two lists of values: " + other + " and " + texts);
                }
            }
        });
        return enums;
    }

    private static String[] parts(String value) {
        String[] parts = value.split("\\s*:\\s*", 2);
        if (parts.length != 2 || parts[1].isBlank()) {
            throw new IllegalArgumentException("an enum is written as Name: value, value; not as " + value);
        }
        className(parts[0]);
        return parts;
    }

    /** Generated code calls classes of java.lang by their short names. */
    private static String className(String name) {
        if (!CLASS_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a class cannot be called " + name + ": take a word of ASCII letters");
        }
        try {
            Class.forName("java.lang." + name, false, null);
        } catch (ClassNotFoundException e) {
            return name;
        }
        throw new IllegalArgumentException(
                "a class cannot be called " + name + ", as java.lang has one: take another name");
    }
}
