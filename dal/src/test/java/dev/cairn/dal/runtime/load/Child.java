package dev.cairn.dal.runtime.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of the tests. It says lines, each ended by a semicolon, and waits to be told to go.
 */
final class Child implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Thread listener;
    private final List<String> said = new ArrayList<>();

    /** Starts a main class; what it leaves in the temporary folder when killed goes with {@code folder}. */
    static Child start(Path folder, Class<?> main, Object... arguments) {
        return start(List.of(), folder, main, arguments);
    }

    /** Starts one whose files cannot become larger than so many blocks of 512 bytes. */
    static Child startLimited(int blocks, Path folder, Class<?> main, Object... arguments) {
        return start(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), folder, main, arguments);
    }

    private static Child start(List<String> before, Path folder, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.sqlite.tmpdir=" + folder,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
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
        this.listener = new Thread(this::listen, "listens to " + process.pid());
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
            while (all(beginning).isEmpty()) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    fail("never said \"" + beginning + "\", but: " + said);
                }
                TimeUnit.MILLISECONDS.timedWait(said, 100);
            }
        }
        return this;
    }

    /** The rest of each whole line that begins like this; a killed child may have left half of one. */
    List<String> all(String beginning) {
        synchronized (said) {
            return said.stream()
                    .filter(line -> line.startsWith(beginning) && line.endsWith(";"))
                    .map(line -> line.substring(beginning.length(), line.length() - 1)
                            .strip())
                    .toList();
        }
    }

    Child go() throws IOException {
        process.outputWriter().append("go\n").flush();
        return this;
    }

    /** Waits for its end, which must be a good one. */
    Child ends() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE, TimeUnit.NANOSECONDS))
                .as(() -> "ended in time, having said " + said)
                .isTrue();
        listener.join();
        assertThat(process.exitValue()).as(() -> "exit status after " + said).isZero();
        return this;
    }

    /** Ends it by SIGKILL after this time, and hears it out. */
    void killAfter(Duration delay) throws InterruptedException {
        process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
        process.destroyForcibly().waitFor();
        listener.join();
        assertThat(process.exitValue()).as(said::toString).isEqualTo(KILLED);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
