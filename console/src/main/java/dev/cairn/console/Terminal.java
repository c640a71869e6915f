package dev.cairn.console;

import java.io.Console;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command writes, what can be shown there, and its environment. Thread-safe. */
final class Terminal {
    private static final int USUAL_COLUMNS = 80;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean outShows;
    private final boolean errShows;
    private final int columns;
    private final Map<String, String> environment;
    private final Interruption interruption = new Interruption();
    private boolean lineShown;
    private boolean ended;

    Terminal(
            PrintWriter out,
            PrintWriter err,
            boolean outShows,
            boolean errShows,
            int columns,
            Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        this.out = out;
        this.err = err;
        this.outShows = outShows && !dumb;
        this.errShows = errShows && !dumb;
        this.columns = columns;
        this.environment = Map.copyOf(environment);
    }

    /** That of this process; the launcher can tell what the streams are connected to, and Java can only guess. */
    static Terminal ofProcess() {
        boolean console = isTerminal(System.console());
        return new Terminal(
                writer(System.out, "stdout.encoding"),
                writer(System.err, "stderr.encoding"),
                told("cairn.terminal.out", console),
                told("cairn.terminal.err", console),
                Integer.getInteger("cairn.terminal.columns", USUAL_COLUMNS),
                System.getenv());
    }

    /** Java 19 tells the encoding of each stream; before, they have that of the system. */
    private static PrintWriter writer(PrintStream stream, String property) {
        String encoding = System.getProperty(property, System.getProperty("native.encoding", "UTF-8"));
        return new PrintWriter(new OutputStreamWriter(stream, Charset.forName(encoding)));
    }

    private static boolean told(String property, boolean otherwise) {
        return Boolean.parseBoolean(System.getProperty(property, Boolean.toString(otherwise)));
    }

    /** From Java 22 on there is a console also where there is no terminal; it has to be asked. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** What people read; only where they see it at once are lines broken. */
    Page page() {
        return new Page(out, outStyle(), outShows ? columns : Integer.MAX_VALUE);
    }

    Style outStyle() {
        return outShows && coloursWanted() ? Style.COLOURED : Style.PLAIN;
    }

    Style errStyle() {
        return errShows && coloursWanted() ? Style.COLOURED : Style.PLAIN;
    }

    /** As https://no-color.org has it: set and not empty. */
    private boolean coloursWanted() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    boolean showsProgress() {
        return errShows;
    }

    int columns() {
        return columns;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** What Ctrl-C does. */
    Interruption interruption() {
        return interruption;
    }

    /** Shows a line that the next one, or anything else, replaces. */
    synchronized void show(String line) {
        if (!ended) {
            err.print(ERASE_LINE + line);
            err.flush();
            lineShown = true;
        }
    }

    synchronized void erase() {
        if (lineShown) {
            err.print(ERASE_LINE);
            err.flush();
            lineShown = false;
        }
    }

    /** Says something that stops nothing. */
    synchronized void warn(String message) {
        tell(errStyle().warning("cairn: ") + Style.harmless(message));
    }

    /** Says how things are going. */
    synchronized void tell(String line) {
        erase();
        err.print(line + "\n");
        err.flush();
    }

    /** Says a last thing; nothing is shown after it. */
    synchronized void end(String message) {
        if (!ended) {
            erase();
            ended = true;
            err.print(message + "\n");
            err.flush();
        }
    }

    /** Ends without a word. */
    synchronized void end() {
        erase();
        ended = true;
        out.flush();
        err.flush();
    }
}
