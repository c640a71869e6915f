package dev.cairn.bench.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The bundled systems, each with data of its own kind. The same size and seed give the same rows. */
public enum Dataset {
    /** Documents and their review. */
    PQS,
    /** Files of clients. */
    EBF,
    /** Conversations with models. */
    HIVE,
    /** Tasks in the field. */
    RPMA;

    /**
     * Fills the empty tables of a migrated database in one transaction and lets SQLite look at them.
     *
     * @param size rows of the table that everything else hangs on: users, files, messages, tasks
     */
    public void fill(Connection connection, int size, long seed) throws SQLException {
        Draw draw = new Draw(seed);
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            switch (this) {
                case PQS -> new PqsData(connection, draw, size).fill();
                case EBF -> new EbfData(connection, draw, size).fill();
                case HIVE -> new HiveData(connection, draw, size).fill();
                case RPMA -> new RpmaData(connection, draw, size).fill();
            }
            statement.execute("COMMIT");
            statement.execute("ANALYZE");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** Where its migrations are on the class path. */
    public String migrations() {
        return "db/" + name().toLowerCase(Locale.ROOT);
    }
}
