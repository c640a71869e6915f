package dev.cairn.schema.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A database file as any other program sees it, through the plain driver. */
record Database(Path file) {

    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
        }
        return connection;
    }

    Database run(String... sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
        return this;
    }

    List<String> texts(String query) throws SQLException {
        try (Connection connection = open()) {
            return texts(connection, query);
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** What the history says, in order. */
    List<String> history() throws SQLException {
        return texts("SELECT id || ' ' || migration_name || ' ' || status FROM migration_history ORDER BY id");
    }

    /** A digest of the schema and of all rows but the history's: equal states are equal databases. */
    String state() throws SQLException {
        try (Connection connection = open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts(connection, """
                    SELECT type || name || sql FROM sqlite_schema
                    WHERE sql IS NOT NULL AND tbl_name NOT IN ('migration_history', 'sqlite_sequence') ORDER BY 1""").forEach(item -> update(digest, item));
            for (String table : texts(connection, """
                    SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
                    AND name NOT IN ('migration_history', 'sqlite_sequence') ORDER BY 1""")) {
                String columns = String.join(
                        " || ',' || ",
                        texts(
                                connection,
                                "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('" + table + "')"));
                texts(connection, "SELECT " + columns + " FROM \"" + table + "\" ORDER BY 1")
                        .forEach(row -> update(digest, row));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /** The files beside it that are neither the database nor a finished restore point. */
    List<String> strangers() throws IOException {
        String name = file.getFileName().toString();
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> !f.equals(name) && !f.matches(name + "\\.restore-point-\\w+\\.db"))
                    .toList();
        }
    }
}
