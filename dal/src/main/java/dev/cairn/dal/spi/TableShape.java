package dev.cairn.dal.spi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a repository knows of its table or view: names, keys, and how a row is read. Immutable once its repository class
 * is loaded.
 */
public final class TableShape<R> {
    /** Reads a row column by column. */
    @FunctionalInterface
    public interface ColumnReader<R> {
        /** The row that stands in the cells. */
        R read(Cells cells) throws SQLException;
    }

    /** Reads a row whose short columns came as one array. */
    @FunctionalInterface
    public interface PackedReader<R> {
        /** The row that stands in the array and the cells beside it. */
        R read(Packed packed) throws SQLException;
    }

    private final String table;
    private final String sqlName;
    private final List<String> columns;
    private final List<String> sqlColumns;
    private final ColumnReader<R> columnReader;
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();
    private @Nullable PackedReader<R> packedReader;
    private String packedSelect = "";
    private int[] key = {};
    private int[] required = {};
    private int identity = -1;
    private int version = -1;

    private TableShape(
            String table, String sqlName, List<String> columns, List<String> sqlColumns, ColumnReader<R> columnReader) {
        this.table = table;
        this.sqlName = sqlName;
        this.columns = columns;
        this.sqlColumns = sqlColumns;
        this.columnReader = columnReader;
    }

    /**
     * A table of this name, with the names of its columns as they are; SQL has them quoted where they need it.
     *
     * @param sqlNames the table, then the columns, as SQL wants them
     */
    public static <R> TableShape<R> of(ColumnReader<R> reader, List<String> names, List<String> sqlNames) {
        return new TableShape<>(
                names.get(0),
                sqlNames.get(0),
                names.subList(1, names.size()),
                sqlNames.subList(1, sqlNames.size()),
                reader);
    }

    /** With the columns of its primary key, counted from 0. */
    public TableShape<R> key(int... positions) {
        this.key = positions;
        return this;
    }

    /** With the columns that have neither default nor NULL. */
    public TableShape<R> required(int... positions) {
        this.required = positions;
        return this;
    }

    /** With the column that is the rowid, which SQLite counts up. */
    public TableShape<R> identity(int position) {
        this.identity = position;
        return this;
    }

    /** With the column that counts the changes of a row. */
    public TableShape<R> version(int position) {
        this.version = position;
        return this;
    }

    /** With a second way to read a row, whose short columns come as one array. */
    public TableShape<R> packed(String select, PackedReader<R> reader) {
        this.packedSelect = select;
        this.packedReader = reader;
        return this;
    }

    String table() {
        return table;
    }

    /** What one of the methods that read or write this table is called by. */
    Operation operation(String method) {
        return operations.computeIfAbsent(method, m -> Operation.of(table, m));
    }

    String sqlName() {
        return sqlName;
    }

    String column(int position) {
        return columns.get(position);
    }

    int width() {
        return columns.size();
    }

    String sqlColumn(int position) {
        return sqlColumns.get(position);
    }

    List<String> sqlColumns() {
        return sqlColumns;
    }

    int[] key() {
        return key;
    }

    int[] required() {
        return required;
    }

    int identity() {
        return identity;
    }

    int version() {
        return version;
    }

    ColumnReader<R> columnReader() {
        return columnReader;
    }

    @Nullable
    PackedReader<R> packedReader() {
        return packedReader;
    }

    String selectColumns() {
        return String.join(", ", sqlColumns);
    }

    String selectPacked() {
        return packedSelect;
    }

    /** The key of a row that is being read column by column, for an error. */
    String describeKey(ResultSet row, int offset) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int position : key) {
            values.add(column(position) + " " + row.getString(offset + position + 1));
        }
        return values.isEmpty() ? "none" : String.join(", ", values);
    }
}
