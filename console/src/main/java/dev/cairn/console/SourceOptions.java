package dev.cairn.console;

import dev.cairn.schema.Migrations;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the migrations come from. */
final class SourceOptions {
    /** The systems that Cairn brings, spelled as on the command line. */
    enum BundledSystem {
        pqs,
        ebf,
        hive,
        rpma
    }

    static final class Choice {
        @Option(
                names = "--system",
                required = true,
                paramLabel = "NAME",
                description = "A bundled system: ${COMPLETION-CANDIDATES}.")
        private @Nullable BundledSystem system;

        @Option(
                names = "--migrations",
                required = true,
                paramLabel = "DIR",
                description = "A directory of files NNN_name.sql.")
        private @Nullable Path directory;
    }

    @ArgGroup(multiplicity = "1", order = -10)
    private Choice choice = new Choice();

    Migrations migrations() {
        if (choice.directory != null) {
            return Migrations.directory(choice.directory);
        }
        return Migrations.classpath("db/" + choice.system);
    }
}
