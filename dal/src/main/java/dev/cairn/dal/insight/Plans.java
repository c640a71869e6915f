package dev.cairn.dal.insight;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.statement.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks up what SQLite means to do for a statement (https://www.sqlite.org/eqp.html). Thread-safe. */
final class Plans {
    /** Not PRAGMA: some of those act while they are prepared, EXPLAIN or not. */
    private static final Set<String> EXPLAINED =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES");

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Inspected database;

    Plans(Inspected database) {
        this.database = database;
    }

    /** The lines of a plan, deeper ones indented. */
    List<String> plan(String sql, Duration patience) {
        if (!isExplained(sql)) {
            throw DalException.of(Kind.MISUSE, "instead", "explain one SELECT, INSERT, UPDATE or DELETE");
        }
        return database.look("explain", patience, connection -> plan(connection, sql));
    }

    /** The same; none if it cannot be had now, or at all. */
    List<String> planOrNone(String sql) {
        try {
            return isExplained(sql) ? plan(sql, PATIENCE) : List.of();
        } catch (DalException e) {
            return List.of();
        }
    }

    private static boolean isExplained(String sql) {
        String text = Sql.shape(sql).strip();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return EXPLAINED.contains(text.substring(0, end).toUpperCase(Locale.ROOT));
    }

    private static List<String> plan(Connection connection, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        Map<Integer, Integer> depths = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (rows.next()) {
                int depth = depths.getOrDefault(rows.getInt("parent"), -1) + 1;
                depths.put(rows.getInt("id"), depth);
                lines.add("  ".repeat(depth) + rows.getString("detail"));
            }
        }
        return lines;
    }
}
