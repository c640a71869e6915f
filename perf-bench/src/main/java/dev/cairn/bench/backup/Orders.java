package dev.cairn.bench.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * A shop's database: an order is about 1.3 KB of JSON, a tenth as many customers, three indexes. Used through the plain
 * driver, in WAL mode. The same seed gives the same rows.
 *
 * @param file the database
 * @param count how many orders it began with
 */
record Orders(Path file, int count) {
    private static final int PER_ORDER = 1_410;
    private static final int CUSTOMER_SHARE = 10;
    private static final String[] STATES = {"open", "paid", "packed", "shipped", "returned"};
    private static final String[] WORDS = ("amber anchor apple arrow autumn bamboo basket beacon birch blanket border"
                    + " bottle bracket branch bridge bronze button cabin candle canvas carbon cedar chain chalk cherry"
                    + " clover cobalt copper coral corner cotton cradle crystal curtain desert drawer ember engine"
                    + " fabric falcon feather fender filter fossil frame garden ginger glacier granite hammer handle"
                    + " harbor hazel helmet hollow island ivory jacket juniper kettle ladder lantern lattice leather"
                    + " lemon linen magnet maple marble meadow mirror mortar mountain needle nickel oak ocean olive"
                    + " orchard paddle panel paper pebble pepper pillow pine pocket prism quartz ribbon river saddle"
                    + " sand shelf silver spring steel summer table timber tunnel velvet violet walnut willow winter")
            .split(" ");

    /** How many orders make a database of so many megabytes. */
    static int forMegabytes(int megabytes) {
        return (int) (megabytes * 1_000_000L / PER_ORDER);
    }

    /** Makes one. */
    static Orders make(Path file, int count) throws SQLException {
        Orders orders = new Orders(file, count);
        try (Connection connection = orders.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL)");
            statement.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES"
                    + " customers (id), status TEXT NOT NULL, placed INTEGER NOT NULL, total REAL NOT NULL,"
                    + " detail TEXT NOT NULL)");
            statement.execute("CREATE INDEX customers_by_email ON customers (email)");
            statement.execute("CREATE INDEX orders_by_customer ON orders (customer_id)");
            statement.execute("CREATE INDEX orders_by_status ON orders (status, placed)");
        }
        orders.insertCustomers();
        orders.append(count, 1);
        return orders;
    }

    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 30000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
        }
        return connection;
    }

    /** Something to do in one transaction. */
    @FunctionalInterface
    private interface Batch {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private void inTransaction(String sql, Batch batch) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                batch.fill(statement);
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    private int customers() {
        return Math.max(1, count / CUSTOMER_SHARE);
    }

    private void insertCustomers() throws SQLException {
        Random random = new Random(11);
        inTransaction("INSERT INTO customers (name, email) VALUES (?, ?)", insert -> {
            for (int i = 0; i < customers(); i++) {
                insert.setString(1, word(random) + " " + word(random));
                insert.setString(2, word(random) + i + "@example.org");
                insert.addBatch();
            }
        });
    }

    /** Adds orders at the end. */
    void append(int number, long seed) throws SQLException {
        Random random = new Random(seed);
        inTransaction(
                "INSERT INTO orders (customer_id, status, placed, total, detail) VALUES (?, ?, ?, ?, ?)", insert -> {
                    for (int i = 0; i < number; i++) {
                        insert.setInt(1, 1 + random.nextInt(customers()));
                        insert.setString(2, STATES[random.nextInt(STATES.length)]);
                        insert.setLong(3, 1_780_000_000L + i * 37L);
                        insert.setDouble(4, random.nextInt(100_000) / 100.0);
                        insert.setString(5, detail(random));
                        insert.addBatch();
                        if (i % 1_000 == 999) {
                            insert.executeBatch();
                        }
                    }
                });
    }

    /** Changes two columns, one of them in an index, of so many orders anywhere. */
    void update(int number, long seed) throws SQLException {
        Random random = new Random(seed);
        inTransaction("UPDATE orders SET status = ?, total = ? WHERE id = ?", update -> {
            for (int i = 0; i < number; i++) {
                update.setString(1, STATES[random.nextInt(STATES.length)]);
                update.setDouble(2, random.nextInt(100_000) / 100.0);
                update.setInt(3, 1 + random.nextInt(count));
                update.addBatch();
            }
        });
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static String detail(Random random) {
        StringBuilder json = new StringBuilder(1_400).append("{\"items\":[");
        for (int i = 0; i < 8; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"")
                    .append(Long.toString(random.nextLong() >>> 16, 36))
                    .append("\",\"batch\":\"")
                    .append(Long.toString(random.nextLong() >>> 1, 36))
                    .append("\",\"name\":\"")
                    .append(word(random) + ' ' + word(random) + ' ' + word(random))
                    .append("\",\"quantity\":")
                    .append(1 + random.nextInt(9))
                    .append(",\"price\":")
                    .append(random.nextInt(20_000) / 100.0)
                    .append(",\"warehouse\":\"")
                    .append((char) ('A' + random.nextInt(6)))
                    .append(random.nextInt(100))
                    .append("\",\"gift\":")
                    .append(random.nextInt(8) == 0)
                    .append('}');
        }
        return json.append("],\"tracking\":\"")
                .append(Long.toString(random.nextLong() >>> 1, 36) + Long.toString(random.nextLong() >>> 1, 36))
                .append("\",\"ship_to\":{\"street\":\"")
                .append(word(random) + " street " + random.nextInt(200))
                .append("\",\"city\":\"")
                .append(word(random))
                .append("\",\"zip\":\"")
                .append(10_000 + random.nextInt(90_000))
                .append("\"},\"note\":\"")
                .append(word(random) + ' ' + word(random) + ' ' + word(random) + ' ' + word(random))
                .append("\"}")
                .toString();
    }
}
