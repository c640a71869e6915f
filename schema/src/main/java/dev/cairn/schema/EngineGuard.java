package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * Refuses a SQLite that may lose data: the WAL-reset bug of 3.7.0 to 3.51.2 (fixed in 3.51.3 and 3.53.0), and 3.52.0,
 * which was withdrawn (https://www.sqlite.org/changes.html).
 */
final class EngineGuard {
    /** The engine does not change while a process runs. */
    private static volatile boolean checked;

    private EngineGuard() {}

    static void check(Sqlite db) throws SQLException {
        if (!checked) {
            check(db.texts("SELECT sqlite_version()").get(0));
            checked = true;
        }
    }

    static void check(String version) {
        int[] parts =
                Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        int number = parts[0] * 1_000_000 + parts[1] * 1_000 + (parts.length > 2 ? parts[2] : 0);
        boolean walReset = number >= 3_007_000 && number <= 3_051_002;
        boolean withdrawn = number == 3_052_000;
        if (walReset || withdrawn) {
            throw MigrationException.of(Kind.UNSAFE_ENGINE)
                    .with("version", version)
                    .build();
        }
    }
}
