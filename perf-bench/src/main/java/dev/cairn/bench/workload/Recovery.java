package dev.cairn.bench.workload;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Backups;
import dev.cairn.backup.BackupsBuilder;
import dev.cairn.backup.Identity;
import dev.cairn.bench.peer.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A backup, encrypted, and what a restore of it takes: for the targets of the systems. */
public final class Recovery {
    /** What it is called. */
    public static final String NAME = "backup of 100,000 users, encrypted";
    /** Seconds. */
    public static final String TAKE = "full backup, s";
    /** Seconds. */
    public static final String RESTORE = "restore to a new file, s";
    /** Tables of which all rows came back. */
    public static final String COVERAGE = "tables restored with all rows, %";

    private Recovery() {}

    static void run(Stage stage) throws Exception {
        Target target = stage.copy("records");
        Path repository = stage.folder().resolve("recovery");
        Path restored = stage.folder().resolve("restored.db");
        Identity identity = Identity.generate();
        BackupsBuilder builder = Backups.in(repository).identity(identity).sign(identity);
        identity.recipients().forEach(builder::recipient);
        Backups backups = builder.build();
        long begin = System.nanoTime();
        Backup full = backups.take(target.file(), Backup.Kind.FULL);
        long taken = System.nanoTime();
        backups.restoreToNew(full.id(), restored);
        long end = System.nanoTime();
        stage.report().figure(NAME, TAKE, (taken - begin) / 1e9);
        stage.report().figure(NAME, RESTORE, (end - taken) / 1e9);
        stage.report().figure(NAME, COVERAGE, coverage(target.file(), restored));
    }

    private static double coverage(Path original, Path restored) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + restored);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + original + "' AS original");
            int whole = 0;
            int all = 0;
            for (String table : text(
                            statement, "SELECT group_concat(name) FROM original.sqlite_schema WHERE type = 'table'")
                    .split(",", -1)) {
                String sql = String.format(
                        Locale.ROOT,
                        "SELECT (SELECT count(*) FROM main.\"%1$s\") = (SELECT count(*) FROM original.\"%1$s\")",
                        table);
                all++;
                whole += text(statement, sql).equals("1") ? 1 : 0;
            }
            return 100.0 * whole / all;
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
