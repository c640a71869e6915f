package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A database file of customers and orders, as any other program sees it, through the plain driver. */
public record Shop(Path file) {

    /** One in WAL mode with so many orders. The same seed gives the same rows. */
    public static Shop filled(Path file, int orders) {
        Shop shop = new Shop(file);
        shop.run(
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), "
                        + "status TEXT NOT NULL, detail TEXT NOT NULL)",
                "CREATE INDEX orders_by_customer ON orders (customer_id)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) "
                        + "INSERT INTO customers SELECT i, 'customer ' || i FROM n");
        return shop.order(orders, new Random(7));
    }

    /** Adds orders. */
    public Shop order(int count, Random random) {
        try (Connection connection = open();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO orders (customer_id, status, detail) VALUES (?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                insert.setInt(1, 1 + random.nextInt(50));
                insert.setString(2, random.nextBoolean() ? "open" : "shipped");
                insert.setString(3, "item " + random.nextLong() + " of " + random.nextLong());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
        }
        return connection;
    }

    public Shop run(String... sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> texts(String query) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long orders() {
        return Long.parseLong(texts("SELECT count(*) FROM orders").get(0));
    }

    /** Schema and all rows as text: equal states are equal databases. */
    public List<String> state() {
        List<String> state = new ArrayList<>(texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1"));
        for (String table : texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY 1")) {
            String values = String.join(
                    " || ',' || ", texts("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('" + table + "')"));
            state.addAll(texts("SELECT " + values + " FROM \"" + table + "\" ORDER BY 1"));
        }
        return state;
    }

    /** Asserts that the file is whole and that nobody has left it open. */
    public Shop requireSound() {
        assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(file.resolveSibling(file.getFileName() + "-wal")).doesNotExist();
        return this;
    }

    /** All files below a directory. */
    public static List<Path> filesBelow(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
