package dev.cairn.dal.session;

import dev.cairn.dal.DalException;
import dev.cairn.dal.DalException.Kind;
import dev.cairn.dal.spi.Errors;
import dev.cairn.dal.statement.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Why a COMMIT was refused. */
final class Commits {
    private static final long LONGEST_LOOK = TimeUnit.MILLISECONDS.toNanos(250);

    private Commits() {}

    /** What is to be thrown; the transaction is still there, so it can be asked which key points at nothing. */
    static DalException refused(Lane lane, SQLException e) {
        DalException plain = lane.translate(e, "COMMIT");
        return plain.kind() == Kind.FOREIGN_KEY ? dangling(lane, e, plain) : plain;
    }

    private static DalException dangling(Lane lane, SQLException e, DalException plain) {
        lane.limit(System.nanoTime() + LONGEST_LOOK);
        try (var statement = lane.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            return rows.next()
                    ? DalException.of(
                            Kind.FOREIGN_KEY,
                            "table",
                            rows.getString("table"),
                            "refers to",
                            rows.getString("parent"),
                            "code",
                            Integer.toString(Errors.code(e)),
                            "sql",
                            "COMMIT")
                    : plain;
        } catch (SQLException tooLong) {
            return plain;
        }
    }
}
