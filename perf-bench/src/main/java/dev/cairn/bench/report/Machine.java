package dev.cairn.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.SQLiteJDBCLoader;

/** What the figures were measured on. */
public final class Machine {
    private Machine() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("sqlite-jdbc", SQLiteJDBCLoader.getVersion());
        facts.put("jOOQ", org.jooq.Constants.FULL_VERSION);
        facts.put("Hibernate", org.hibernate.Version.getVersionString());
        version(facts, "HikariCP", com.zaxxer.hikari.HikariDataSource.class);
        version(facts, "Jdbi", org.jdbi.v3.core.Jdbi.class);
        version(facts, "MyBatis", org.apache.ibatis.session.SqlSession.class);
        version(facts, "Spring", org.springframework.jdbc.core.JdbcTemplate.class);
        return facts;
    }

    private static void version(Map<String, String> facts, String name, Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        if (version != null) {
            facts.put(name, version);
        }
    }

    /** In one line. */
    public static String describe() {
        return facts().entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
