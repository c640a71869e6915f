package dev.cairn.schema.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.Migrator;
import dev.cairn.schema.process.MigratingProgram.Operation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes read and write all the time while one migrates. */
class LiveDatabaseTest {
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    @TempDir
    Path folder;

    private Database app = new Database(Path.of(""));

    @BeforeEach
    void fill() throws Exception {
        app = Shop.filled(folder.resolve("app.db"), 30_000);
    }

    @Test
    void migrate_whileOthersReadAndWrite_disturbsNobody() throws Exception {
        long written = disturbsNobody(Operation.MIGRATE, "reader", "reader", "writer");

        assertThat(visits(app)).isEqualTo(written);
    }

    @Test
    void rollback_whileOthersReadAndWrite_disturbsNobody() throws Exception {
        Migrator.of(app.file(), Shop.MIGRATIONS).migrate();

        long written = disturbsNobody(Operation.ROLLBACK, "reader", "reader", "writer");

        assertThat(visits(app)).isEqualTo(written);
    }

    /** Writers would have to stop: what they write meanwhile is what it must not lose. */
    @Test
    void restorePoint_whileOthersRead_disturbsNobody() throws Exception {
        Migrator.of(app.file(), Shop.MIGRATIONS).migrate();

        disturbsNobody(Operation.RESTORE, "reader", "reader");
    }

    private static long visits(Database database) throws SQLException {
        return Long.parseLong(database.texts("SELECT count(*) FROM visits").get(0));
    }

    /** Readers see the old state or the new and nothing else; says how many writes a writer was told are done. */
    private long disturbsNobody(Operation operation, String... roles) throws Exception {
        String before = app.texts(OrdinaryProgram.LOOK).get(0);
        Map<Child, String> others = new LinkedHashMap<>();
        try {
            for (String role : roles) {
                others.put(Child.start(folder, OrdinaryProgram.class, role, app.file()), role);
            }
            for (Child other : others.keySet()) {
                other.await("works");
            }
            try (Child migrating = Child.start(
                    folder, MigratingProgram.class, operation, app.file(), MigratingProgram.CLASSPATH + Shop.FOLDER)) {
                migrating.await("ready").go().ends(0);
            }
            for (Child other : others.keySet()) {
                other.go().ends(0);
            }
        } finally {
            others.keySet().forEach(Child::close);
        }
        String after = app.texts(OrdinaryProgram.LOOK).get(0);
        assertThat(after).isNotEqualTo(before);
        long written = 0;
        for (Map.Entry<Child, String> entry : others.entrySet()) {
            Child other = entry.getKey();
            System.out.printf(
                    "%s beside a %s: %d rounds, the longest %d ms%n",
                    operation, entry.getValue(), other.number("rounds"), other.number("longest"));
            assertThat(other.find("error ")).isEmpty();
            assertThat(other.number("longest")).isLessThan(BUSY_TIMEOUT_MILLIS);
            if (entry.getValue().equals("reader")) {
                assertThat(other.all("saw")).containsExactlyInAnyOrder(before, after);
            } else {
                written += other.number("rounds");
            }
        }
        return written;
    }
}
