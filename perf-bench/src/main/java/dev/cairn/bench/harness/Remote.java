package dev.cairn.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A contender in a JVM of its own, so that no library's classes and profiles are in the way of another's. */
public final class Remote implements Contender {
    private final String name;
    private final Child child;

    /** In a child that {@linkplain #serve serves}. */
    public Remote(String name, Child child) {
        this.name = name;
        this.child = child;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String check(int turn) throws IOException {
        return child.ask("check " + turn);
    }

    @Override
    public Sample slice(int turn, int millis) throws IOException {
        String[] figures = child.ask("slice " + turn + " " + millis).split(" ", -1);
        return new Sample(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                Long.parseLong(figures[3]));
    }

    /** In the child: opens another contender. */
    @FunctionalInterface
    public interface Opener {
        /** By whatever followed {@code open}; the one before is closed first. */
        @Nullable
        Contender open(String arguments) throws Exception;
    }

    /** In the child: answers line by line until there are no more. */
    public static void serve(Opener opener, BufferedReader in, PrintStream out) throws Exception {
        @Nullable Contender contender = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("open")) {
                contender = opener.open(words[1]);
                out.println("open");
            } else if (contender != null) {
                out.println(answer(contender, line.split(" ", -1)));
            }
            out.flush();
        }
    }

    private static String answer(Contender contender, String[] words) throws Exception {
        int turn = Integer.parseInt(words[1]);
        if (words[0].equals("check")) {
            return contender.check(turn).replace('\n', ' ');
        }
        Sample sample = contender.slice(turn, Integer.parseInt(words[2]));
        return String.format(
                Locale.ROOT,
                "%.3f %.3f %.3f %d",
                sample.wallNanos(),
                sample.cpuNanos(),
                sample.bytes(),
                sample.calls());
    }
}
