package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.pqs.Pqs;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while many threads of it write: what it acknowledged is there, and nothing is there by half. */
class KillTest {
    @TempDir
    Path folder;

    private final Set<String> acknowledged = new HashSet<>();

    @Test
    void write_killedThreeTimes_keepsWhatWasAcknowledged() throws Exception {
        kill(3, new Torture(1));
    }

    @Test
    @Tag("torture")
    void write_killedFiftyTimes_keepsWhatWasAcknowledged() throws Exception {
        kill(50, new Torture(0.4));
    }

    private void kill(int kills, Torture torture) throws Exception {
        Path file = folder.resolve("killed.db");
        try (Database database = Database.open(file, Pqs.MIGRATIONS)) {
            Load.fill(database);
        }
        int done = 0;
        int unacknowledged = 0;
        for (; done < kills && torture.timeIsLeft(); done++) {
            try (Child child =
                    Child.start(folder, KillProgram.class, file, "run" + done).await("ready")) {
                child.go();
                if (done % 5 != 4) {
                    child.await("ack");
                }
                child.killAfter(Duration.ofMillis(torture.random().nextInt(700)));
                assertThat(child.all("failure")).isEmpty();
                acknowledged.addAll(child.all("ack"));
            }
            unacknowledged = requireWhole(file) - acknowledged.size();
        }
        assertThat(done).isPositive();
        assertThat(acknowledged).isNotEmpty();
        System.out.printf(
                "%d kills: %,d acknowledged transactions all there, %d unacknowledged ones wholly there, none by half;"
                        + " %s%n",
                done, acknowledged.size(), unacknowledged, torture);
    }

    /** How many transactions are there. */
    private int requireWhole(Path file) throws SQLException {
        Map<String, Integer> rows = new HashMap<>();
        long counted;
        // The first to open it after the kill brings back what is in the log.
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery(
                    "SELECT activity_type, count(*) FROM user_activities GROUP BY activity_type")) {
                while (found.next()) {
                    rows.put(found.getString(1), found.getInt(2));
                }
            }
            try (ResultSet found = statement.executeQuery("SELECT login_count FROM users WHERE username = 'sum'")) {
                counted = found.getLong(1);
            }
            try (ResultSet found = statement.executeQuery("PRAGMA integrity_check")) {
                assertThat(found.getString(1)).isEqualTo("ok");
            }
        }
        assertThat(rows.keySet()).containsAll(acknowledged);
        assertThat(rows)
                .allSatisfy((name, count) ->
                        assertThat(count).as(name).isEqualTo(name.startsWith("single") ? 1 : KillProgram.ROWS));
        assertThat(rows.keySet().stream()
                        .filter(name -> name.startsWith("body"))
                        .count())
                .isEqualTo(counted);
        return rows.size();
    }
}
