package dev.cairn.console;

import dev.cairn.schema.Migrations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command on migrations: asks, answers, and says how it ended. */
abstract class SourceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(names = "--json", order = 95, description = "Print one JSON document (docs/cli.md).")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 99,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it before anything runs
    private boolean help;

    SourceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract Answer run(Migrations migrations);

    Terminal terminal() {
        return terminal;
    }

    @Override
    public final Integer call() {
        Answer answer = run(source.migrations());
        if (json) {
            Json.write(terminal.out(), answer.document());
        } else {
            answer.text().accept(terminal.page());
        }
        return answer.exit().code();
    }
}
