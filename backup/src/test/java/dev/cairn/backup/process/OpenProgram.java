package dev.cairn.backup.process;

import dev.cairn.backup.Shop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Scanner;

/** Has a database open and does nothing with it, but says how many orders there are when it is told to go. */
final class OpenProgram {
    private OpenProgram() {}

    /** The database. */
    public static void main(String[] arguments) throws SQLException {
        Scanner parent = new Scanner(System.in, StandardCharsets.UTF_8);
        try (Connection connection = new Shop(Path.of(arguments[0])).open();
                Statement statement = connection.createStatement()) {
            do {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders")) {
                    System.out.println("orders " + rows.getLong(1));
                }
            } while (parent.hasNextLine() && !parent.nextLine().isEmpty());
        }
    }
}
