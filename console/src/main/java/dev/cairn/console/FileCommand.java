package dev.cairn.console;

import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.OnOpen;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on one database, whatever its migrations. */
abstract class FileCommand extends CairnCommand {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            order = 90,
            description = "How long to wait for others (default: 30).")
    private long timeoutSeconds = 30;

    FileCommand(Terminal terminal) {
        super(terminal);
    }

    String database() {
        return database.toString();
    }

    /** To look at it, and to leave nothing behind. */
    Database openForReading() {
        return opening().readOnly(true).pooled(false).open();
    }

    /** As a service does. */
    Database openForWriting() {
        return opening().open();
    }

    private DatabaseBuilder opening() {
        if (timeoutSeconds < 0) {
            throw misused("--timeout cannot be negative");
        }
        return Database.at(database.file())
                .onOpen(OnOpen.TRUST)
                .timings(false)
                .acquireTimeout(Duration.ofSeconds(timeoutSeconds));
    }
}
