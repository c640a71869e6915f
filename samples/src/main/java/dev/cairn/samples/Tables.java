package dev.cairn.samples;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.function.LongConsumer;

/**
 * The tables to be filled.
 *
 * @param written told how many rows more there are, every so often
 */
record Tables(Connection connection, LongConsumer written) {
    /** To insert into some columns of a table, which are separated by commas. */
    Inserter into(String table, String columns) throws SQLException {
        String values = String.join(", ", Collections.nCopies(columns.split(",", -1).length, "?"));
        String sql = "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")";
        return new Inserter(connection.prepareStatement(sql), written);
    }
}
