package dev.cairn.console;

import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: asks, answers as text or as JSON, and says how it ended. */
abstract class CairnCommand implements Callable<Integer> {
    private final Terminal terminal;

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

    CairnCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract Answer run();

    Terminal terminal() {
        return terminal;
    }

    /** The options that were given, by their long names. */
    Stream<String> given() {
        return spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName);
    }

    /** What was given on the command line makes no sense. */
    ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
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
