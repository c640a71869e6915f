package dev.cairn.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        facts.put("processor", processor());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("sqlite-jdbc", SQLiteJDBCLoader.getVersion());
        facts.put("jOOQ", org.jooq.Constants.FULL_VERSION);
        facts.put("Hibernate", org.hibernate.Version.getVersionString());
        facts.put("SQLite", sqlite());
        version(facts, "HikariCP", com.zaxxer.hikari.HikariDataSource.class);
        version(facts, "Jdbi", org.jdbi.v3.core.Jdbi.class);
        version(facts, "MyBatis", org.apache.ibatis.session.SqlSession.class);
        version(facts, "Spring", org.springframework.jdbc.core.JdbcTemplate.class);
        return facts;
    }

    /** As Linux calls it. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String sqlite() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not start", e);
        }
    }

    private static void version(Map<String, String> facts, String name, Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        if (version != null) {
            facts.put(name, version);
        }
    }
}
