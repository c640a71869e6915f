package dev.cairn.backup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of the tests. It says lines, and waits for its parent to say go. */
final class Child implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final List<String> said = new ArrayList<>();

    /** Starts a main class; what it leaves in the temporary folder when killed goes with {@code folder}. */
    static Child start(Path folder, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xcheck:jni",
                "-Dorg.sqlite.tmpdir=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            return new Child(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Child(Process process) {
        this.process = process;
        Thread listener = new Thread(this::listen, "listens to " + process.pid());
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

    /** Waits until it has said a line that begins like this. */
    Child await(String beginning) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        synchronized (said) {
            while (find(beginning).isEmpty()) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    fail("never said \"" + beginning + "\", but: " + said);
                }
                TimeUnit.MILLISECONDS.timedWait(said, 100);
            }
        }
        return this;
    }

    /** The rest of the last line that begins like this. */
    Optional<String> find(String beginning) {
        return all(beginning).stream().reduce((first, second) -> second);
    }

    /** The rest of each line that begins like this. */
    List<String> all(String beginning) {
        synchronized (said) {
            return said.stream()
                    .filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length()).strip())
                    .toList();
        }
    }

    long pid() {
        return process.pid();
    }

    long number(String beginning) {
        return Long.parseLong(find(beginning).orElseThrow());
    }

    Child go() throws IOException {
        process.outputWriter().append("go\n").flush();
        return this;
    }

    /** Waits for its end, which must be this. */
    Child ends(int status) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE, TimeUnit.NANOSECONDS))
                .as(() -> "ended in time, having said " + said)
                .isTrue();
        assertThat(process.exitValue()).as(() -> "exit status after " + said).isEqualTo(status);
        return this;
    }

    /** Ends it by SIGKILL after this time; says false if it was faster. */
    boolean killAfter(Duration delay) throws InterruptedException {
        process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).as(said::toString).isIn(0, KILLED);
        return process.exitValue() == KILLED;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
