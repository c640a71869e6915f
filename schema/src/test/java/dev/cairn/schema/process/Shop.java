package dev.cairn.schema.process;

import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A shop with many orders, and the migrations that rebuild, widen, index and move them. */
record Shop(Path migrations, Database filled) {
    static final int LATEST = 5;

    /** At its first migration, with so many orders. */
    static Shop with(int orders, Path folder) throws IOException, SQLException {
        Path migrations = Files.createDirectories(folder.resolve("migrations"));
        Shop shop = new Shop(migrations, new Database(folder.resolve("filled.db")));
        shop.write("001_shop", """
                CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
                CREATE TABLE orders (
                    id INTEGER PRIMARY KEY,
                    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
                    state TEXT NOT NULL,
                    note TEXT NOT NULL
                );
                CREATE INDEX idx_orders_customer ON orders (customer_id);
                CREATE TABLE visits (id INTEGER PRIMARY KEY, at TEXT NOT NULL);
                """, "DROP TABLE visits; DROP TABLE orders; DROP TABLE customers;");
        shop.write("002_rebuild", rebuild("amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0)"), rebuild("note TEXT"));
        shop.write("003_title", """
                ALTER TABLE orders ADD COLUMN title TEXT;
                UPDATE orders SET title = upper(substr(note, 1, 20)), amount = id % 1000;
                """, "ALTER TABLE orders DROP COLUMN title;");
        shop.write("004_indexes", """
                CREATE INDEX idx_orders_state ON orders (state, amount);
                CREATE INDEX idx_orders_title ON orders (title);
                CREATE INDEX idx_orders_note ON orders (note);
                """, "DROP INDEX idx_orders_state; DROP INDEX idx_orders_title; DROP INDEX idx_orders_note;");
        shop.write("005_archive", """
                -- destructive: closed orders move to the archive
                CREATE TABLE archive (order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, note TEXT NOT NULL);
                INSERT INTO archive SELECT id, customer_id, note FROM orders WHERE state = 'closed';
                DELETE FROM orders WHERE state = 'closed';
                """, """
                INSERT INTO orders (id, customer_id, state, note) SELECT order_id, customer_id, 'closed', note FROM archive;
                DROP TABLE archive;
                """);
        shop.migrate(shop.filled, Target.to(1));
        shop.filled.run("INSERT INTO customers SELECT value, 'customer ' || value FROM generate_series(1, 1000)", """
                INSERT INTO orders SELECT value, 1 + value % 1000, iif(value % 3, 'open', 'closed'),
                    printf('%08x', value * 2654435761 % 4294967296) || ' the note of order number ' || value
                FROM generate_series(1, ORDERS)""".replace("ORDERS", Integer.toString(orders)), "INSERT INTO visits VALUES (1, 'first')");
        return shop;
    }
}
