package dev.cairn.dal.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.dal.Database;
import dev.cairn.dal.OnOpen;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.rpma.Rpma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void statistics_tellWhatIsInTheFile() throws IOException {
        try (World world = new World(folder)) {
            world.insert("ada");
            world.insert("grace");
            Statistics statistics = world.inspect().statistics();

            assertThat(statistics.file()).contains(world.file());
            assertThat(statistics.fileBytes()).isEqualTo(Files.size(world.file()));
            assertThat(statistics.logBytes()).isEqualTo(Files.size(folder.resolve("pqs.db-wal")));
            assertThat(statistics.pageSize()).isEqualTo(4_096);
            assertThat(statistics.freeBytes()).isZero();
            assertThat(statistics.rows())
                    .hasSize(12)
                    .containsEntry("users", 2L)
                    .containsEntry("documents", 0L)
                    .containsEntry("migration_history", Pqs.MIGRATIONS.stream().count());
            assertThat(statistics.schemaVersion())
                    .isEqualTo(Pqs.MIGRATIONS.latest().orElseThrow().name());
            assertThat(statistics.statementMisses()).isPositive();
        }
    }

    @Test
    void statistics_inMemory_haveNoFile() {
        try (Database db = Database.inMemory(Pqs.MIGRATIONS)) {
            Statistics statistics = db.inspect().statistics();

            assertThat(statistics.file()).isEmpty();
            assertThat(statistics.fileBytes()).isZero();
            assertThat(statistics.rows()).containsEntry("users", 0L);
        }
    }

    @Test
    void statistics_fullTextTable_countsItAndNotWhatStandsBelow() {
        try (Database db = Database.inMemory(Rpma.MIGRATIONS)) {
            assertThat(db.inspect().statistics().rows().keySet())
                    .anyMatch(table -> table.endsWith("_fts"))
                    .noneMatch(table -> table.contains("_fts_"))
                    .noneMatch(table -> table.startsWith("sqlite_"));
        }
    }

    @Test
    void statistics_notMigrated_haveNoVersion() throws SQLException {
        Path file = folder.resolve("plain.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (x)");
        }
        try (Database db = Database.at(file).onOpen(OnOpen.TRUST).open()) {
            assertThat(db.inspect().statistics().schemaVersion()).isEmpty();
            assertThat(db.inspect().statistics().rows()).containsExactly(Map.entry("t", 0L));
        }
    }

    @Test
    void statistics_oddTableNames_areCounted() {
        try (World world = new World(folder)) {
            world.database().write(() -> {
                world.database().dsl().execute("create table \"odd \"\"name\" (x)");
                world.database().dsl().execute("insert into \"odd \"\"name\" values (1), (2)");
            });
            assertThat(world.inspect().statistics().rows()).containsEntry("odd \"name", 2L);
        }
    }
}
