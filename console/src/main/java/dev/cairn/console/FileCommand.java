package dev.cairn.console;

import dev.cairn.dal.Database;
import dev.cairn.dal.DatabaseBuilder;
import dev.cairn.dal.OnOpen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command on one database, whatever its migrations: asks, answers, and says how it ended. */
abstract class FileCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--db",
            required = true,
            paramLabel = "FILE",
            order = -20,
            description = "The SQLite database file.")
    private Path database = Path.of("");

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            order = 90,
            description = "How long to wait for others (default: 30).")
    private long timeoutSeconds = 30;

    @Option(names = "--json", order = 95, description = "Print one JSON document (docs/cli.md).")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 99,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it before anything runs
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    FileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract Answer run();

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
            throw new ParameterException(spec.commandLine(), "--timeout cannot be negative");
        }
        return Database.at(database)
                .onOpen(OnOpen.TRUST)
                .timings(false)
                .acquireTimeout(Duration.ofSeconds(timeoutSeconds));
    }

    @Override
    public final Integer call() {
        Answer answer = run();
        if (json) {
            Json.write(terminal.out(), answer.document());
        } else {
            answer.text().accept(terminal.page());
        }
        return answer.exit().code();
    }
}
