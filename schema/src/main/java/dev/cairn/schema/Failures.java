package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Failure;
import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Statement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what SQLite's result codes mean here (https://www.sqlite.org/rescode.html). */
final class Failures {
    private static final Pattern DRIVER_TEXT = Pattern.compile("\\[(SQLITE_\\w+)]\\s*[^(]*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern BLOCKED_REBUILD =
            Pattern.compile("error in (view|trigger) (\\S+?)(?: after \\w+)?:.*");

    private Failures() {}

    static MigrationException ofStatement(String migration, String location, Statement statement, SQLException e) {
        Kind kind = switch (primaryCode(e)) {
            // On a file that may not be written, BEGIN IMMEDIATE begins a mere read.
            case 8 -> Kind.UNUSABLE_FILE;
            case 10, 13 -> Kind.STORAGE;
            case 11 -> Kind.DAMAGED;
            default -> Kind.STATEMENT_FAILED;
        };
        Failure failure = MigrationException.of(kind)
                .with("migration", migration)
                .with("file", location)
                .with("line", statement.line())
                .with("sql", statement.sql());
        describe(failure, e);
        Matcher blocked = BLOCKED_REBUILD.matcher(problem(e));
        if (blocked.matches()) {
            String object = blocked.group(1) + " " + blocked.group(2);
            failure.hint("The " + object + " names the table: drop it before the rebuild and create it again after.");
        }
        return failure.build();
    }

    static MigrationException of(Path database, SQLException e) {
        Kind kind = switch (primaryCode(e)) {
            case 5, 6 -> Kind.BUSY;
            case 10, 13 -> Kind.STORAGE;
            case 11 -> Kind.DAMAGED;
            default -> Kind.UNUSABLE_FILE;
        };
        Failure failure = MigrationException.of(kind).with("database", database);
        describe(failure, e);
        return failure.build();
    }

    private static int primaryCode(SQLException e) {
        return Sqlite.code(e).orElse(1) & 0xff;
    }

    private static void describe(Failure failure, SQLException e) {
        Matcher text = DRIVER_TEXT.matcher(String.valueOf(e.getMessage()));
        if (text.matches()) {
            failure.with("code", text.group(1));
        }
        failure.with("problem", problem(e)).because(e);
    }

    /** SQLite's own words, without the driver's around them. */
    private static String problem(SQLException e) {
        String message = String.valueOf(e.getMessage());
        Matcher text = DRIVER_TEXT.matcher(message);
        return text.matches() ? text.group(2) : message;
    }
}
