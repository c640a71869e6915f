package dev.cairn.schema.process;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** A reader or a writer that knows nothing of migrations, and goes on until its input ends: {@code ROLE DATABASE}. */
final class OrdinaryProgram {
    /** One query is one snapshot: the schema, and whether rows and columns belong to it. */
    static final String LOOK = """
            SELECT (SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema
                    WHERE tbl_name <> 'migration_history' AND type IN ('table', 'index') ORDER BY 1))
                || ' / ' || (SELECT group_concat(name) FROM pragma_table_info('orders'))
                || ' / ' || (SELECT count(*) || ' ' || sum(length(note)) FROM orders)""";

    private OrdinaryProgram() {}

    public static void main(String[] args) throws SQLException, IOException {
        boolean reads = args[0].equals("reader");
        Set<String> seen = new TreeSet<>();
        long rounds = 0;
        long errors = 0;
        long longest = 0;
        try (Connection connection = new Database(Path.of(args[1])).open()) {
            while (System.in.available() == 0) {
                long start = System.nanoTime();
                try (Statement statement = connection.createStatement()) {
                    if (reads) {
                        look(statement, seen);
                    } else {
                        visit(statement);
                    }
                } catch (SQLException e) {
                    System.out.println("error " + e.getMessage());
                    errors++;
                }
                longest = Math.max(longest, System.nanoTime() - start);
                if (rounds++ == 0) {
                    System.out.println("works");
                }
            }
        }
        seen.forEach(state -> System.out.println("saw " + state));
        System.out.println("rounds " + rounds);
        System.out.println("errors " + errors);
        System.out.println("longest " + longest / 1_000_000);
    }

    private static void look(Statement statement, Set<String> seen) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOOK)) {
            seen.add(row.getString(1));
        }
    }

    private static void visit(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        try {
            statement.execute("INSERT INTO visits (at) VALUES (unixepoch())");
            statement.execute("COMMIT");
        } catch (SQLException e) {
            statement.execute("ROLLBACK");
            throw e;
        }
    }
}
