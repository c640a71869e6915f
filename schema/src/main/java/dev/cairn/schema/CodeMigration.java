package dev.cairn.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * A migration of data that SQL alone cannot say. It changes rows, never the schema, because the generated classes come
 * from the SQL migrations alone.
 *
 * <p>The engine calls it on one thread inside its own transaction: the connection refuses to commit, roll back, close
 * or change settings.
 */
public interface CodeMigration {
    /** Work on the rows of a database, inside the engine's transaction. */
    @FunctionalInterface
    interface Step {
        /** Does the work; whatever it throws rolls everything back. */
        void run(Connection connection) throws SQLException;
    }

    /** Number and name in one, like a file's: {@code 007_fill_slugs}. */
    String name();

    /** A text of your own that changes whenever the work does: compiled code cannot be compared. */
    String checksum();

    /** Does the work; whatever it throws rolls everything back. */
    void up(Connection connection) throws SQLException;

    /** The way back, if there is one. */
    default Optional<Step> down() {
        return Optional.empty();
    }

    /** What it is for, in one line. */
    default String description() {
        return "";
    }

    /** The version noted in the history. */
    default String version() {
        return "1.0.0";
    }

    /** The numbers of lower migrations that must be applied before. */
    default Set<Long> depends() {
        return Set.of();
    }

    /** Why rows or values may go, if they may. */
    default Optional<String> destructive() {
        return Optional.empty();
    }
}
