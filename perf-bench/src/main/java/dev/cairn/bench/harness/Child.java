package dev.cairn.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that is spoken to line by line, mostly a JVM with the class path of this one. Not thread-safe.
 */
public final class Child implements AutoCloseable {
    private static final String PASSED_ON = "bench\\.plant|org\\.jooq\\..*|slf4j\\..*|org\\.slf4j\\..*";

    private final String what;
    private final Process process;
    private final BufferedReader from;
    private final PrintWriter to;

    private Child(String what, Process process) {
        this.what = what;
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), false);
    }

    /** Starts a main class. */
    public static Child start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        System.getProperties().stringPropertyNames().forEach(name -> {
            if (name.matches(PASSED_ON)) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        });
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return running(command);
    }

    /** Starts any program. */
    public static Child running(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Child(String.join(" ", command), process);
    }

    /** All that it prints until it ends. */
    public static String output(List<String> options, Class<?> main, String... arguments) throws Exception {
        try (Child child = start(options, main, arguments)) {
            StringBuilder text = new StringBuilder();
            for (String line = child.from.readLine(); line != null; line = child.from.readLine()) {
                text.append(line);
            }
            if (child.process.waitFor() != 0) {
                throw new IOException("a child process failed: " + child.what);
            }
            return text.toString();
        }
    }

    /** Sends a line and waits for the answer. */
    public String ask(String line) throws IOException {
        to.println(line);
        to.flush();
        String answer = from.readLine();
        if (answer == null) {
            throw new IOException("a child process broke off: " + what);
        }
        return answer;
    }

    /** Lets it end. */
    @Override
    public void close() {
        to.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            from.close();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
