package dev.cairn.backup.process;

import dev.cairn.backup.Shop;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Orders without pause until it is killed, and says each order once it is committed. What it adds up must stay: the
 * counter is the number of its orders.
 */
final class OrderingProgram {
    private OrderingProgram() {}

    /** The database. */
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = new Shop(Path.of(arguments[0])).open();
                PreparedStatement order = connection.prepareStatement("INSERT INTO log (n) VALUES (?)");
                PreparedStatement count = connection.prepareStatement("UPDATE counter SET n = n + 1")) {
            connection.setAutoCommit(false);
            for (long n = 1; ; n++) {
                order.setLong(1, n);
                order.executeUpdate();
                count.executeUpdate();
                connection.commit();
                System.out.println("acked " + n);
            }
        }
    }
}
