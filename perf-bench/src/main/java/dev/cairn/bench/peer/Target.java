package dev.cairn.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/**
 * The file that all work on, and the settings that all of them use: those of {@code Pqs.OPTIONS}.
 *
 * @param file the database
 * @param durable whether every commit waits for the disk
 * @param connections of a pool
 */
public record Target(Path file, boolean durable, int connections) {
    private static final int CACHE_KIBIBYTES = 10_000 * 4;

    /** With commits that survive a crash of the program, and ten connections. */
    public static Target of(Path file) {
        return new Target(file, false, 10);
    }

    /** With commits that survive a loss of power. */
    public Target durably() {
        return new Target(file, true, connections);
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(durable ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setPragma(Pragma.MMAP_SIZE, "0");
        config.setTempStore(TempStore.MEMORY);
        config.setBusyTimeout(5_000);
        return config;
    }

    /** One connection of the driver's own. */
    public Connection connect() throws SQLException {
        return config().createConnection(url());
    }

    /** A pool of them. */
    HikariDataSource pool() {
        SQLiteDataSource driver = new SQLiteDataSource(config());
        driver.setUrl(url());
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(driver);
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(30_000);
        return new HikariDataSource(pool);
    }
}
