package dev.cairn.backup.process;

import dev.cairn.backup.Shop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries again and again to take a database out of WAL mode, which only works where nobody else has it open; says so if
 * it did, and at last how often it tried.
 */
final class ModeProbe {
    private ModeProbe() {}

    /** The database. */
    public static void main(String[] arguments) {
        AtomicBoolean told = new AtomicBoolean();
        Thread parent = new Thread(() -> {
            new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
            told.set(true);
        });
        parent.setDaemon(true);
        parent.start();
        long tries = 0;
        for (; !told.get(); tries++) {
            if (taken(new Shop(Path.of(arguments[0])))) {
                System.out.println("took it");
            }
            if (tries == 0) {
                System.out.println("trying");
            }
        }
        System.out.println("tries " + tries);
    }

    private static boolean taken(Shop shop) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shop.file());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
                return mode.next() && mode.getString(1).equals("delete");
            }
        } catch (SQLException e) {
            return false;
        }
    }
}
