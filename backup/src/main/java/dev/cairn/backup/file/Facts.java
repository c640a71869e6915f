package dev.cairn.backup.file;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What can be asked of a database in one read transaction, and must be the same in every copy of it.
 *
 * @param tables the rows of each table that is a b-tree of its own
 */
public record Facts(
        int pageSize,
        long pageCount,
        String schemaSha256,
        long applicationId,
        long userVersion,
        String encoding,
        long autoVacuum,
        SortedMap<String, Long> tables) {
    private static final String TABLES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name";

    /** Keeps the counts from changing. */
    public Facts {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /** Reads them. Tables that cannot be counted are left out and told to {@code defects}. */
    static Facts read(Sqlite db, List<String> defects) throws SQLException {
        SortedMap<String, Long> tables = new TreeMap<>();
        for (String table : db.texts(TABLES)) {
            try {
                tables.put(table, db.number("SELECT count(*) FROM " + Sqlite.quote(table)));
            } catch (SQLException e) {
                defects.add("table " + table + " cannot be counted");
            }
        }
        return new Facts(
                (int) db.number("PRAGMA page_size"),
                db.number("PRAGMA page_count"),
                schemaDigest(db),
                db.number("PRAGMA application_id"),
                db.number("PRAGMA user_version"),
                db.text("PRAGMA encoding"),
                db.number("PRAGMA auto_vacuum"),
                tables);
    }

    /** Of the text of the schema, not of where its pages lie: the same after VACUUM. */
    public static String schemaDigest(Sqlite db) throws SQLException {
        Digest digest = Digest.sha256();
        for (String item :
                db.texts("SELECT quote(type) || ' ' || quote(name) || ' ' || quote(tbl_name) || ' ' || quote(sql) "
                        + "FROM sqlite_schema ORDER BY type, name, tbl_name, sql")) {
            digest.update((item + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return digest.hex();
    }

    /** The length of the file. */
    public long bytes() {
        return pageSize * pageCount;
    }

    /** In words, what is different in another database; nothing if it is the same. */
    public List<String> differences(Facts other) {
        List<String> found = new ArrayList<>();
        note(found, "page_size", pageSize, other.pageSize);
        note(found, "page_count", pageCount, other.pageCount);
        note(found, "schema", schemaSha256, other.schemaSha256);
        note(found, "application_id", applicationId, other.applicationId);
        note(found, "user_version", userVersion, other.userVersion);
        note(found, "encoding", encoding, other.encoding);
        note(found, "auto_vacuum", autoVacuum, other.autoVacuum);
        for (Map.Entry<String, Long> table : tables.entrySet()) {
            note(found, "rows of " + table.getKey(), table.getValue(), other.tables.getOrDefault(table.getKey(), -1L));
        }
        note(found, "tables", tables.keySet(), other.tables.keySet());
        return found;
    }

    private static void note(List<String> found, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            found.add(what + " is " + actual + " instead of " + expected);
        }
    }
}
