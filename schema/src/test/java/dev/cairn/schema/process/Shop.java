package dev.cairn.schema.process;

import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.Target;
import java.nio.file.Path;
import java.sql.SQLException;

/** A shop with many orders, and the migrations that rebuild, widen, index and move them. */
final class Shop {
    static final String FOLDER = "process/shop";
    static final Migrations MIGRATIONS = Migrations.classpath(FOLDER);

    private Shop() {}

    /** A database at its first migration, with so many orders. */
    static Database filled(Path file, int orders) throws SQLException {
        Migrator.of(file, MIGRATIONS).migrate(Target.to(1));
        return new Database(file)
                .run("INSERT INTO customers SELECT n, 'customer ' || n FROM " + numbers(1000), """
                        INSERT INTO orders SELECT n, 1 + n % 1000, iif(n % 3, 'open', 'closed'),
                            printf('%08x', n * 2654435761 % 4294967296) || ' is the note of order number ' || n
                        FROM\s""" + numbers(orders));
    }

    private static String numbers(int last) {
        return "(WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < " + last
                + ") SELECT n FROM r)";
    }
}
