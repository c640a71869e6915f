package dev.cairn.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DatasetTest {
    private static final int SIZE = 1_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void fill_sameSeed_givesTheSameRows(Dataset dataset) throws Exception {
        assertThat(rows(dataset, "a", 7)).isEqualTo(rows(dataset, "b", 7)).isNotEqualTo(rows(dataset, "c", 8));
    }

    @ParameterizedTest
    @EnumSource
    void fill_anySystem_leavesNoDanglingReferenceAndNoEmptyTable(Dataset dataset) throws Exception {
        try (Connection connection = fill(dataset, "whole", 1)) {
            assertThat(strings(connection, "SELECT * FROM pragma_foreign_key_check"))
                    .isEmpty();
            assertThat(strings(connection, "PRAGMA integrity_check")).containsExactly("ok");
            for (String table : tables(connection)) {
                assertThat(strings(connection, "SELECT count(*) FROM \"" + table + "\""))
                        .as(table)
                        .doesNotContain("0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fill_listener_hearsOfEveryRow(Dataset dataset) throws Exception {
        AtomicLong heard = new AtomicLong();
        try (Connection connection = migrated(dataset, "heard")) {
            long before = count(connection);
            dataset.fill(connection, SIZE, 1, heard::addAndGet);
            assertThat(count(connection)).isEqualTo(before + heard.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sizeFor_rows_givesAboutSoMany(Dataset dataset) throws Exception {
        AtomicLong heard = new AtomicLong();
        try (Connection connection = migrated(dataset, "sized")) {
            dataset.fill(connection, dataset.sizeFor(20_000), 1, heard::addAndGet);
            assertThat(heard.get()).isBetween(17_000L, 23_000L);
        }
    }

    private static long count(Connection connection) throws SQLException {
        long rows = 0;
        for (String table : tables(connection)) {
            rows += Long.parseLong(strings(connection, "SELECT count(*) FROM \"" + table + "\"")
                    .get(0));
        }
        return rows;
    }

    private List<String> rows(Dataset dataset, String name, long seed) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = fill(dataset, name, seed)) {
            for (String table : tables(connection)) {
                rows.addAll(rows(connection, table));
            }
        }
        return rows;
    }

    private Connection fill(Dataset dataset, String name, long seed) throws Exception {
        Connection connection = migrated(dataset, name);
        dataset.fill(connection, SIZE, seed);
        return connection;
    }

    private Connection migrated(Dataset dataset, String name) throws SQLException {
        Path file = folder.resolve(name + ".db");
        Migrator.of(file, Migrations.classpath(dataset.migrations())).migrate();
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return strings(
                connection,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                        + "AND name NOT LIKE 'sqlite%' AND name <> 'migration_history' ORDER BY name");
    }

    /** Without what is by default the time of the insert. */
    private static List<String> rows(Connection connection, String table) throws SQLException {
        List<String> columns = strings(
                connection,
                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('" + table
                        + "') WHERE coalesce(dflt_value, '') NOT LIKE '%CURRENT%' AND coalesce(dflt_value, '') NOT LIKE '%unixepoch%'");
        return strings(connection, "SELECT " + String.join(" || ", columns) + " FROM \"" + table + "\" ORDER BY rowid");
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
