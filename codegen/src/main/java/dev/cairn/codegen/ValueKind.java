package dev.cairn.codegen;

import java.util.Locale;

/** What the values of a column are in Java, by the name of its declared type. */
enum ValueKind {
    NUMBER("long", "java.lang.Long", "number", "BIGINT", 2),
    REAL("double", "java.lang.Double", "real", "DOUBLE", 2),
    TRUTH("boolean", "java.lang.Boolean", "truth", "BOOLEAN", 1),
    TEXT("java.lang.String", "java.lang.String", "text", "VARCHAR", 1),
    INSTANT("java.time.Instant", "java.time.Instant", "instant", "VARCHAR", 1),
    JSON("org.jooq.JSON", "org.jooq.JSON", "json", "JSON", 1),
    UUID("java.util.UUID", "java.util.UUID", "uuid", "BLOB", 1),
    BYTES("byte[]", "byte[]", "bytes", "BLOB", 1),
    CONSTANT("", "", "constant", "VARCHAR", 1);

    private final String plain;
    private final String boxed;
    private final String reader;
    private final String jooqType;
    private final int slots;

    ValueKind(String plain, String boxed, String reader, String jooqType, int slots) {
        this.plain = plain;
        this.boxed = boxed;
        this.reader = reader;
        this.jooqType = jooqType;
        this.slots = slots;
    }

    /** The Java type that is never null. */
    String plain() {
        return plain;
    }

    /** The Java type that may be null. */
    String boxed() {
        return boxed;
    }

    /** The method of {@code Cells} and {@code Packed} that reads it. */
    String reader() {
        return reader;
    }

    /** The type that jOOQ knows for what is stored. */
    String jooqType() {
        return jooqType;
    }

    /** How many of a method's 255 argument slots the plain type takes. */
    int slots() {
        return slots;
    }

    /** Whether a value is short enough to travel in one array with its neighbours. */
    boolean packs() {
        return this != JSON && this != UUID && this != BYTES;
    }

    /** SQLite's own rules of affinity (https://www.sqlite.org/datatype3.html), after the names that mean more to us. */
    static ValueKind of(String declared) {
        String name = declared.toUpperCase(Locale.ROOT)
                .replaceAll("GENERATED ALWAYS", "")
                .replaceAll("\\(.*\\)", "")
                .strip();
        return switch (name) {
            case "" -> BYTES;
            case "BOOL", "BOOLEAN" -> TRUTH;
            case "DATETIME", "TIMESTAMP" -> INSTANT;
            case "JSON", "JSONB" -> JSON;
            case "ANY" -> BYTES;
            default -> byAffinity(name);
        };
    }

    private static ValueKind byAffinity(String name) {
        if (name.contains("INT")) {
            return NUMBER;
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT") || name.contains("STRING")) {
            return TEXT;
        }
        if (name.contains("BLOB")) {
            return BYTES;
        }
        if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return REAL;
        }
        // NUMERIC, DECIMAL, DATE and the like hold whatever they were given; a text loses nothing.
        return TEXT;
    }
}
