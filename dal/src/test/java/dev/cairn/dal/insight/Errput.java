package dev.cairn.dal.insight;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged meanwhile, which the logger of the tests writes to the error output. */
final class Errput implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    Errput() {
        System.setErr(new PrintStream(taken, true, StandardCharsets.UTF_8));
    }

    String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    List<String> lines(String with) {
        return text().lines().filter(line -> line.contains(with)).toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
