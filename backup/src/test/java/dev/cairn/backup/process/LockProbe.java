package dev.cairn.backup.process;

import dev.cairn.backup.Shop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Scanner;

/** Tries to write whenever it is told to go, and says whether it could. */
final class LockProbe {
    private LockProbe() {}

    /** The database. */
    public static void main(String[] arguments) throws SQLException {
        Scanner parent = new Scanner(System.in, StandardCharsets.UTF_8);
        System.out.println("ready");
        while (parent.hasNextLine()) {
            parent.nextLine();
            try (Connection connection = new Shop(Path.of(arguments[0])).open();
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 0");
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("ROLLBACK");
                System.out.println("probe free");
            } catch (SQLException e) {
                System.out.println("probe " + (e.getErrorCode() == 5 ? "locked" : e.getMessage()));
            }
        }
    }
}
