package dev.cairn.codegen;

import java.util.List;
import java.util.Optional;

/**
 * What is to be generated: the tables and views of one schema, as SQLite's PRAGMAs tell them.
 *
 * @param tables in the order of their names
 */
record Model(List<Table> tables) {

    /** A table or view. */
    record Table(
            String name,
            String javaName,
            boolean view,
            boolean withoutRowid,
            List<Column> columns,
            List<Column> key,
            List<Index> indexes,
            List<ForeignKey> foreignKeys,
            Optional<Search> search,
            Optional<Column> version) {

        Optional<Column> identity() {
            return columns.stream().filter(Column::identity).findFirst();
        }

        Optional<Column> find(String column) {
            return columns.stream()
                    .filter(c -> c.name().equalsIgnoreCase(column))
                    .findFirst();
        }

        String sql() {
            return Names.sql(name);
        }

        /** Whether it is a full-text table with texts of its own. */
        boolean fullText() {
            return search.stream().anyMatch(s -> s.name().equals(name));
        }
    }

    /** A column; generated ones are never written. */
    record Column(
            String name,
            String javaName,
            int position,
            String declared,
            ValueKind kind,
            String constants,
            boolean notNull,
            Optional<String> defaultValue,
            boolean generated,
            boolean identity,
            boolean packed) {

        String sql() {
            return Names.sql(name);
        }

        /** Whether an insert has to give it a value. */
        boolean required() {
            return notNull && defaultValue.isEmpty() && !generated && !identity;
        }
    }

    /**
     * An index, or a UNIQUE constraint, whose index has a name that no statement can rely on.
     *
     * @param predicate of a partial index
     */
    record Index(
            String name, boolean constraint, boolean unique, Optional<String> predicate, List<IndexColumn> columns) {

        /** Whether its columns are plain and compared byte by byte, so that an equality can use it. */
        boolean plain() {
            return columns.stream()
                    .allMatch(c -> c.column().isPresent() && c.collation().equals("BINARY"));
        }

        List<Column> plainColumns() {
            return columns.stream().map(c -> c.column().orElseThrow()).toList();
        }
    }

    /** A column of an index, or an expression. */
    record IndexColumn(Optional<Column> column, boolean descending, String collation) {}

    /** A foreign key. */
    record ForeignKey(List<String> columns, String parent, List<String> references) {}

    /**
     * A full-text index over the rows of a table.
     *
     * @param rowid the column of that table whose number an entry has
     */
    record Search(String name, String rowid) {}
}
