package dev.cairn.console;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Cairn's own version, and those of what it runs on. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException, SQLException {
        return new String[] {
            "cairn " + cairn(), "SQLite " + sqlite(), "Java " + System.getProperty("java.version"),
        };
    }

    private static String cairn() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        }
        return properties.getProperty("version");
    }

    private static String sqlite() throws SQLException {
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = memory.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            return row.getString(1);
        }
    }
}
