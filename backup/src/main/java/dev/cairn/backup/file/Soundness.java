package dev.cairn.backup.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What SQLite itself says of a copy: its facts, and the defects that its own checks find.
 *
 * <p>A killed copy opens as a valid empty database, so "ok" proves nothing by itself: the facts must be compared too.
 */
public record Soundness(Facts facts, List<String> defects) {
    private static final int MOST_DEFECTS = 20;
    private static final long QUICK_ABOVE = 256L << 20;

    /**
     * Reads and checks a plain file that nobody writes.
     *
     * @param stop whether to end early: then what is returned is not the whole truth, and the caller must look
     */
    public static Soundness of(Path file, BooleanSupplier stop) throws SQLException, IOException {
        boolean quick = Files.size(file) > QUICK_ABOVE;
        List<String> defects = new ArrayList<>();
        try (Sqlite db = Sqlite.copy(file)) {
            db.stopWhen(stop);
            Facts facts = Facts.read(db, defects);
            defects.addAll(verdict(db, quick ? "quick_check" : "integrity_check"));
            defects.addAll(dangling(db));
            return new Soundness(facts, defects.stream().limit(MOST_DEFECTS).toList());
        }
    }

    private static List<String> verdict(Sqlite db, String check) {
        try {
            List<String> lines = db.texts("PRAGMA " + check + "(" + MOST_DEFECTS + ")");
            return lines.equals(List.of("ok")) ? List.of() : lines;
        } catch (SQLException e) {
            return List.of(check + " failed: " + e.getMessage());
        }
    }

    /** By table, parent and number, never by value. */
    private static List<String> dangling(Sqlite db) {
        try {
            return db.texts("SELECT \"table\" || ': ' || count(*) || ' rows refer to nothing in ' || parent "
                    + "FROM pragma_foreign_key_check GROUP BY \"table\", parent ORDER BY 1");
        } catch (SQLException e) {
            return List.of("foreign_key_check failed: " + e.getMessage());
        }
    }
}
