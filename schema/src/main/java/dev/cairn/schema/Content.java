package dev.cairn.schema;

import dev.cairn.schema.Schema.Item;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Schema and rows of a database, such that two can be compared: rows by a digest that their order does not change. */
record Content(Schema schema, Map<String, Rows> rows) {
    private static final int COLUMNS_A_VALUE = 100;

    /** How many rows a table has, and the sum of their digests. */
    record Rows(long count, long high, long low) {}

    static Content of(Sqlite db) throws SQLException {
        Schema schema = Schema.read(db);
        Map<String, Rows> rows = new TreeMap<>();
        for (Item table : schema.tables()) {
            if (!table.isVirtual()) {
                rows.put(table.name(), digest(db, table.name()));
            }
        }
        return new Content(schema, rows);
    }

    private static Rows digest(Sqlite db, String table) throws SQLException {
        MessageDigest sha = sha256();
        long count = 0;
        long high = 0;
        long low = 0;
        List<String> columns = Schema.columns(db, table);
        int values = (columns.size() + COLUMNS_A_VALUE - 1) / COLUMNS_A_VALUE;
        try (PreparedStatement statement = db.connection().prepareStatement(select(table, columns));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                for (int i = 1; i <= values; i++) {
                    sha.update(rows.getBytes(i));
                }
                ByteBuffer digest = ByteBuffer.wrap(sha.digest());
                count++;
                high += digest.getLong();
                low += digest.getLong();
            }
        }
        return new Rows(count, high, low);
    }

    /** Many columns in few values, since the driver's cost is by the value; hex, since quote stops at a NUL. */
    private static String select(String table, List<String> columns) {
        List<String> values = new ArrayList<>();
        for (int from = 0; from < columns.size(); from += COLUMNS_A_VALUE) {
            values.add(columns.subList(from, Math.min(columns.size(), from + COLUMNS_A_VALUE)).stream()
                    .map(Sqlite::quote)
                    .map(c -> "CASE typeof(" + c + ") WHEN 'text' THEN hex(" + c + ") ELSE quote(" + c + ") END")
                    .collect(Collectors.joining(", ", "concat_ws(',', ", ")")));
        }
        return "SELECT " + String.join(", ", values) + " FROM " + Sqlite.quote(table);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** How another content differs in its schema from this one. */
    List<String> schemaDifferences(Content other) {
        return schema.differences(other.schema).stream()
                .map(Drift.Difference::toString)
                .toList();
    }

    /** The tables of either whose rows differ, by their number or at all. */
    List<String> rowDifferences(Content other, boolean countsOnly) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> tables = new TreeSet<>(rows.keySet());
        tables.addAll(other.rows.keySet());
        for (String table : tables) {
            Rows before = rows.getOrDefault(table, new Rows(0, 0, 0));
            Rows after = other.rows.getOrDefault(table, new Rows(0, 0, 0));
            if (before.count() != after.count()) {
                differences.add(table + ": " + before.count() + " rows became " + after.count());
            } else if (!countsOnly && !before.equals(after)) {
                differences.add(table + ": " + before.count() + " rows, some with other values");
            }
        }
        return differences;
    }
}
