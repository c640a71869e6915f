package dev.cairn.dal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of the tests. It says lines, and waits for its parent to say go. */
final class Child implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

    private final Process process;
    private final Thread listener;
    private final List<String> said = new ArrayList<>();

    /** Starts a main class; what it leaves in the temporary folder goes with {@code folder}. */
    static Child start(Path folder, Class<?> main, Object... arguments) throws IOException {
        return start(List.of(), folder, main, arguments);
    }

    /** The same by way of another program. */
    static Child start(List<String> before, Path folder, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=debug",
                "-Dorg.sqlite.tmpdir=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private Child(Process process) {
        this.process = process;
        listener = new Thread(this::listen, "listens to " + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            // A killed child has nothing more to say.
        }
    }

    /** All it has said, logs included. */
    String everything() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    /** Waits until it has said a line that begins like this; the rest of that. */
    String says(String beginning) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        synchronized (said) {
            while (true) {
                for (String line : said) {
                    if (line.startsWith(beginning)) {
                        return line.substring(beginning.length()).strip();
                    }
                }
                if (System.nanoTime() - end > 0 || (!process.isAlive() && !listener.isAlive())) {
                    fail("never said \"" + beginning + "\", but: " + said);
                }
                TimeUnit.MILLISECONDS.timedWait(said, 100);
            }
        }
    }

    Child go() throws IOException {
        process.outputWriter().append("go\n").flush();
        return this;
    }

    /** Ends it by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end, which must be a good one. */
    void ends() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE, TimeUnit.NANOSECONDS))
                .as(() -> "ended in time, having said " + said)
                .isTrue();
        assertThat(process.exitValue()).as(said::toString).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
