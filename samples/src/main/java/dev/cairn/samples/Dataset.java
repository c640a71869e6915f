package dev.cairn.samples;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/** The bundled systems, each with data of its own kind. The same size and seed give the same rows. */
public enum Dataset {
    /** Documents and their review. */
    PQS(6.5),
    /** Files of clients. */
    EBF(3.1),
    /** Conversations with models. */
    HIVE(3.6),
    /** Tasks in the field. */
    RPMA(1.85);

    private final double rowsEach;

    Dataset(double rowsEach) {
        this.rowsEach = rowsEach;
    }

    /** The size that gives about so many rows in all tables together. */
    public int sizeFor(int rows) {
        return (int) Math.max(1, rows / rowsEach);
    }

    /**
     * Fills the empty tables of a migrated database in one transaction and lets SQLite look at them.
     *
     * @param size rows of the table that everything else hangs on: users, files, messages, tasks
     */
    public void fill(Connection connection, int size, long seed) throws SQLException {
        fill(connection, size, seed, rows -> {});
    }

    /** The same, told how many rows more there are, every so often. */
    public void fill(Connection connection, int size, long seed, LongConsumer written) throws SQLException {
        Tables tables = new Tables(connection, written);
        Draw draw = new Draw(seed);
        try (Statement statement = connection.createStatement()) {
            // Enough for what unique keys touch at random.
            statement.execute("PRAGMA cache_size = -400000");
            statement.execute("BEGIN IMMEDIATE");
            List<String> indexes = dropIndexes(statement);
            switch (this) {
                case PQS -> new PqsData(tables, draw, size).fill();
                case EBF -> new EbfData(tables, draw, size).fill();
                case HIVE -> new HiveData(tables, draw, size).fill();
                case RPMA -> new RpmaData(tables, draw, size).fill();
            }
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("COMMIT");
            statement.execute("ANALYZE");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** They are built much faster at the end; what makes them is returned. */
    private static List<String> dropIndexes(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name, sql FROM sqlite_schema"
                + " WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                texts.add(rows.getString(2));
            }
        }
        for (String name : names) {
            statement.execute("DROP INDEX \"" + name + '"');
        }
        return texts;
    }

    /** Where its migrations are on the class path. */
    public String migrations() {
        return "db/" + name().toLowerCase(Locale.ROOT);
    }
}
