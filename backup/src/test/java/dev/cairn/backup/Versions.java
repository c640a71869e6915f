package dev.cairn.backup;

import dev.cairn.dal.Database;
import dev.cairn.schema.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schema of a {@link Shop} as migrations, in two versions. */
public final class Versions {
    private static final String FIRST = """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id),
                status TEXT NOT NULL, detail TEXT NOT NULL);
            CREATE INDEX orders_by_customer ON orders (customer_id);
            """;
    private static final String SECOND = "ALTER TABLE customers ADD COLUMN city TEXT;\n";

    private final Path folder;

    public Versions(Path folder) {
        this.folder = folder;
    }

    private Migrations upTo(int version) {
        try {
            Path directory = Files.createDirectories(folder.resolve("migrations" + version));
            Files.writeString(directory.resolve("001_shop.sql"), FIRST);
            if (version > 1) {
                Files.writeString(directory.resolve("002_city.sql"), SECOND);
            }
            return Migrations.directory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of this version. */
    public Database open(Path file, int version) {
        return Database.open(file, upTo(version));
    }

    /** The same with customers and so many orders. */
    public Database filled(Path file, int orders) {
        Database database = open(file, 1);
        customers(database);
        database.write(() -> database.dsl()
                .execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + orders
                        + ") INSERT INTO orders (customer_id, status, detail) SELECT 1 + i % 50, 'open', 'item ' || i || "
                        + "hex(randomblob(20)) FROM n"));
        return database;
    }

    private static void customers(Database database) {
        database.write(() -> database.dsl()
                .execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) "
                        + "INSERT INTO customers (id, name) SELECT i, 'customer ' || i FROM n"));
    }
}
