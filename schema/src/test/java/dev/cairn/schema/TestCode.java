package dev.cairn.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A code migration made of its steps. */
record TestCode(String name, CodeMigration.Step way, Optional<CodeMigration.Step> down) implements CodeMigration {

    TestCode(String name, CodeMigration.Step up) {
        this(name, up, Optional.empty());
    }

    /** Runs these statements. */
    static CodeMigration.Step sql(String... statements) {
        return connection -> {
            try (var statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        };
    }

    @Override
    public String checksum() {
        return "1";
    }

    @Override
    public void up(Connection connection) throws SQLException {
        way.run(connection);
    }
}
