package dev.cairn.console;

import dev.cairn.console.SourceOptions.BundledSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        customSynopsis = "cairn demo [--rows N] [--dir DIR] [--system NAME]",
        header = "Show the main job on a database of its own, in about a minute.",
        description = {
            "Migrates a new database, fills it, asks it, backs it up while it is written to, damages copies, and goes"
                    + " back after a mistake. Everything stays in one folder, to be looked at."
        },
        footer = {"  cairn demo", "  cairn demo --rows 10000 --system ebf --dir demo"})
final class DemoCommand implements Callable<Integer> {
    private static final int LEAST_ROWS = 1_000;
    private static final int MOST_ROWS = 1_000_000;

    private final Terminal terminal;

    @Option(names = "--rows", paramLabel = "N", description = "About so many rows in all (default: ${DEFAULT-VALUE}).")
    private int rows = 100_000;

    @Option(names = "--dir", paramLabel = "DIR", description = "A new or empty folder (default: a temporary one).")
    private @Nullable Path folder;

    @Option(names = "--system", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES} (default: pqs).")
    private BundledSystem system = BundledSystem.pqs;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it before anything runs
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (rows < LEAST_ROWS || rows > MOST_ROWS) {
            throw new ParameterException(
                    spec.commandLine(), "--rows must be from " + LEAST_ROWS + " to " + MOST_ROWS + ", not " + rows);
        }
        new Demo(terminal, madeFolder(), DemoSystem.valueOf(system.name().toUpperCase(Locale.ROOT)), rows).run();
        return Exit.FINE.code();
    }

    private Path madeFolder() {
        try {
            return folder == null ? Files.createTempDirectory("cairn-demo-") : empty(Files.createDirectories(folder));
        } catch (IOException e) {
            throw Refused.of(
                    "NOT_WRITABLE",
                    "the folder for the demo cannot be made",
                    "Name another one with --dir.",
                    "problem",
                    e.toString());
        }
    }

    private static Path empty(Path made) throws IOException {
        try (Stream<Path> files = Files.list(made)) {
            if (files.findAny().isPresent()) {
                throw new Refused(
                        "NOT_EMPTY",
                        "the folder for the demo is not empty",
                        "Name a folder that is new or empty, or none for a temporary one.",
                        Map.of("folder", made.toString()));
            }
        }
        return made;
    }
}
