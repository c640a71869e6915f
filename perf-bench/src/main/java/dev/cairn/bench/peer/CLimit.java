package dev.cairn.bench.peer;

import dev.cairn.bench.harness.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The same point read in C, where there is a compiler and SQLite's header: what the machine itself allows. */
public final class CLimit {
    /** How it is called in tables. */
    public static final String TITLE = "C on libsqlite3";

    private CLimit() {}

    /** Compiles and starts it on a file; nothing where that is not possible. */
    public static Optional<Child> start(Path folder, Target target) throws IOException, InterruptedException {
        Path program = folder.resolve("limit");
        if (!Files.exists(program) && !compile(folder, program)) {
            return Optional.empty();
        }
        return Optional.of(
                Child.running(List.of(program.toString(), target.file().toString())));
    }

    private static boolean compile(Path folder, Path program) throws IOException, InterruptedException {
        Path source = folder.resolve("limit.c");
        try (InputStream text = Objects.requireNonNull(CLimit.class.getResourceAsStream("/dev/cairn/bench/limit.c"))) {
            Files.copy(text, source);
        }
        try {
            return new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString(), "-lsqlite3")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no cc
        } finally {
            Files.delete(source);
        }
    }
}
