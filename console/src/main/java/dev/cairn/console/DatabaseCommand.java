package dev.cairn.console;

import dev.cairn.schema.Migrations;
import dev.cairn.schema.Migrator;
import dev.cairn.schema.audit.AuditEvent;
import dev.cairn.schema.audit.AuditLog;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on one database and its migrations. */
abstract class DatabaseCommand extends SourceCommand {
    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            order = 90,
            description = "How long to wait for the write lock (default: 30).")
    private @Nullable Long timeoutSeconds;

    DatabaseCommand(Terminal terminal) {
        super(terminal);
    }

    abstract Answer run(Migrator migrator, Migrations migrations);

    /** Sets what the options of this command say. */
    void configure(Migrator.Builder builder) {}

    @Override
    final Answer run(Migrations migrations) {
        try (ProgressLine progress = new ProgressLine(terminal())) {
            Migrator.Builder builder = Migrator.at(database.file(), migrations)
                    .as(System.getProperty("user.name", "system"))
                    .environment(terminal().environment())
                    .progress(p -> progress.at(Step.of(p)))
                    .audit(this::audit);
            if (timeoutSeconds != null) {
                builder.lockTimeout(Duration.ofSeconds(timeoutSeconds));
            }
            configure(builder);
            return run(builder.build(), migrations);
        }
    }

    Place place(Migrations migrations) {
        return new Place(database.toString(), migrations.origin());
    }

    String database() {
        return database.toString();
    }

    /** A log that cannot be written stops nothing, but is not passed over. */
    private void audit(AuditEvent event) {
        if (!Files.exists(database.file())) {
            return;
        }
        AuditLog log = AuditLog.beside(database.file());
        try {
            log.onEvent(event);
        } catch (UncheckedIOException e) {
            terminal().warn("the audit log " + log.file() + " could not be written: " + e.getCause());
        }
    }
}
